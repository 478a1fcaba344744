import { beforeAll, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW, workers: 0 });
let number = '';
beforeAll(async () => {
  await importTown(process());
  number = await logged(process(), 'LIFT-1');
});

const HUGE = 'x'.repeat(20_000);
const HOSTILE: readonly unknown[] = [
  ...[null, '', ' ', 'x', HUGE, 'a\0b', '\ud800', "'; drop table calls; --", '../../etc/passwd', '<script>', '‮', '🙂'],
  ...[0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, true, [], [1, 2], {}, { $gt: '' }, [[[[[[]]]]]]],
  ...[
    '9999-12-31T23:59:59Z',
    '-000001-01-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-01',
    'PT-1H',
    'P9999999Y',
    'NaN',
  ],
];

/** Every event's body with each of its fields, all right. */
const BODIES: Readonly<Record<string, Record<string, unknown>>> = {
  '/calls': {
    ...{ device: 'LIFT-2', site: 'N1', model: 'L1', contact: 'c', description: 'd', type: 'query' },
    ...{ logged_at: '2026-06-01T08:00:00Z', occurred_at: '2026-06-01T07:00:00Z', service_affecting: true },
    ...{ estimated_time: 'PT1H', earliest: '2026-06-01T12:00:00Z', latest: '2026-06-01T13:00:00Z', who: 'w' },
  },
  '/calls/NUMBER/approve': { who: 'w', why: 'y', at: '2026-06-01T09:00:00Z' },
  '/calls/NUMBER/accept': { who: 'w', why: 'y', at: '2026-06-01T09:00:00Z', resource: 'ANN' },
  '/calls/NUMBER/travel': { who: 'w', resource: 'ANN' },
  '/calls/NUMBER/arrive': { who: 'w', resource: 'ANN' },
  '/calls/NUMBER/hold': { who: 'w', reason: 'no access' },
  '/calls/NUMBER/resume': { who: 'w', on_site: false },
  '/calls/NUMBER/fix': { who: 'w' },
  '/calls/NUMBER/close': { who: 'w' },
  '/calls/NUMBER/cancel': { who: 'w', why: 'y' },
  '/calls/NUMBER/reopen': { who: 'w', why: 'y' },
  '/calls/NUMBER/declare-emergency': { who: 'w', why: 'y' },
  '/calls/NUMBER/pin': { who: 'w' },
  '/calls/NUMBER/unpin': { who: 'w' },
  '/calls/NUMBER/allocate': { who: 'w', resource: 'ANN', pin: true, force: false },
  '/datasets': { files: { 'sites.csv': 'code\n' } },
};
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/calls': [
    'status',
    'territory',
    'contract',
    'site',
    'device',
    'resource',
    'type',
    'logged_from',
    'logged_to',
    'text',
    'cursor',
    'limit',
  ],
  '/queue': ['territory', 'class', 'reasons', 'cursor', 'limit'],
  '/resources/ANN/route': ['date'],
  '/events': ['territory'],
  '/resources': ['territory'],
  '/resources/ANN/rota': [],
  '/calendars': [],
  '/reports': [],
  '/geojson/sites': ['territory'],
  '/geojson/resources': ['territory'],
  '/geojson/routes': ['territory', 'date'],
  '/resources/ANN/calendar-feeds': [],
  '/reports/open': ['from', 'to', 'contract', 'customer', 'technician', 'class', 'type', 'limit', 'cursor'],
  '/reports/by-technician': ['from', 'to', 'site', 'model', 'zone', 'limit'],
  '/reports/backlog': ['from', 'to', 'every', 'time_zone'],
  '/reports/repeat-failures': ['within', 'device'],
  '/reports/contract-dates': ['ahead'],
  '/calls/NUMBER': [],
  '/calls/NUMBER/explain': [],
  '/calls/NUMBER/candidates': [],
  '/territories': [],
  '/territories/NORTH/plan': [],
  '/datasets': [],
  '/health': [],
};

const state = async () => [(await get(process(), '/datasets', { accept: 'application/json' })).body];
const isRefusal = (status: number, body: string, what: unknown): void => {
  expect(status, `${JSON.stringify(what)?.slice(0, 200)} → ${status} ${body.slice(0, 300)}`).toBeGreaterThanOrEqual(
    400,
  );
  expect(status, `${JSON.stringify(what)?.slice(0, 200)} → ${body.slice(0, 300)}`).toBeLessThan(500);
  const problem = JSON.parse(body);
  expect(problem).toMatchObject({ status, code: expect.any(String), action: expect.any(String) });
  for (const each of problem.errors)
    expect(each).toMatchObject({ code: expect.any(String), action: expect.any(String) });
};

describe('a request with several faulty parts', () => {
  it('has all of them told at once: path, body and query', async () => {
    const long = 'x'.repeat(201);
    const reply = await post(process(), `/calls/${long}/hold?shade=blue`, { reason: 7, colour: 'red' });
    const told = reply.json().errors.map(({ code, field }: { code: string; field: string }) => [field, code]);
    expect(reply.statusCode).toBe(400);
    expect(told.sort()).toEqual([
      ['colour', 'unknown-field'],
      ['number', 'too-long'],
      ['reason', 'wrong-type'],
      ['shade', 'unknown-field'],
      ['who', 'missing-field'],
    ]);
  });

  it('a missing body is told with the rest', async () => {
    const reply = await process().app.inject({ method: 'POST', url: `/calls/${number}/hold?shade=blue` });
    const told = reply.json().errors.map(({ code, field }: { code: string; field: string }) => [field, code]);
    expect(told.sort()).toEqual([
      ['body', 'empty-body'],
      ['shade', 'unknown-field'],
    ]);
  });
});

describe('bad bodies', () => {
  it.each(Object.keys(BODIES))(
    'POST %s: each field hostile, missing or unknown gives a clear 4xx or is taken',
    async (path) => {
      const url = path.replace('NUMBER', number);
      const good = BODIES[path]!;
      for (const field of Object.keys(good)) {
        for (const value of HOSTILE) {
          // Where a hostile text is a fine value (a name may hold anything), it may be taken; it never is a fault.
          const reply = await post(process(), url, { ...good, device: 'NOPE', ...good, [field]: value, extra: 1 });
          isRefusal(reply.statusCode, reply.body, { path, field, value });
        }
      }
      for (const body of [[], 'text', 1, null, true, [good]]) {
        const reply = await process().app.inject({
          ...{ method: 'POST', url, payload: JSON.stringify(body) },
          headers: { 'content-type': 'application/json' },
        });
        isRefusal(reply.statusCode, reply.body, { path, body });
      }
      const empty = await post(process(), url, {});
      isRefusal(empty.statusCode, empty.body, { path, empty: true });
    },
  );

  it('no value of a field alone is a fault of the server, whether taken or refused', async () => {
    for (const [path, good] of Object.entries(BODIES)) {
      if (path === '/datasets') continue;
      for (const field of Object.keys(good)) {
        for (const value of HOSTILE) {
          const url = path.replace('NUMBER', 'NOPE');
          const reply = await post(process(), url, {
            ...good,
            ...(path === '/calls' ? { device: 'NOPE' } : {}),
            [field]: value,
          });
          if (path === '/calls' && reply.statusCode === 201) continue; // device left out by site and model
          isRefusal(reply.statusCode, reply.body, { path, field, value });
        }
      }
    }
  });

  it('all errors of a body come at once, each with field, value and action', async () => {
    const reply = await post(process(), '/calls', {
      contact: 5,
      logged_at: 'yesterday',
      estimated_time: 'PT0S',
      typo: 1,
    });
    expect(reply.statusCode).toBe(400);
    const errors = reply.json().errors as { code: string; field: string; value?: string }[];
    expect(errors.map(({ code, field }) => `${field} ${code}`).sort()).toEqual([
      'contact wrong-type',
      'description missing-field',
      'estimated_time bad-value',
      'logged_at bad-value',
      'typo unknown-field',
    ]);
    expect(errors.find(({ field }) => field === 'logged_at')?.value).toBe('yesterday');
  });

  it('a contact or description that is missing is told with what the customer data says', async () => {
    for (const body of [{ device: 'NOPE' }, { device: 'NOPE', contact: ' ', description: '' }]) {
      const reply = await post(process(), '/calls', body);
      expect(reply.statusCode).toBe(422);
      const errors = reply.json().errors as { code: string; field: string }[];
      expect(errors.map(({ code, field }) => `${field} ${code}`).sort()).toEqual([
        'contact contact-missing',
        'description description-missing',
        'device unknown-device',
      ]);
    }
  });

  it('all entitlement problems come at once', async () => {
    const reply = await post(process(), '/calls', {
      ...{ device: 'LIFT-1', site: 'S1', contact: 'c', description: 'd' },
      ...{ logged_at: '2027-01-01T00:00:00Z', occurred_at: '2027-02-01T00:00:00Z' },
    });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().errors.length).toBeGreaterThanOrEqual(3);
  });

  it('what is no JSON, has no known type, or is too large, is refused as such', async () => {
    const send = (payload: string | Buffer, type: string, url = '/calls') =>
      process().app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } });
    expect((await send('{', 'application/json')).json()).toMatchObject({ status: 400, code: 'malformed-json' });
    expect((await send('', 'application/json')).json()).toMatchObject({ status: 400, code: 'empty-body' });
    expect((await send('{"__proto__":{"a":1}}', 'application/json')).json().status).toBe(400);
    expect((await send('{"constructor":{"prototype":{"a":1}}}', 'application/json')).json().status).toBe(400);
    expect((await send('<x/>', 'text/xml')).json()).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    expect((await send('PK', 'application/zip')).json().status).toBeGreaterThanOrEqual(400);
    expect((await send(JSON.stringify(fault(HUGE.repeat(20))), 'application/json')).json()).toMatchObject({
      ...{ status: 413, code: 'body-too-large' },
    });
    expect((await send('not a zip', 'application/zip', '/datasets')).json()).toMatchObject({ status: 422 });
    expect((await send(Buffer.from([0x80, 0xff, 0x00]), 'application/json')).json().status).toBe(400);
    expect((await send(`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'application/json')).json().status).toBe(400);
    expect((await process().app.inject({ method: 'POST', url: '/calls' })).json().status).toBe(400);
  });
});

describe('bad queries, paths and headers', () => {
  it.each(Object.keys(QUERIES))('GET %s: hostile queries never are a fault', async (path) => {
    const url = path.replace('NUMBER', number);
    for (const name of QUERIES[path]!) {
      for (const value of HOSTILE) {
        if (path === '/events' && !String(value).includes('\0')) continue; // a stream that stays open
        const text = typeof value === 'string' ? value.toWellFormed() : String(value);
        const reply = await get(process(), `${url}?${name}=${encodeURIComponent(text)}`);
        expect(reply.statusCode, `${name}=${text.slice(0, 50)}: ${reply.body.slice(0, 200)}`).toBeLessThan(500);
      }
      const twice = await get(process(), `${url}?${name}=\0&${name}=%00`);
      isRefusal(twice.statusCode, twice.body, { path, name, twice: true });
    }
    const unknown = await get(process(), `${url}?nope=1`);
    isRefusal(unknown.statusCode, unknown.body, { path, unknown: true });
  });

  it('hostile codes in a path are 4xx', async () => {
    const codes = ['%00', '%ff', '%', '..%2f..%2fetc', 'x'.repeat(500), 'x'.repeat(5000), '%F0%9F%99%82', "';--"];
    for (const code of codes) {
      for (const url of [
        `/calls/${code}`,
        `/calls/${code}/explain`,
        `/territories/${code}/plan`,
        `/resources/${code}/route`,
      ]) {
        const reply = await get(process(), url);
        isRefusal(reply.statusCode, reply.body, url);
      }
      const reply = await post(process(), `/calls/${code}/close`, { who: 'w' });
      isRefusal(reply.statusCode, reply.body, code);
    }
  });

  it('an unknown path is 404, a wrong method 405 with what is allowed', async () => {
    expect((await get(process(), '/nope')).json().code).toBe('not-found');
    const wrong = await process().app.inject({ method: 'DELETE', url: '/calls' });
    expect([wrong.statusCode, wrong.json().code]).toEqual([405, 'method-not-allowed']);
    expect(wrong.headers.allow).toContain('POST');
  });

  it('a cursor of one’s own making is refused', async () => {
    for (const cursor of ['x', 'p0x', 'W10', 'eyJhIjoxfQ', 'p99999999999']) {
      for (const url of ['/calls', '/queue']) {
        expect((await get(process(), `${url}?cursor=${cursor}`)).json().code, `${url} ${cursor}`).toBe('bad-cursor');
      }
    }
  });

  it('hostile datasets give lists of errors', async () => {
    const texts = [
      '',
      '\0',
      'code\n\0\n',
      'code,name\n"unclosed',
      'code,code\n',
      '\ufeff',
      ',,,\n,,,',
      `code\n${HUGE}`,
      'ode,nam\n1,2',
    ];
    for (const name of [
      'sites.csv',
      'calls.csv',
      'policy.json',
      'payment_terms.json',
      'nope.csv',
      '__proto__',
      '../x.csv',
    ]) {
      for (const text of [...texts, '{"order":["\\u0000"]}', '[]', 'null', '{"a":{"b":"\\ud800"}}']) {
        const reply = await process().app.inject({
          ...{ method: 'POST', url: '/datasets?mode=merge' },
          ...{ payload: `{"files":{${JSON.stringify(name)}:${JSON.stringify(text)}}}` },
          headers: { 'content-type': 'application/json' },
        });
        expect(
          reply.statusCode,
          `${name} ${JSON.stringify(text).slice(0, 80)}: ${reply.body.slice(0, 300)}`,
        ).toBeLessThan(500);
      }
    }
  });

  it('after all of it nothing is written but what was taken, and the server has had no fault', async () => {
    expect(process().faults).toEqual([]);
    const before = await state();
    await post(process(), '/calls', { ...fault('LIFT-2'), extra: 1 });
    await post(process(), `/calls/${number}/cancel`, { who: 'w' });
    expect(await state()).toEqual(before);
    const read = (await get(process(), `/calls/${number}`)).json();
    expect(read.journal.map((event: { kind: string }) => event.kind)).toEqual(['logged']);
  });
});
