import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../engine/model/units.ts';
import { percentOf } from '../../engine/performance/index.ts';
import { at, call, contract, date, device, regime, regimeRule, site, specialDay } from '../sla/world.ts';
import { availability, CONTRACT, measured, month, office, period, scope, world } from './world.ts';

const NOW = '2026-12-31T00:00:00Z';
const failure = (number: string, from: string, to: string, more = {}) =>
  call(number, from, { fixedAt: at(to), ...more });
const hoursOf = (ms: number) => ms / HOUR;

describe('domain section 11: availability of a device is 1 − downtime / service time', () => {
  test('March in London has 743 hours, October 745', () => {
    const none = measured(world(), [], NOW);
    expect(hoursOf(none.serviceTime(CONTRACT, month('2026-03-10')))).toBe(743);
    expect(hoursOf(none.serviceTime(CONTRACT, month('2026-10-10')))).toBe(745);
  });

  test('a night of 23 hours in March: from 00:30 to 05:30 on the clock are four hours of downtime', () => {
    const one = [failure('A', '2026-03-29T00:30:00Z', '2026-03-29T05:30:00+01:00')];
    const measures = measured(world(), one, NOW);
    // 1 − 4/743
    expect(availability(measures, CONTRACT, month('2026-03-10'))).toBe(99.461642);
  });

  test('a night of 25 hours in October: from 00:30 to 05:30 on the clock are six hours of downtime', () => {
    const one = [failure('A', '2026-10-25T00:30:00+01:00', '2026-10-25T05:30:00Z')];
    const measures = measured(world(), one, NOW);
    // 1 − 6/745
    expect(availability(measures, CONTRACT, month('2026-10-10'))).toBe(99.194631);
  });

  test('only covered time is service time, and only covered time is down', () => {
    // October 2026 has 22 working days of ten hours. Down from Friday 16:00 to Monday 10:00: two hours and two.
    const one = [failure('A', '2026-10-23T16:00:00+01:00', '2026-10-26T10:00:00Z')];
    const measures = measured(office(), one, NOW);
    expect(hoursOf(measures.serviceTime(CONTRACT, month('2026-10-10')))).toBe(220);
    expect(availability(measures, CONTRACT, month('2026-10-10'))).toBe(98.181818); // 1 − 4/220
    expect(measures.downtimeOf(CONTRACT, month('2026-10-10'))).toEqual([
      {
        of: 'D1',
        weight: 1,
        service: 220 * HOUR,
        down: 4 * HOUR,
        intervals: [
          { start: at('2026-10-23T16:00:00+01:00'), end: at('2026-10-23T18:00:00+01:00'), calls: ['A'] },
          { start: at('2026-10-26T08:00:00Z'), end: at('2026-10-26T10:00:00Z'), calls: ['A'] },
        ],
      },
    ]);
  });

  test('failures that overlap are a union, counted once, each with its calls as evidence', () => {
    const calls = [
      failure('A', '2026-06-02T10:00:00Z', '2026-06-02T14:00:00Z'),
      failure('B', '2026-06-02T12:00:00Z', '2026-06-02T15:00:00Z'),
      failure('C', '2026-06-02T20:00:00Z', '2026-06-02T21:00:00Z'),
    ];
    const [down] = measured(world(), calls, NOW).downtimeOf(CONTRACT, month('2026-06-10'));
    expect(hoursOf(down!.down)).toBe(6);
    expect(down!.intervals.map((each) => each.calls)).toEqual([['A', 'B'], ['C']]);
  });

  test('a failure counts from occurred_at, else from logged_at, to fixed_at, else to now', () => {
    const known = failure('A', '2026-06-02T10:00:00Z', '2026-06-02T12:00:00Z', {
      occurredAt: at('2026-06-02T07:00:00Z'),
    });
    const running = call('B', '2026-06-20T00:00:00Z');
    const measures = measured(world(), [known, running], '2026-06-20T06:00:00Z', '2026-07-01T00:00:00Z');
    const [down] = measures.downtimeOf(CONTRACT, month('2026-06-10'));
    expect(hoursOf(down!.down)).toBe(5 + 6);
  });

  test('what is not service-affecting, is cancelled, or reports a failure again takes nothing out of service', () => {
    const calls = [
      failure('A', '2026-06-02T10:00:00Z', '2026-06-02T11:00:00Z'),
      failure('B', '2026-06-02T10:30:00Z', '2026-06-02T20:00:00Z', { duplicateOf: 'A' }),
      failure('C', '2026-06-03T10:00:00Z', '2026-06-03T11:00:00Z', { serviceAffecting: false }),
      call('D', '2026-06-04T10:00:00Z', { status: 'cancelled' }),
    ];
    const measures = measured(world(), calls, NOW);
    expect(hoursOf(measures.downtimeOf(CONTRACT, month('2026-06-10'))[0]!.down)).toBe(1);
    expect(measures.clockResults(CONTRACT, month('2026-06-10')).map((each) => each.call)).toEqual(['A', 'A', 'C', 'C']);
  });

  test('excuses: two count for nothing; relief-event counts for money, not for reliability', () => {
    const calls = [
      failure('A', '2026-06-02T10:00:00Z', '2026-06-02T20:00:00Z', { excuse: 'excusing-cause' }),
      failure('B', '2026-06-03T10:00:00Z', '2026-06-03T20:00:00Z', { excuse: 'planned-maintenance' }),
      failure('C', '2026-06-04T10:00:00Z', '2026-06-04T17:00:00Z', { excuse: 'relief-event' }),
    ];
    const measures = measured(world(), calls, NOW);
    const june = month('2026-06-10');
    expect(measures.downtimeOf(CONTRACT, june).map(({ down }) => hoursOf(down))).toEqual([7]);
    expect(measures.downtimeOf(CONTRACT, june, { counts: (excuse) => excuse === null })).toEqual([]);
    expect(measures.figuresOf(CONTRACT, june).fix).toEqual({ met: 0, missed: 1, open: 0, excused: 2 });
  });

  test('an excused failure leaves what overlaps it counting', () => {
    const calls = [
      failure('A', '2026-06-02T10:00:00Z', '2026-06-02T20:00:00Z', { excuse: 'excusing-cause' }),
      failure('B', '2026-06-02T18:00:00Z', '2026-06-02T22:00:00Z'),
    ];
    expect(hoursOf(measured(world(), calls, NOW).downtimeOf(CONTRACT, month('2026-06-10'))[0]!.down)).toBe(4);
  });

  test('a device installed and retired within the period is in service on both days and between', () => {
    const tables = world({
      devices: [device('D1', { installedOn: date('2026-06-10'), retiredOn: date('2026-06-12') })],
    });
    const one = [failure('A', '2026-06-12T12:00:00+01:00', '2026-06-14T12:00:00+01:00')];
    const measures = measured(tables, one, NOW);
    const june = month('2026-06-10');
    expect(hoursOf(measures.serviceTime(CONTRACT, june))).toBe(72);
    // Down for the half day that was left of it.
    expect(availability(measures, CONTRACT, june)).toBe(83.333333);
  });

  test('only while the contract is in force, renewals included', () => {
    const ended = world({ contracts: [contract('C1', { endsOn: date('2026-06-15') })] });
    const renewed = world({ contracts: [contract('C1', { endsOn: date('2026-06-15'), autoRenew: true })] });
    const june = month('2026-06-10');
    expect(hoursOf(measured(ended, [], NOW).serviceTime(CONTRACT, june))).toBe(15 * 24);
    expect(hoursOf(measured(renewed, [], NOW).serviceTime(CONTRACT, june))).toBe(30 * 24);
  });

  test('coverage follows the regime that rules at the time', () => {
    const tables = world({
      regimeRules: [regimeRule({ regime: 'OFFICE' }), regimeRule({ regime: 'R', validFrom: date('2026-06-15') })],
    });
    // 1 to 14 June: ten working days of ten hours; then sixteen days and nights.
    expect(hoursOf(measured(tables, [], NOW).serviceTime(CONTRACT, month('2026-06-10')))).toBe(100 + 16 * 24);
  });

  test('no service time: no value', () => {
    const tables = world({ devices: [device('D1', { retiredOn: date('2025-01-01') })] });
    const measures = measured(tables, [], NOW);
    expect(percentOf(measures.availabilityOf(CONTRACT, month('2026-06-10')))).toBeNull();
  });
});

describe('domain section 7: special days replace stretches of the timeline', () => {
  // Down all of Saturday 6 June.
  const saturday = [failure('A', '2026-06-06T00:00:00+01:00', '2026-06-07T00:00:00+01:00')];
  const june = month('2026-06-10');
  const on = { from: { date: date('2026-06-06') }, to: { date: date('2026-06-06') } };

  test('without one, a Saturday outside office hours counts for nothing', () => {
    const measures = measured(office(), saturday, NOW);
    expect(hoursOf(measures.serviceTime(CONTRACT, june))).toBe(220);
    expect(availability(measures, CONTRACT, june)).toBe(100);
  });

  test('service-affecting: failures count at all hours it covers', () => {
    const measures = measured(office({ specialDays: [specialDay(on)] }), saturday, NOW);
    expect(hoursOf(measures.serviceTime(CONTRACT, june))).toBe(244);
    expect(availability(measures, CONTRACT, june)).toBe(90.163934); // 1 − 24/244
  });

  test('by the calendar of its own regime, where it names one', () => {
    const tables = office({
      calendars: [
        { code: 'OFFICE', hours: 'Mo-Fr 08:00-18:00', holidays: [] },
        { code: 'ALWAYS', hours: '24/7', holidays: [] },
        { code: 'NIGHT', hours: 'Sa 18:00-23:00', holidays: [] },
      ],
      regimes: [regime('OFFICE'), regime('EVENT', { calendar: 'NIGHT' })],
      specialDays: [specialDay({ ...on, regime: 'EVENT' })],
    });
    expect(hoursOf(measured(tables, saturday, NOW).downtimeOf(CONTRACT, june)[0]!.down)).toBe(5);
  });

  test('non-service-affecting: downtime counts for nothing', () => {
    const day = { from: { date: date('2026-06-01') }, to: { date: date('2026-06-02') } };
    const tables = office({ specialDays: [specialDay({ ...day, effect: 'non-service-affecting' })] });
    const both = [failure('A', '2026-06-01T10:00:00+01:00', '2026-06-03T09:00:00+01:00')];
    const measures = measured(tables, both, NOW);
    expect(hoursOf(measures.serviceTime(CONTRACT, june))).toBe(200);
    expect(hoursOf(measures.downtimeOf(CONTRACT, june)[0]!.down)).toBe(1);
  });

  test('it rules its own site only', () => {
    const tables = office({
      devices: [device('D1'), device('D2', { site: 'S2' })],
      sites: [site('S1'), site('S2')],
      specialDays: [specialDay(on)],
    });
    const measures = measured(tables, [], NOW);
    expect(hoursOf(measures.serviceTime(scope('site', 'S1'), june))).toBe(244);
    expect(hoursOf(measures.serviceTime(scope('site', 'S2'), june))).toBe(220);
  });

  test('where no rule applies, a service-affecting day alone covers', () => {
    const measures = measured(world({ regimeRules: [], specialDays: [specialDay(on)] }), [], NOW);
    expect(hoursOf(measures.serviceTime(CONTRACT, june))).toBe(24);
  });
});

describe('domain section 11: pooled by weight', () => {
  const tables = world({
    sites: [site('S1'), site('S2')],
    devices: [
      device('D1', { weight: 3, zone: 'Z1', groups: ['G'] }),
      device('D2', { site: 'S2', model: 'M2', zone: 'Z1' }),
      device('D3', { weight: 0.5, groups: ['G'] }),
    ],
  });
  // Of 100 hours: D1 is down 10, D2 20, D3 50.
  const of = period('2026-06-01T00:00:00Z', '2026-06-05T04:00:00Z');
  const calls = [
    failure('A', '2026-06-01T00:00:00Z', '2026-06-01T10:00:00Z'),
    failure('B', '2026-06-01T00:00:00Z', '2026-06-01T20:00:00Z', { device: 'D2' }),
    failure('C', '2026-06-01T00:00:00Z', '2026-06-03T02:00:00Z', { device: 'D3' }),
  ];
  const measures = measured(tables, calls, NOW);

  test.each([
    ['contract', 'C1', 83.333333], // (3·90 + 80 + 0.5·50) / 450
    ['site', 'S1', 84.285714], // (3·90 + 0.5·50) / 350
    ['zone', 'Z1', 87.5], // (3·90 + 80) / 400
    ['model', 'M2', 80],
    ['group', 'G', 84.285714],
    ['device', 'D3', 50],
  ] as const)('%s %s: %d %%', (kind, code, percent) => {
    expect(availability(measures, scope(kind, code), of)).toBe(percent);
  });
});

describe('domain section 11: a zone with required_available k is up while at least k of its devices are', () => {
  const of = period('2026-06-01T00:00:00Z', '2026-06-05T04:00:00Z'); // 100 hours
  const zoned = (requiredAvailable: number, more = {}) =>
    world({
      zones: [{ code: 'Z1', name: null, requiredAvailable }],
      devices: ['D1', 'D2', 'D3'].map((code) => device(code, { zone: 'Z1', ...more })),
    });
  // D1 down from hour 10 to 30, D2 from 20 to 40, D3 from 25 to 26.
  const calls = [
    failure('A', '2026-06-01T10:00:00Z', '2026-06-02T06:00:00Z'),
    failure('B', '2026-06-01T20:00:00Z', '2026-06-02T16:00:00Z', { device: 'D2' }),
    failure('C', '2026-06-02T01:00:00Z', '2026-06-02T02:00:00Z', { device: 'D3' }),
  ];

  test.each([
    [1, 99], // all three down: hour 25 to 26
    [2, 90], // two or more down: hour 20 to 30
    [3, 70], // any down: hour 10 to 40
  ])('%d of 3: %d %%', (k, percent) => {
    expect(availability(measured(zoned(k), calls, NOW), scope('zone', 'Z1'), of)).toBe(percent);
  });

  test('the evidence is when too few were up, and the calls of all that were down', () => {
    const [down] = measured(zoned(2), calls, NOW).downtimeOf(scope('zone', 'Z1'), of);
    expect(down).toMatchObject({ of: 'Z1', weight: 1, service: 100 * HOUR, down: 10 * HOUR });
    expect(down!.intervals).toEqual([
      { start: at('2026-06-01T20:00:00Z'), end: at('2026-06-02T06:00:00Z'), calls: ['A', 'B', 'C'] },
    ]);
  });

  test('where fewer are installed than needed, all of those are', () => {
    const tables = zoned(2);
    const one = { ...tables, devices: tables.devices.slice(0, 1) };
    expect(availability(measured(one, calls.slice(0, 1), NOW), scope('zone', 'Z1'), of)).toBe(80);
  });

  test('the contract itself stays pooled by weight', () => {
    // 300 device hours, 41 of them down.
    expect(availability(measured(zoned(2), calls, NOW), CONTRACT, of)).toBe(86.333333);
  });
});

test('minutes are exact: a failure of one minute in a year of minutes', () => {
  const one = [failure('A', '2026-06-01T10:00:00Z', '2026-06-01T10:01:00Z')];
  const year = period('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
  const { part, whole } = measured(world(), one, NOW, '2027-01-01T00:00:00Z').availabilityOf(CONTRACT, year);
  expect(whole - part).toBe(1_000_000n * BigInt(MINUTE));
});
