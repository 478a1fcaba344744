import { beforeEach, describe, expect, it } from 'vitest';
import { instant } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, NOW, planned, post, quiet } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
beforeEach(async () => {
  for (const each of [0, 1]) process(each).now = NOW;
  await importTown(process());
});

const TEN = '2026-06-01T10:00:00Z';
const FIVE_PAST = '2026-06-01T10:05:00Z';
const appointed = async (device: string): Promise<string> => {
  const reply = await post(process(), '/calls', { ...fault(device), earliest: TEN, latest: FIVE_PAST });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().number;
};
const allocate = (by: number, number: string, resource: string, headers = {}) =>
  post(process(by), `/calls/${number}/allocate`, { who: `dispatcher ${by}`, resource, pin: true }, headers);
const codes = (reply: { json(): { errors?: { code: string }[] } }) =>
  reply.json().errors?.map(({ code }) => code) ?? [];

describe('rule: the technician’s day is locked while an allocation is tried', () => {
  it('two calls with one appointment at two sites: one is given, the other is refused as one after the other', async () => {
    const [a, b] = [await appointed('LIFT-1'), await appointed('LIFT-3')];
    const replies = await Promise.all([allocate(0, a, 'ANN'), allocate(1, b, 'ANN')]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    expect(codes(replies.find(({ statusCode }) => statusCode === 409)!)).toContain('appointment-missed');
    const holders = [];
    for (const number of [a, b]) holders.push((await get(process(), `/calls/${number}`)).json());
    expect(holders.filter(({ resource, pinned }) => resource === 'ANN' && pinned)).toHaveLength(1);
  });

  it('one call given to two people at once goes to one of them', async () => {
    const number = await appointed('LIFT-1');
    const replies = await Promise.all([allocate(0, number, 'ANN'), allocate(1, number, 'BOB')]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    const lost = replies.find(({ statusCode }) => statusCode === 409)!;
    expect(codes(lost)).toEqual(['call-given']);
    const { resource } = (await get(process(), `/calls/${number}`)).json();
    expect(resource).toBe(replies[0]!.statusCode === 200 ? 'ANN' : 'BOB');
    expect(lost.json().errors[0].message).toContain(resource);
  });

  it('with If-Match the second is told that the call has changed; a dispatcher who has seen that may give it to another', async () => {
    const number = await appointed('LIFT-1');
    const seen = String((await get(process(), `/calls/${number}`)).headers.etag);
    const match = { 'if-match': seen };
    const replies = await Promise.all([allocate(0, number, 'ANN', match), allocate(1, number, 'BOB', match)]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412]);
    const after = await get(process(), `/calls/${number}`);
    const other = after.json().resource === 'ANN' ? 'BOB' : 'ANN';
    const given = await allocate(0, number, other, { 'if-match': String(after.headers.etag) });
    expect([given.statusCode, given.json().resource, given.json().version]).toEqual([
      200,
      other,
      after.json().version + 1,
    ]);
  });

  it('an allocation beside an absence is refused, or handed over by it', async () => {
    for (let round = 0; round < 6; round += 1) {
      await importTown(process());
      for (const each of [0, 1]) process(each).now = instant(NOW + round);
      const number = await appointed('LIFT-1');
      await planned(process(), 'NORTH', number);
      const [given, absent] = await Promise.all([
        allocate(0, number, 'ANN'),
        post(process(1), '/resources/ANN/absences', {
          who: 'Cat',
          from: '2026-06-01T09:30:00Z',
          to: '2026-06-01T17:00:00Z',
        }),
      ]);
      expect(absent.statusCode, absent.body).toBe(200);
      await quiet(process());
      const { resource, pinned } = (await get(process(), `/calls/${number}`)).json();
      if (given.statusCode === 200) expect(absent.json().handed_over).toEqual([number]);
      else expect([given.statusCode, absent.json().handed_over]).toEqual([409, []]);
      expect([resource === 'ANN', pinned]).toEqual([false, false]);
    }
  });
});

describe('rule: what is replaced as a whole has an ETag, and honours If-Match', () => {
  const ANN = { who: 'w', name: 'Ann', territory: 'NORTH', latitude: 51.6, longitude: -0.1, calendar: 'DAY' };
  const TERMS = { measures: [], caps: [{ percent: 20, effect: 'abatement' }] };
  const things: [string, object, object, object][] = [
    ['/resources/ANN', ANN, { ...ANN, name: 'Anna' }, { ...ANN, name: 'Anne' }],
    [
      '/calendars/DAY',
      ...(['08:00-18:00', '08:00-17:00', '07:00-17:00'].map((hours) => ({ who: 'w', hours: `Mo-Su ${hours}` })) as [
        object,
        object,
        object,
      ]),
    ],
    [
      '/subscriptions/hook',
      ...(['a', 'b', 'c'].map((path) => ({
        ...{ who: 'w', channel: 'webhook', events: ['call.logged'], url: `https://example.org/${path}` },
      })) as [object, object, object]),
    ],
  ];
  it.each(things)('%s', async (url, first, second, third) => {
    const put = (payload: object, headers = {}) => process().app.inject({ method: 'PUT', url, payload, headers });
    const made = await put(first);
    expect(made.statusCode, made.body).toBeLessThan(300);
    const read = await get(process(1), url);
    expect(read.headers.etag).toBe(made.headers.etag);
    const match = { 'if-match': String(read.headers.etag) };
    const replies = await Promise.all([put(second, match), put(third, match)]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 412]);
    const lost = replies.find(({ statusCode }) => statusCode === 412)!;
    const stands = await get(process(1), url);
    expect([lost.json().code, lost.headers.etag]).toEqual(['precondition-failed', stands.headers.etag]);
    expect(stands.headers.etag).toBe(replies.find(({ statusCode }) => statusCode === 200)!.headers.etag);
    expect((await put(first, { 'if-match': String(stands.headers.etag) })).headers.etag).toBe(made.headers.etag);
    const unknown = await process().app.inject({
      ...{ method: 'PUT', url: `${url}-2`, payload: first, headers: { 'if-match': '*' } },
    });
    expect(unknown.statusCode).toBe(412);
    expect((await get(process(), `${url}-2`)).statusCode).toBe(404);
  });

  it('payment terms, which the database gives back in another order', async () => {
    const url = '/contracts/MAIN/payment-terms';
    const put = (terms: object | null, headers = {}) =>
      process().app.inject({ method: 'PUT', url, payload: { who: 'w', terms }, headers });
    const none = await get(process(), url);
    const read = { 'if-match': String(none.headers.etag) };
    const made = await put(TERMS, read);
    expect(made.statusCode, made.body).toBe(200);
    expect((await put(null, read)).statusCode).toBe(412);
    expect((await get(process(1), url)).headers.etag).toBe(made.headers.etag);
    expect((await put(null, { 'if-match': String(made.headers.etag) })).headers.etag).toBe(none.headers.etag);
  });
});
