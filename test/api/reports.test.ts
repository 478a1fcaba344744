import { beforeAll, describe, expect, it } from 'vitest';
import { REPORTS } from '../../api/features/reports/index.ts';
import { reportSchema } from '../../api/features/reports/schema.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { turnout } from '../support/turnout.ts';
import { get, importTown, NOW, post, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });

/** Nine calls by hand: cover is 24/7, targets two hours to respond and eight to fix. */
const CALLS = [
  'number,device,contact,description,type,logged_at,status,resource,responded_at,fixed_at,closed_at,holds,duplicate_of,emergency',
  'A1,LIFT-1,Jo,stuck,,2026-05-10T08:00:00Z,,ANN,2026-05-10T09:00:00Z,2026-05-10T10:00:00Z,2026-05-11T08:00:00Z,,,',
  'A2,LIFT-1,Jo,stuck again,,2026-05-15T08:00:00Z,,ANN,2026-05-15T11:00:00Z,2026-05-15T12:00:00Z,,,,',
  'A3,ESC-1,Jo,noise,,2026-05-20T08:00:00Z,,CAT,2026-05-20T08:30:00Z,2026-05-20T20:30:00Z,,2026-05-20T10:00:00Z/2026-05-20T12:00:00Z/no access,,',
  'A5,LIFT-3,Jo,wrong number,,2026-05-21T08:00:00Z,cancelled,,,,,,,',
  'A8,LIFT-2,Jo,yearly,maintenance,2026-05-22T08:00:00Z,,BOB,2026-05-22T09:00:00Z,2026-05-22T10:00:00Z,,,,',
  'A6,LIFT-2,Jo,door,,2026-05-30T08:00:00Z,on-hold,,,,,2026-05-31T00:00:00Z//no access,,',
  'A9,LIFT-2,Mo,door,,2026-05-30T10:00:00Z,,,,,,,A6,',
  'A7,LIFT-4,Jo,people inside,,2026-06-01T08:00:00Z,,,,,,,,people inside',
];
beforeAll(() => importTown(process(), { ...TOWN, 'calls.csv': `${CALLS.join('\n')}\n` }));

const PERIOD = 'from=2026-05-01T00:00:00Z&to=2026-06-01T09:00:00Z';
const rows = async (report: string, query = '') => {
  const reply = await get(process(), `/reports/${report}?${PERIOD}&${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json().rows;
};
const numbers = async (report: string, query = '') =>
  (await rows(report, query)).map((row: { number: string }) => row.number);
const keyed = async (report: string, query = '') =>
  Object.fromEntries((await rows(report, query)).map((row: { key: string | null }) => [row.key, row]));

describe('lists of calls', () => {
  it('open at the end of the period', async () => {
    expect(await numbers('open')).toEqual(['A7', 'A9', 'A6']);
    const then = await get(process(), '/reports/open?from=2026-05-01T00:00:00Z&to=2026-05-20T09:00:00Z');
    expect(then.json().rows.map((row: { number: string }) => row.number)).toEqual(['A3']);
  });
  it('closed in it: fixed, not cancelled', async () =>
    expect(await numbers('closed')).toEqual(['A8', 'A3', 'A2', 'A1']));
  it('on hold, with the reason', async () => {
    expect(await rows('on-hold')).toMatchObject([
      { number: 'A6', on_hold: 'no access', on_hold_since: '2026-05-31T00:00:00Z' },
    ]);
  });
  it('of high priority: declared an emergency', async () =>
    expect(await rows('high-priority')).toMatchObject([{ number: 'A7', class: 'emergency', customer: 'CITY' }]));
  it('escalated, with the steps', async () => {
    expect(await numbers('escalated')).toEqual([]);
    await process()
      .store.em()
      .execute(`insert into call_escalations values ('SOUTH', 'A7', 'respond 80', ${NOW - 1})`);
    expect(await rows('escalated')).toMatchObject([{ number: 'A7', escalations: 'respond 80' }]);
  });
  it('go on page by page', async () => {
    const first = (await get(process(), `/reports/closed?${PERIOD}&limit=3`)).json();
    expect([first.rows.length, first.truncated]).toEqual([3, true]);
    expect(await numbers('closed', `limit=3&cursor=${first.next}`)).toEqual(['A1']);
  });
  it('are narrowed by every filter', async () => {
    for (const [query, expected] of [
      ['contract=AGAIN', ['A7']],
      ['customer=CITY', ['A7', 'A9', 'A6']],
      ['customer=NOBODY', []],
      ['site=N1', ['A9', 'A6']],
      ['model=E1', []],
      ['device=LIFT-4', ['A7']],
      ['territory=SOUTH', ['A7']],
      ['class=emergency', ['A7']],
      ['type=maintenance', []],
      ['technician=ANN', []],
    ] as const) {
      expect(await numbers('open', query), query).toEqual(expected);
    }
  });
});

describe('calls put together', () => {
  it('by technician', async () => {
    expect(await keyed('by-technician')).toMatchObject({
      ANN: {
        name: 'Ann',
        logged: 2,
        closed: 2,
        open: 0,
        mean_respond_minutes: 120,
        mean_fix_minutes: 180,
        first_time_fix_percent: 100,
      },
      CAT: { logged: 1, mean_fix_minutes: 750 },
      BOB: { closed: 1, first_time_fix_percent: null },
      null: { logged: 4, duplicates: 1, cancelled: 1, open: 3, on_hold: 1, high_priority: 1 },
    });
  });
  it('by customer, model, contract, site, territory, class and type', async () => {
    expect(await keyed('by-customer')).toMatchObject({ CITY: { logged: 8, closed: 4, open: 3, name: 'City Lifts' } });
    expect(await keyed('by-model')).toMatchObject({ L1: { logged: 7 }, E1: { logged: 1 } });
    expect(await keyed('by-contract')).toMatchObject({
      MAIN: { logged: 6 },
      NEW: { cancelled: 1 },
      AGAIN: { open: 1 },
    });
    expect(await keyed('by-territory')).toMatchObject({ NORTH: { logged: 6 }, SOUTH: { logged: 2 } });
    expect(await keyed('by-class')).toMatchObject({
      planned: { logged: 1 },
      emergency: { logged: 1 },
      normal: { logged: 6 },
    });
    expect(Object.keys(await keyed('by-type')).sort()).toEqual(['fault', 'maintenance']);
    expect(Object.keys(await keyed('by-site')).sort()).toEqual(['N1', 'S1']);
  });
});

describe('times and rates', () => {
  it('respond times: A1 60, A2 180, A8 60, A3 30 minutes', async () => {
    expect(await rows('respond-times', 'by=customer')).toMatchObject([
      {
        key: 'CITY',
        calls: 4,
        mean_minutes: 82.5,
        median_minutes: 60,
        max_minutes: 180,
        met: 3,
        missed: 1,
        met_percent: 75,
      },
    ]);
  });
  it('times to fix are by the clock on the wall, targets by the call’s own clock', async () => {
    // A3: 12 h 30 min on the wall, 10 h 30 min without its hold: over eight hours.
    expect(await rows('fix-times', 'by=model')).toMatchObject([
      { key: 'L1', calls: 3, mean_minutes: 160, met: 3, missed: 0 },
      { key: 'E1', calls: 1, mean_minutes: 750, met: 0, missed: 1, met_percent: 0 },
    ]);
  });
  it('first-time fix: a second visit or a reopening is none', async () => {
    expect(await rows('first-time-fix', 'by=model')).toMatchObject([
      { key: 'L1', fixed: 2, first_time: 2, first_time_fix_percent: 100, mean_visits: 1 },
      { key: 'E1', fixed: 1 },
    ]);
    await process()
      .store.em()
      .execute(`insert into visits (territory, call, visit, resource, arrived_at, left_at, time_spent, outcome)
      values ('NORTH', 'A1', 1, 'ANN', ${Date.parse('2026-05-10T09:00:00Z')}, ${Date.parse('2026-05-10T09:15:00Z')}, 900000, 'follow-up'),
        ('NORTH', 'A1', 2, 'BOB', ${Date.parse('2026-05-10T09:30:00Z')}, ${Date.parse('2026-05-10T10:00:00Z')}, 1800000, 'fixed')`);
    await post(process(), '/calls/A2/reopen', { who: 'test', why: 'stuck again' });
    await post(process(), '/calls/A2/allocate', { who: 'test', resource: 'ANN' });
    await post(process(), '/calls/A2/arrive', { who: 'test', resource: 'ANN' });
    await post(process(), '/calls/A2/fix', { who: 'test' });
    const later = await get(
      process(),
      `/reports/first-time-fix?from=2026-05-01T00:00:00Z&to=2026-06-01T10:00:00Z&by=model`,
    );
    expect(later.json().rows[0]).toMatchObject({ key: 'L1', fixed: 2, first_time: 0, mean_visits: 1.5 });
  });
  it('repeat failures: within thirty days of the fix of the one before', async () => {
    expect(await rows('repeat-failures')).toMatchObject([
      { device: 'LIFT-1', failures: 2, repeats: 1, repeat_percent: 50, last_logged_at: '2026-05-15T08:00:00Z' },
      { device: 'ESC-1', failures: 1, repeats: 0 },
      { device: 'LIFT-2', failures: 1 },
      { device: 'LIFT-4', failures: 1 },
    ]);
    expect(await rows('repeat-failures', 'within=P1D&device=LIFT-1')).toMatchObject([{ failures: 2, repeats: 0 }]);
    // One before the period counts as the one before.
    const later = await get(
      process(),
      '/reports/repeat-failures?from=2026-05-12T00:00:00Z&to=2026-06-01T00:00:00Z&device=LIFT-1',
    );
    expect(later.json().rows).toMatchObject([{ failures: 1, repeats: 1 }]);
  });
  it('mean time between failures: hours in service over failures', async () => {
    // 31 days and 9 hours, 753 h: four lifts with four failures (the maintenance and the cancelled call are none), one escalator.
    expect(await rows('mtbf')).toMatchObject([
      { key: 'E1', devices: 1, service_hours: 753, failures: 1, mtbf_hours: 753 },
      { key: 'L1', devices: 4, service_hours: 3012, failures: 4, mtbf_hours: 753 },
    ]);
    expect(await rows('mtbf', 'by=device&contract=NEW')).toMatchObject([
      { key: 'LIFT-3', failures: 0, mtbf_hours: null },
    ]);
  });
});

describe('backlog', () => {
  it('week by week: what came, what ended, what is left', async () => {
    // A2 was reopened and fixed just now by the test before.
    const weeks = await rows('backlog', 'every=week&territory=SOUTH');
    expect(weeks.map(({ from, logged, ended, open }: Record<string, unknown>) => [from, logged, ended, open])).toEqual([
      ['2026-05-01T00:00:00Z', 0, 0, 0],
      ['2026-05-04T00:00:00Z', 0, 0, 0],
      ['2026-05-11T00:00:00Z', 0, 0, 0],
      ['2026-05-18T00:00:00Z', 1, 1, 0],
      ['2026-05-25T00:00:00Z', 0, 0, 0],
      ['2026-06-01T00:00:00Z', 1, 0, 1],
    ]);
  });
  it('begins with what was open then', async () => {
    const reply = await get(
      process(),
      '/reports/backlog?from=2026-05-20T10:00:00Z&to=2026-05-21T10:00:00Z&device=ESC-1&time_zone=Europe/Paris',
    );
    expect(reply.json().rows).toEqual([
      { from: '2026-05-20T10:00:00Z', to: '2026-05-20T22:00:00Z', logged: 0, ended: 1, open: 0 },
      { from: '2026-05-20T22:00:00Z', to: '2026-05-21T10:00:00Z', logged: 0, ended: 0, open: 0 },
    ]);
  });
});

describe('time spent', () => {
  it('by contract, from the visits, or from arrival to fix less the holds', async () => {
    // A1: 15 and 30 minutes recorded; A3: 12 h less 2 h; A8: 1 h; A2 by its visit of the test before (no time).
    const [main] = await rows('time-spent', 'contract=MAIN');
    expect(main).toMatchObject({ contract: 'MAIN', customer: 'CITY', hours: 11.75 });
    expect(await rows('visits', 'technician=BOB')).toMatchObject([
      { call: 'A1', visit: 2, hours: 0.5, outcome: 'fixed' },
      { call: 'A8', visit: 1, hours: 1, outcome: null },
    ]);
  });
});

describe('contracts', () => {
  it('notice dates and renewals are reported ahead', async () => {
    const contracts = [
      'code,customer,currency,time_zone,starts_on,ends_on,auto_renew,renewal_term,notice_period,base_fee',
      'SOON,CITY,GBP,UTC,2025-07-01,2026-06-30,yes,P1Y,P14D,100.00',
      'LATER,CITY,GBP,UTC,2025-07-01,2026-12-31,yes,P1Y,P3M,100.00',
      'ENDS,CITY,GBP,UTC,2025-07-01,2026-06-10,no,,,100.00',
    ];
    await importTown(process(), { 'contracts.csv': `${contracts.join('\n')}\n` }, 'merge');
    expect(await rows('contract-dates', 'ahead=60')).toEqual([
      {
        contract: 'ENDS',
        customer: 'CITY',
        name: null,
        next: 'end',
        days_left: 9,
        notice_by: null,
        term_ends_on: '2026-06-10',
        renews_on: null,
        base_fee: '100.00',
        currency: 'GBP',
      },
      {
        contract: 'SOON',
        customer: 'CITY',
        name: null,
        next: 'notice',
        days_left: 15,
        notice_by: '2026-06-16',
        term_ends_on: '2026-06-30',
        renews_on: '2026-07-01',
        base_fee: '100.00',
        currency: 'GBP',
      },
    ]);
  });
});

describe('every report', () => {
  it('keeps to its schema, comes as CSV, and is listed with its definition', async () => {
    const { reports } = (await get(process(), '/reports')).json();
    expect(reports.map(({ name }: { name: string }) => name)).toEqual(REPORTS.map(({ name }) => name));
    for (const { name, row } of REPORTS) {
      const reply = await get(process(), `/reports/${name}?${PERIOD}`);
      reportSchema(name, row).strict().parse(reply.json());
      const table = await get(process(), `/reports/${name}?${PERIOD}`, { accept: 'text/csv' });
      expect(table.headers['content-type']).toContain('text/csv');
      expect(table.body.split('\r\n')[0]).toBe(Object.keys(row.shape).join(','));
      expect(table.body.trim().split('\r\n').length).toBe(reply.json().rows.length + 1);
    }
  });
  it('says what is wrong with what is asked', async () => {
    const codes = async (url: string) =>
      (await get(process(), url)).json().errors.map(({ code, field }: Record<string, string>) => [code, field]);
    expect(await codes('/reports/open?from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z')).toEqual([
      ['bad-value', 'from'],
    ]);
    expect(await codes('/reports/open?contrakt=X')).toEqual([['unknown-field', 'contrakt']]);
    expect(await codes('/reports/backlog?time_zone=Mars/Base')).toEqual([['bad-value', 'time_zone']]);
    expect(await codes('/reports/backlog?from=1990-01-01T00:00:00Z')).toEqual([['too-long', 'every']]);
    expect((await get(process(), '/reports/gossip')).statusCode).toBe(404);
  });
});

describe('turnout report', () => {
  const run = (...args: string[]) => turnout(['report', ...args], { DATABASE_URL: process().store.url });
  it('prints the same figures, as JSON or CSV', async () => {
    const period = ['--from', '2026-05-01T00:00:00Z', '--to', '2026-06-01T09:00:00Z'];
    const printed = await run('respond-times', '--by', 'customer', ...period);
    expect(printed.code, printed.out + printed.err).toBe(0);
    expect(printed.json().rows).toEqual(await rows('respond-times', 'by=customer'));
    const table = await run('backlog', '--every', 'month', '--territory', 'SOUTH', '--csv', ...period);
    expect(table.out.split('\r\n')).toHaveLength(4);
  });
  it('says what is wrong', async () => {
    expect((await run('gossip')).json().errors).toMatchObject([{ code: 'unknown-report', value: 'gossip' }]);
    const wrong = await run('open', '--by', 'model', '--class', 'urgent');
    expect(wrong.code).toBe(1);
    expect(
      wrong
        .json()
        .errors.map(({ field }: { field: string }) => field)
        .sort(),
    ).toEqual(['--by', '--class']);
  });
});
