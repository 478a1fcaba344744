import { describe, expect, it } from 'vitest';
import { at, device } from '../sla/world.ts';
import { fault, stated, town } from './history.ts';

const NOV = '2026-11-01T12:00Z';
const measure = (more: object) => ({ measures: [{ code: 'M', ...more }] });
const events = (more: object = {}) => ({ kind: 'events', amount: '10.00', ...more });

describe('the base fee of a first or last period', () => {
  it('is paid by the day', () => {
    const tables = town({}, { startsOn: '2026-10-11' as never });
    const { daysInForce, daysOfPeriod, amounts } = stated(tables, [], { measures: [] }, '2026-10', NOV);
    expect([daysInForce, daysOfPeriod]).toEqual([21, 31]);
    expect(amounts).toEqual(['fee 6774.19']);
    expect(stated(tables, [], { measures: [] }, '2026-09', NOV).amounts).toEqual(['fee 0.00']);
    expect(stated(tables, [], { measures: [], partial_period: 'full' }, '2026-10', NOV).amounts).toEqual([
      'fee 10000.00',
    ]);
  });
});

describe('whole pounds', () => {
  it('round the share of the fee too', () => {
    const tables = town({}, { startsOn: '2026-10-11' as never });
    const whole = { measures: [], rounding: { money_decimals: 0 } };
    expect(stated(tables, [], whole, '2026-10', NOV).amounts).toEqual(['fee 6774.00']);
  });
  it('of a fee with pence are told as the rounding of the total', () => {
    const tables = town({}, { baseFee: 1000_50 as never });
    const { lines, total } = stated(tables, [], { measures: [], rounding: { money_decimals: 0 } }, '2026-10', NOV);
    expect(total).toBe(1000_00);
    expect(lines.at(-1)).toMatchObject({ kind: 'rounding', rule: 'the total is rounded', amount: -50 });
  });
});

describe('too few to measure', () => {
  it('are failures below minimum_count, whole or a device', () => {
    const steps = {
      kind: 'steps',
      threshold: 0,
      side: 'over',
      step: 1,
      count: 'full',
      effect: 'abatement',
      amount: '7.00',
    };
    const calls = (count: number) =>
      Array.from({ length: count }, (_, k) => fault(`X${k}`, `2026-10-0${k + 1}T08:00Z`, 1));
    for (const metric of ['failures', 'failures_per_device']) {
      const terms = measure({ metric, minimum_count: 3, rule: steps });
      expect(stated(town(), calls(2), terms, '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M 0.00']);
      expect(stated(town(), calls(3), terms, '2026-10', NOV).total).toBeLessThan(10_000_00);
    }
  });
});

describe('a call that is open when its contract ends', () => {
  const ended = town({}, { endsOn: '2026-10-10' as never, autoRenew: false });
  const terms = measure({
    metric: 'fix',
    rectification: { further_every: 'PT24H' },
    rule: events({ per_hour_late: '1.00' }),
  });
  const left = [fault('X', '2026-10-09T08:00Z', null)];
  const told = (calls: Parameters<typeof stated>[1], period: string) =>
    stated(ended, calls, terms, period, NOV).amounts;

  it('is missed, and late up to the end of the contract: 36 hours and one further day', () => {
    expect(told(left, '2026-10')).toEqual(['fee 3225.81', 'M -56.00']);
  });
  it('costs nothing in the periods after it', () => {
    expect(told(left, '2026-11')).toEqual(['fee 0.00', 'M 0.00']);
  });
  it('rule 11.1: whose target is due after the last day is not judged', () => {
    expect(told([fault('Y', '2026-10-10T22:00Z', null)], '2026-10')).toEqual(['fee 3225.81', 'M 0.00']);
    expect(told([fault('Y', '2026-10-10T22:00Z', null)], '2026-11')).toEqual(['fee 0.00', 'M 0.00']);
  });
});

describe('a mean time', () => {
  it('rests on every clock that stopped, with the hours that went into it, also those in time', () => {
    const steps = { kind: 'steps', threshold: 1, side: 'over', step: 1, count: 'exact', effect: 'abatement' };
    const terms = measure({ metric: 'mean_fix_hours', rule: { ...steps, amount: '1.00' } });
    const calls = [fault('SOON', '2026-10-05T08:00Z', 1), fault('LATE', '2026-10-06T08:00Z', 30)];
    const { lines } = stated(town(), calls, terms, '2026-10', NOV);
    const { evidence, measured } = lines.find(({ measure: of }) => of === 'M')!;
    expect(evidence.map(({ calls: of, hours, times }) => [of, hours, times])).toEqual([
      [['SOON'], '1', 0],
      [['LATE'], '30', 1],
    ]);
    expect(measured).toBe('15.5');
  });
});

describe('unavailability', () => {
  const down = (more: object = {}, rule: object = {}) =>
    measure({ metric: 'unavailability', deduction_period: 'PT4H', rule: events(rule), ...more });
  const one = (hours: number, more: object = {}) => [fault('X', '2026-10-05T08:00Z', hours, more)];

  it('costs each started deduction period', () => {
    expect(stated(town(), one(8), down(), '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M -20.00']);
    expect(stated(town(), one(8.01), down(), '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M -30.00']);
  });

  it('counts each of its periods in the payment period in which it starts', () => {
    const calls = [fault('X', '2026-10-31T22:00Z', 12)];
    // From 22:00, 02:00 and 06:00 on.
    expect(stated(town(), calls, down(), '2026-10', NOV).total).toBe(9_990_00);
    expect(stated(town(), calls, down(), '2026-11', '2026-12-02T00:00Z').total).toBe(9_980_00);
  });

  it('of overlapping failures is one, charged once', () => {
    const calls = [...one(4), fault('Y', '2026-10-05T10:00Z', 6)];
    const { lines, total } = stated(town(), calls, down(), '2026-10', NOV);
    expect(total).toBe(9_980_00);
    expect(lines[1]!.evidence).toMatchObject([{ calls: ['X', 'Y'], times: 2 }]);
  });

  it('that began in the period before is evidence of the time down in this one', () => {
    const calls = [fault('X', '2026-10-31T12:00Z', 36)];
    const low = measure({
      metric: 'availability',
      rule: { kind: 'bands', bands: [{ to: 99, effect: 'abatement', amount: '5.00' }] },
    });
    const { lines } = stated(town(), calls, low, '2026-11', '2026-12-02T00:00Z');
    expect(lines[1]!.amount).toBe(-5_00);
    expect(lines[1]!.evidence).toMatchObject([
      { calls: ['X'], from: at('2026-11-01T00:00Z'), to: at('2026-11-02T00:00Z'), times: 0 },
    ]);
    const once = measure({ metric: 'unavailability', rule: events() });
    expect(stated(town(), calls, once, '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M -10.00']);
    expect(stated(town(), calls, once, '2026-11', '2026-12-02T00:00Z').lines[1]).toMatchObject({ evidence: [] });
  });

  it('is weighted, and reduced while the device stays in use', () => {
    const tables = town({ devices: [{ ...device('D1'), weight: 2.5 }] });
    expect(stated(tables, one(4), down(), '2026-10', NOV).total).toBe(9_975_00);
    expect(stated(tables, one(4, { inUse: true }), down({ use_factor: 0.4 }), '2026-10', NOV).total).toBe(9_990_00);
  });

  it('is reduced only while no failure puts the device out of use', () => {
    const steps = {
      kind: 'steps',
      threshold: 0,
      side: 'over',
      step: 1,
      count: 'exact',
      effect: 'abatement',
      amount: '1.00',
    };
    const hours = measure({ metric: 'downtime_hours', use_factor: 0.5, rule: steps });
    // Ten hours in use, two of them not: 2 + 8 × 0.5.
    const calls = [...one(10, { inUse: true }), fault('Y', '2026-10-05T10:00Z', 2)];
    expect(stated(town(), calls, hours, '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M -6.00']);
  });

  it('is rectified: fixed in time counts for nothing, or from its start', () => {
    const rectified = { rectification: { fixed_in_time: 'nothing' } };
    expect(stated(town(), one(4), down(rectified), '2026-10', NOV).total).toBe(10_000_00);
    expect(stated(town(), one(4), down(), '2026-10', NOV).total).toBe(9_990_00);
    expect(stated(town(), one(6), down(rectified), '2026-10', NOV).total).toBe(9_980_00);
  });

  it('is rectified: missed counts from its start, or from the end of the time allowed', () => {
    const late = { rectification: { fixed_in_time: 'nothing', missed: 'from-deadline' } };
    expect(stated(town(), one(6), down(late), '2026-10', NOV).total).toBe(9_990_00);
    expect(stated(town(), one(9), down(late), '2026-10', NOV).total).toBe(9_980_00);
  });

  it('after a temporary fix is the same of a zone that is judged as one', () => {
    const rectification = { temporary_fix: { permanent_within: 'PT24H' } };
    const steps = {
      kind: 'steps',
      threshold: 0,
      side: 'over',
      step: 1,
      count: 'full',
      effect: 'abatement',
      amount: '1.00',
    };
    const hours = (scope: object) => measure({ metric: 'downtime_hours', rectification, scope, rule: steps });
    const tables = town({
      zones: [{ code: 'Z', name: null, requiredAvailable: 1 }],
      devices: [{ ...device('D1'), zone: 'Z' }],
    });
    const calls = one(30, { temporaryFixedAt: at('2026-10-05T10:00Z') });
    // Two hours before the temporary fix, four after the permanent one was due.
    for (const scope of [{ device: 'D1' }, { zone: 'Z' }]) {
      expect(stated(tables, calls, hours(scope), '2026-10', NOV).amounts).toEqual(['fee 10000.00', 'M -6.00']);
    }
  });

  it('is rectified: a temporary fix in time, and the permanent one in its own', () => {
    const rule = { rectification: { temporary_fix: { permanent_within: 'PT24H' } } };
    const patched = (hours: number) => one(hours, { temporaryFixedAt: at('2026-10-05T10:00Z') });
    // Down for two hours; the permanent fix is due a day after the temporary one.
    expect(stated(town(), patched(20), down(rule), '2026-10', NOV).total).toBe(9_990_00);
    // Missed by four hours: down again from then on.
    expect(stated(town(), patched(30), down(rule), '2026-10', NOV).total).toBe(9_980_00);
    const clock = measure({ metric: 'fix', rule: events(), ...rule });
    expect(stated(town(), patched(20), clock, '2026-10', NOV).total).toBe(10_000_00);
    expect(stated(town(), patched(30), clock, '2026-10', NOV).total).toBe(9_990_00);
    // Too late to help.
    const tooLate = one(20, { temporaryFixedAt: at('2026-10-05T14:00Z') });
    expect(stated(town(), tooLate, clock, '2026-10', NOV).total).toBe(9_990_00);
  });
});

describe('missed clocks', () => {
  const again = (every: string) => measure({ metric: 'fix', rectification: { further_every: every }, rule: events() });
  it('cost once, or again for each further time that goes by', () => {
    const calls = [fault('X', '2026-10-05T08:00Z', 13)];
    expect(stated(town(), calls, measure({ metric: 'fix', rule: events() }), '2026-10', NOV).total).toBe(9_990_00);
    // Missed at 12:00, again at 16:00 and 20:00; fixed at 21:00.
    expect(stated(town(), calls, again('allowed'), '2026-10', NOV).total).toBe(9_970_00);
    expect(stated(town(), calls, again('PT2H'), '2026-10', NOV).total).toBe(9_950_00);
    expect(stated(town(), [fault('X', '2026-10-05T08:00Z', 8)], again('allowed'), '2026-10', NOV).total).toBe(9_990_00);
  });

  it('cost each started hour late, in the period in which it starts', () => {
    const terms = measure({ metric: 'fix', rule: events({ per_hour_late: '1.00' }) });
    const calls = [fault('X', '2026-10-31T18:00Z', 8.5)];
    // Due at 22:00, fixed at 02:30: two hours in October, three in November.
    expect(stated(town(), calls, terms, '2026-10', NOV).total).toBe(9_988_00);
    expect(stated(town(), calls, terms, '2026-11', '2026-12-02T00:00Z').total).toBe(9_997_00);
  });

  it('are those of the calls that the measure looks at: type, priority, excuse', () => {
    const calls = [
      fault('F', '2026-10-05T08:00Z', 5),
      fault('M', '2026-10-06T08:00Z', 5, { type: 'maintenance' }),
      fault('E', '2026-10-07T08:00Z', 5, { excuse: 'excusing-cause' }),
      fault('R', '2026-10-08T08:00Z', 5, { excuse: 'relief-event' }),
    ];
    const total = (more: object) =>
      stated(town(), calls, measure({ metric: 'fix', rule: events(), ...more }), '2026-10', NOV).total;
    // Relief events count for money, the other excuses for nothing (domain, section 11).
    expect(total({})).toBe(9_970_00);
    expect(total({ calls: { types: ['fault'] } })).toBe(9_980_00);
    expect(total({ excuses: [] })).toBe(9_960_00);
    expect(total({ calls: { priorities: [1] } })).toBe(10_000_00);
    expect(total({ calls: { regimes: ['R'] } })).toBe(9_970_00);
  });
});

describe('scopes', () => {
  const tables = town({
    devices: [device('D1'), { ...device('D2'), groups: ['OLD'] }, { ...device('D3'), groups: ['OLD'] }],
  });
  const calls = [
    fault('A', '2026-10-05T08:00Z', 5, { device: 'D1' }),
    fault('B', '2026-10-06T08:00Z', 5, { device: 'D2' }),
    fault('C', '2026-10-07T08:00Z', 1, { device: 'D3' }),
  ];
  const lines = (more: object) =>
    stated(tables, calls, measure({ metric: 'fix', rule: events(), ...more }), '2026-10', NOV)
      .lines.slice(1)
      .map(({ scope, amount }) => [scope, amount]);
  it('are the contract, a part of it, or each part by itself', () => {
    expect(lines({})).toEqual([['contract C1', -20_00]]);
    expect(lines({ scope: { group: 'OLD' } })).toEqual([['group OLD', -10_00]]);
    expect(lines({ scope: { device: ['D1', 'D3'] } })).toEqual([['device D1, D3', -10_00]]);
    expect(lines({ scope: { each: 'device' } })).toEqual([
      ['device D1', -10_00],
      ['device D2', -10_00],
      ['device D3', 0],
    ]);
  });
});

describe('periods before', () => {
  const rule = { kind: 'bands', bands: [{ to: 90, effect: 'abatement', percent: 1 }] };
  it('double what fails again', () => {
    const terms = measure({
      metric: 'fix',
      rule,
      repeat: [
        { failed: 1, factor: 2 },
        { failed: 2, within: 3, factor: 3 },
      ],
    });
    const calls = ['2026-07', '2026-09', '2026-10'].map((month) => fault(month, `${month}-05T08:00Z`, 5));
    const total = (period: string) => stated(town(), calls, terms, period, NOV).total;
    expect(total('2026-07')).toBe(9_900_00);
    expect(total('2026-08')).toBe(10_000_00);
    expect(total('2026-09')).toBe(9_900_00);
    // July and September fell short of the three before.
    expect(total('2026-10')).toBe(9_700_00);
  });
});

describe('rule 11.8: a factor for repetition looks at periods that abated', () => {
  /** 2 misses in May, 10 in June: a point each, 5 free, 3.00 a point beyond. */
  const misses = (month: string, count: number) =>
    Array.from({ length: count }, (_, k) =>
      fault(`${month}-${k}`, `${month}-${String(k + 1).padStart(2, '0')}T08:00Z`, 5),
    );
  const calls = [...misses('2026-05', 2), ...misses('2026-06', 10)];
  const repeat = [{ failed: 1, factor: 2 }];
  const price = { kind: 'points', free: 5, price: '3.00', bands: [{ rate: 1 }] };
  const amounts = (terms: unknown, period: string) =>
    stated(town(), calls, terms, period, NOV).amounts.filter((amount) => !amount.startsWith('fee'));

  it('not at one within its free points: June costs 15.00', () => {
    const terms = measure({ metric: 'fix', rule: { ...price, points: 1 }, repeat });
    expect(amounts(terms, '2026-05')).toEqual(['M 0.00']);
    expect(amounts(terms, '2026-06')).toEqual(['M -15.00']);
  });
  it('nor where one measure scores and another charges', () => {
    const terms = {
      measures: [
        { code: 'SCORE', metric: 'fix', rule: { kind: 'events', points: 1 }, repeat },
        { code: 'CHARGE', metric: 'points', rule: price },
      ],
    };
    expect(amounts(terms, '2026-05')).toEqual(['SCORE 0.00', 'CHARGE 0.00']);
    expect(amounts(terms, '2026-06')).toEqual(['SCORE 0.00', 'CHARGE -15.00']);
  });
});

describe('points of several measures', () => {
  const scoring = (code: string, metric: string, points: number) => ({
    ...{ code, metric },
    rule: { kind: 'bands', bands: [{ to: 90, effect: 'abatement', points }] },
  });
  it('are charged together', () => {
    const terms = {
      measures: [
        scoring('K1', 'respond', 4),
        scoring('K2', 'fix', 8),
        { code: 'EACH', metric: 'fix', rule: { kind: 'events', points: 1.5 } },
        {
          code: 'SFP',
          metric: 'points',
          rule: { kind: 'points', free: 5, price_percent: 0.1, bands: [{ up_to: 10, rate: 1 }, { rate: 2 }] },
        },
      ],
    };
    // Answered in half of five hours: 4 + 8 + 1.5 = 13.5 points; 5 at 10.00, 3.5 at 20.00.
    const { lines, total } = stated(town(), [fault('X', '2026-10-05T08:00Z', 5)], terms, '2026-10', NOV);
    expect(lines.map(({ points }) => points)).toEqual([null, '4', '8', '1.5', '13.5']);
    expect(total).toBe(9_880_00);
  });
});

it('what is not known yet at now does not count', () => {
  const terms = measure({ metric: 'fix', rule: events() });
  const calls = [fault('X', '2026-10-05T08:00Z', 5)];
  const open = stated(town(), calls, terms, '2026-10', '2026-10-05T12:00Z');
  expect([open.total, open.provisional]).toEqual([10_000_00, true]);
  const late = stated(town(), calls, terms, '2026-10', '2026-10-05T12:00:01Z');
  expect(late.lines[1]!.evidence).toMatchObject([{ calls: ['X'], deadline: at('2026-10-05T12:00Z'), event: null }]);
  expect(late.total).toBe(9_990_00);
});
