import { beforeAll, describe, expect, it } from 'vitest';
import { instant } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const HOUR = 3_600_000;
const process = useTestProcesses(1, { now: NOW });
const json = async (url: string) => (await get(process(), url)).json();

/** 5 % off below nine in ten fixed in time, and ten pounds for each missed arrival. */
const TERMS = {
  measures: [
    {
      code: 'FIX',
      metric: 'fix',
      rule: {
        kind: 'bands',
        bands: [
          { to: 90, effect: 'abatement', percent: 5 },
          { from: 90, effect: 'none' },
        ],
      },
    },
    { code: 'LATE', metric: 'respond', rule: { kind: 'events', amount: '10.00' } },
  ],
  caps: [{ effect: 'abatement', percent: 20 }],
};

let first = '';
let second = '';
beforeAll(async () => {
  await importTown(process(), { ...TOWN, 'payment_terms.json': JSON.stringify({ NEW: { measures: [] } }) });
  const saved = await process().app.inject({
    method: 'PUT',
    url: '/contracts/MAIN/payment-terms',
    payload: { who: 'cm', terms: TERMS },
  });
  expect(saved.statusCode).toBe(200);
  expect(saved.json()).toMatchObject({ contract: 'MAIN', passes: true });
  first = await logged(process(), 'LIFT-1');
  second = await logged(process(), 'LIFT-2');
  await planned(process(), 'NORTH', first);
  await planned(process(), 'NORTH', second);
});

describe('payment terms', () => {
  it('are read back with what the linter finds; the schema is published', async () => {
    expect(await json('/contracts/MAIN/payment-terms')).toMatchObject({ terms: TERMS, passes: true });
    expect(await json('/contracts/AGAIN/payment-terms')).toMatchObject({ terms: null, findings: [] });
    expect(await json('/payment-terms/schema')).toMatchObject({ type: 'object' });
    expect((await get(process(), '/contracts/NOBODY/payment-terms')).json().code).toBe('contract-not-found');
  });

  it('are looked over without being saved', async () => {
    const bad = {
      measures: [{ ...TERMS.measures[0], rule: { kind: 'bands', bands: [{ from: 99, effect: 'bonus', percent: 2 }] } }],
    };
    const reply = await post(process(), '/contracts/MAIN/payment-terms/lint', { terms: bad });
    expect(reply.json()).toMatchObject({ passes: false });
    expect(reply.json().findings[0]).toMatchObject({ code: 'bonus-uncapped', severity: 'warning' });
    expect(await json('/contracts/MAIN/payment-terms')).toMatchObject({ terms: TERMS });
  });

  it('are refused with every problem where they are faulty', async () => {
    const terms = {
      measures: [
        { code: 'A', metric: 'fix', rule: { kind: 'events' } },
        { code: 'B', metric: 'magic' },
      ],
    };
    const reply = await process().app.inject({
      method: 'PUT',
      url: '/contracts/MAIN/payment-terms',
      payload: { who: 'cm', terms },
    });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().code).toBe('payment-terms-refused');
    expect(reply.json().errors.map(({ field }: { field: string }) => field)).toContain('terms.measures[1].metric');
  });
});

describe('a statement', () => {
  it('is live and provisional while its period runs, with a forecast by the plan and the calls at stake', async () => {
    const live = await json('/contracts/MAIN/statements/current');
    expect(live).toMatchObject({
      ...{ contract: 'MAIN', period: '2026-06', provisional: true, version: null },
      ...{ base_fee: '1000.00', total: '1000.00' },
    });
    expect(live.forecast).toMatchObject({ total: '1000.00' });
    // Nobody in time: two arrivals at 10.00, and no call of two fixed.
    expect(live.open_calls.map(({ call }: { call: string }) => call).sort()).toEqual([first, second].sort());
    expect(live.open_calls[0]).toMatchObject({ clock: 'respond', by: '2026-06-01T11:00:00Z', at_stake: '60.00' });
  });

  it('shows a missed clock in the same second', async () => {
    process().now = instant(NOW + 3 * HOUR);
    const late = await json('/contracts/MAIN/statements/2026-06?calls=true');
    expect(late.total).toBe('980.00');
    const [, fix, respond] = late.lines;
    expect(fix).toMatchObject({ measure: 'FIX', measured: null, amount: '0.00' });
    expect(respond).toMatchObject({ measure: 'LATE', measured: '2', amount: '-20.00' });
    expect(respond.evidence).toMatchObject([
      { calls: [first], clock: 'respond', deadline: '2026-06-01T11:00:00Z', amount: '-10.00' },
      { calls: [second], amount: '-10.00' },
    ]);
    expect(late.calls).toMatchObject([{ call: first, respond: 'missed', amount: '-10.00' }, { call: second }]);
  });

  it('without evidence comes from kept figures where the terms ask for percentages alone, and says the same', async () => {
    const rule = TERMS.measures[0];
    const availability = {
      ...rule,
      code: 'UP',
      metric: 'availability',
      scope: { each: 'site' },
      repeat: [{ failed: 1, factor: 2 }],
    };
    const terms = { measures: [rule, { ...rule, code: 'BOTH', metric: 'clocks' }, availability], caps: TERMS.caps };
    const put = (own: unknown) =>
      process().app.inject({ method: 'PUT', url: '/contracts/MAIN/payment-terms', payload: { who: 'cm', terms: own } });
    await put(terms);
    const full = await json('/contracts/MAIN/statements/2026-06?forecast=false');
    const brief = await json('/contracts/MAIN/statements/2026-06?evidence=false');
    const bare = (lines: { evidence: unknown[] }[]) => lines.map((line) => ({ ...line, evidence: [] }));
    expect(full.lines.some(({ evidence }: { evidence: unknown[] }) => evidence.length > 0)).toBe(true);
    expect(brief).toEqual({ ...full, lines: bare(full.lines) });
    await put(TERMS);
  });

  it('is given as CSV, as a page and as PDF', async () => {
    const csv = await get(process(), '/contracts/MAIN/statements/2026-06', { accept: 'text/csv' });
    expect(csv.headers['content-type']).toContain('text/csv');
    const rows = csv.body.trim().split('\r\n');
    expect(rows.at(-1)).toContain('980.00');
    const page = await get(process(), '/contracts/MAIN/statements/2026-06?format=html');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('<td class="number">980.00</td>');
    const pdf = await get(process(), '/contracts/MAIN/statements/2026-06?format=pdf&calls=true');
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('of a contract that is unknown, or of a period that it does not have, is refused', async () => {
    expect((await get(process(), '/contracts/NOBODY/statements/2026-06')).json().code).toBe('contract-not-found');
    expect((await get(process(), '/contracts/MAIN/statements/2026-Q2')).json().code).toBe('bad-payment-period');
    expect((await get(process(), '/contracts/MAIN/statements/2026-06?version=1')).json().code).toBe(
      'statement-not-found',
    );
  });

  it('of a far period is refused at once, whatever is asked of it', async () => {
    for (const period of ['9999-12', '0001-01', '2019-12', '2199-12']) {
      const url = `/contracts/MAIN/statements/${period}`;
      const by = { who: 'accounts', why: 'month end' };
      const replies = [
        await get(process(), url),
        await get(process(), `${url}?evidence=false`),
        await get(process(), `${url}/difference`),
        await post(process(), `${url}/what-if`, {}),
        await post(process(), `${url}/close`, by),
        await post(process(), `${url}/correct`, by),
      ];
      expect(replies.map((reply) => reply.statusCode)).toEqual(replies.map(() => 400));
      expect(replies.map((reply) => reply.json().code)).toEqual(replies.map(() => 'bad-payment-period'));
    }
    const figures = await get(process(), '/contracts/MAIN/performance?from=0001-01-01&to=0001-12-31');
    expect(figures.json().errors).toMatchObject([{ code: 'bad-value', field: 'to' }]);
  });
});

describe('what if', () => {
  it('other targets and other terms give a statement beside the real one', async () => {
    const url = '/contracts/MAIN/statements/2026-06/what-if';
    const calmer = await post(process(), url, { regimes: { STD: { respond_within: 'PT4H' } } });
    expect(calmer.statusCode).toBe(200);
    expect(calmer.json()).toMatchObject({
      real: { total: '980.00' },
      supposed: { total: '1000.00' },
      difference: { change: '20.00' },
    });
    const terms = { measures: [{ ...TERMS.measures[1], rule: { kind: 'events', amount: '100.00' } }] };
    expect((await post(process(), url, { terms })).json().supposed.total).toBe('800.00');
    const day = { site: 'N1', from: '2026-06-01', to: '2026-06-01', effect: 'non-service-affecting' };
    const closed = await post(process(), url, { special_days: { days: [day] } });
    expect(closed.json()).toMatchObject({ real: { total: '980.00' }, supposed: { total: '1000.00' } });
    expect((await json('/contracts/MAIN/statements/2026-06')).total).toBe('980.00');
  });

  it('tells what of it can not be', async () => {
    const url = '/contracts/MAIN/statements/2026-06/what-if';
    const unknown = await post(process(), url, { regimes: { GOLD: { respond_within: 'PT4H' } } });
    expect(unknown.json()).toMatchObject({
      code: 'supposition-refused',
      errors: [{ code: 'unknown-code', value: 'GOLD' }],
    });
    const day = { site: 'N1', from: '2026-06-02', to: '2026-06-01', effect: 'sometimes' };
    const wrong = await post(process(), url, { special_days: { days: [day] } });
    expect(wrong.json().errors.map(({ field }: { field: string }) => field)).toContain('special_days.days[0].effect');
  });
});

describe('a closed period', () => {
  const by = { who: 'accounts', why: 'month end' };
  it('can not be closed before it has ended', async () => {
    const early = await post(process(), '/contracts/MAIN/statements/2026-06/close', by);
    expect(early.json().code).toBe('period-not-ended');
  });

  it('is frozen, and later corrections make a new version that shows the difference', async () => {
    process().now = instant(NOW + 31 * 24 * HOUR);
    const closed = await post(process(), '/contracts/MAIN/statements/2026-06/close', by);
    expect(closed.statusCode, JSON.stringify(process().faults)).toBe(201);
    expect(closed.json().statement).toMatchObject({ version: 1, provisional: false, total: '930.00' });
    expect((await post(process(), '/contracts/MAIN/statements/2026-06/close', by)).json().code).toBe('period-closed');
    const same = await post(process(), '/contracts/MAIN/statements/2026-06/correct', by);
    expect(same.json().code).toBe('statement-unchanged');

    // Somebody finds that the first call was answered and fixed in time.
    const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
    for (const [event, hours] of [
      ['arrive', 1],
      ['fix', 2],
    ] as const) {
      const body = { who: 'desk', at: at(hours), ...(event === 'arrive' ? { resource: 'ANN' } : {}) };
      const reply = await post(process(), `/calls/${first}/${event}`, body);
      expect(reply.statusCode, reply.body).toBe(200);
    }
    expect((await json('/contracts/MAIN/statements/2026-06')).total).toBe('930.00');
    expect((await json('/contracts/MAIN/statements/2026-06?live=true')).total).toBe('940.00');
    expect(await json('/contracts/MAIN/statements/2026-06/difference')).toMatchObject({
      from: 1,
      to: 'live',
      change: '10.00',
    });

    const corrected = await post(process(), '/contracts/MAIN/statements/2026-06/correct', {
      ...by,
      why: 'arrival found',
    });
    expect(corrected.json()).toMatchObject({
      statement: { version: 2, total: '940.00' },
      difference: { total_before: '930.00', total_after: '940.00', change: '10.00' },
    });
    const late = corrected.json().difference.lines.find(({ measure }: { measure: string }) => measure === 'LATE');
    expect(late).toMatchObject({ before: '-20.00', after: '-10.00', change: '10.00', calls: [first] });
    expect((await json('/contracts/MAIN/statements/2026-06')).version).toBe(2);
    expect((await json('/contracts/MAIN/statements/2026-06?version=1')).total).toBe('930.00');
    expect(await json('/contracts/MAIN/statements')).toMatchObject({
      running: '2026-07',
      statements: [
        { period: '2026-06', version: 2, who: 'accounts', why: 'arrival found', total: '940.00' },
        { version: 1, why: 'month end', total: '930.00' },
      ],
    });
  });
});
