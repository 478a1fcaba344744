import { describe, expect, test } from 'vitest';
import type { Allocation, Plan } from '../../engine/model/plan.ts';
import type { CallClass } from '../../engine/model/priority.ts';
import { type Instant, instant, minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, priced, type TestCall, type TestResource, world } from './world.ts';

/*
 * Each rule at its limit: what just keeps it is passed, one step beyond is refused. Nothing has a price here, so that the
 * codes are those of the rules alone.
 */

const zero = minor(0);
const FREE = {
  ...{ total: zero, respondLate: zero, fixLate: zero, unplaced: zero },
  ...{ travel: zero, overtime: zero, imbalance: zero, scarceSkills: zero, waiting: zero },
};

/** An allocation of one hour's work, `way` seconds from where the resource was. */
const visit = (call: string, resource: string, start: Instant, way = 0, work = hours(1)): Allocation => ({
  ...{ call, resource, travelStart: instant(start - way * 1000), arrival: start, start },
  ...{ finish: instant(start + work), travelSeconds: way, fixed: false },
});
function codes(
  calls: TestCall[],
  resources: TestResource[],
  allocations: Allocation[],
  options: Parameters<typeof world>[2] = {},
  classOf: CallClass = 'normal',
): string[] {
  const made = world(calls, resources, options);
  const placed = new Set(allocations.map(({ call }) => call));
  const unallocated = made.ordered
    .filter(({ number }) => !placed.has(number))
    .map(({ number }) => ({ call: number, reasons: [{ code: 'x', text: 'x' }] }));
  const plan: Plan = { allocations, unallocated, cost: FREE, changeCost: zero };
  return checkPlan(made.reference, made.calls, plan, made.now, () => classOf).map(({ code }) => code);
}

describe('skills', () => {
  const lift = (level: number) => [{ skill: 'lift', level }];
  const sent = (own: number, needed: number) =>
    codes([{ number: 'C1', skills: lift(needed) }], [{ code: 'R1', skills: lift(own) }], [visit('C1', 'R1', at(9))]);
  test('the level needed, or a higher one, is enough', () => {
    expect(sent(2, 2)).toEqual([]);
    expect(sent(3, 2)).toEqual([]);
  });
  test('a lower level of the same skill is refused', () => expect(sent(1, 2)).toEqual(['skill-missing']));
  test('the level of another skill does not count', () => {
    const resource = {
      code: 'R1',
      skills: [
        { skill: 'lift', level: 1 },
        { skill: 'escalator', level: 3 },
      ],
    };
    expect(codes([{ number: 'C1', skills: lift(2) }], [resource], [visit('C1', 'R1', at(9))])).toEqual([
      'skill-missing',
    ]);
  });
});

describe('shifts', () => {
  const one = (start: Instant, options: Parameters<typeof world>[2] = {}) =>
    codes([{ number: 'C1' }], [{ code: 'R1' }], [visit('C1', 'R1', start)], options);
  test('work may fill a shift from its begin to its end', () => {
    expect(one(at(8))).toEqual([]);
    expect(one(at(15))).toEqual([]);
  });
  test('not begin before it, nor end after it', () => {
    expect(one(instant(at(8) - 1000))).toContain('outside-shift');
    expect(one(instant(at(15) + 1000))).toContain('outside-shift');
    expect(one(at(16))).toContain('outside-shift');
  });
  test('nor lie across a break', () => {
    const breaks = [{ resource: 'R1', hours: 'Mo-Fr 12:00-12:30', validFrom: null, validTo: null, row: 2 }];
    expect(one(at(11), { breaks: breaks as never })).toEqual([]);
    expect(one(at(12.5), { breaks: breaks as never })).toEqual([]);
    expect(one(instant(at(11) + 1000), { breaks: breaks as never })).toContain('outside-shift');
  });
  test('travel may begin as the shift does, not a second before', () => {
    const way = (start: Instant) =>
      codes([{ number: 'C1', km: 30 }], [{ code: 'R1' }], [visit('C1', 'R1', start, 1800)]);
    expect(way(at(8.5))).toEqual([]);
    expect(way(instant(at(8.5) - 1000))).toEqual(['outside-shift']);
  });
});

describe('now', () => {
  const sent = (start: Instant) =>
    codes([{ number: 'C1', km: 30 }], [{ code: 'R1' }], [visit('C1', 'R1', start, 1800)], { now: at(10) });
  test('travel may begin at once', () => expect(sent(at(10.5))).toEqual([]));
  test('not a second ago', () => expect(sent(instant(at(10.5) - 1000))).toEqual(['before-now']));
});

describe('appointments', () => {
  const kept = (start: Instant) =>
    codes([{ number: 'C1', earliest: at(10), latest: at(11) }], [{ code: 'R1' }], [visit('C1', 'R1', start)]);
  test('work may begin at either end', () => {
    expect(kept(at(10))).toEqual([]);
    expect(kept(at(11))).toEqual([]);
  });
  test('not before, nor after', () => {
    expect(kept(instant(at(10) - 1))).toEqual(['appointment-missed']);
    expect(kept(instant(at(11) + 1))).toEqual(['appointment-missed']);
  });
});

describe('times of an allocation', () => {
  const told = (change: Partial<Allocation>) =>
    codes([{ number: 'C1' }], [{ code: 'R1' }], [{ ...visit('C1', 'R1', at(9)), ...change }]);
  test('work may begin on arrival, or after waiting; not before', () => {
    expect(told({})).toEqual([]);
    expect(told({ travelStart: at(8.5), arrival: at(8.5) })).toEqual([]);
    expect(told({ travelStart: instant(at(9) + 1000), arrival: instant(at(9) + 1000) })).toEqual([
      'times-inconsistent',
    ]);
  });
  test('travel is whole seconds, none or more', () => {
    expect(told({ travelSeconds: 0.5, travelStart: instant(at(9) - 500) })).toEqual(['times-inconsistent']);
    expect(told({ travelSeconds: -1, travelStart: instant(at(9) + 1000) })).toContain('times-inconsistent');
  });
  test('work neither shorter nor longer than the call takes', () => {
    expect(told({ finish: instant(at(10) - 1) })).toEqual(['times-inconsistent']);
    expect(told({ finish: instant(at(10) + 1) })).toEqual(['times-inconsistent']);
  });
});

describe('two visits of one person', () => {
  const both = (second: Instant) =>
    codes(
      [{ number: 'C1' }, { number: 'C2' }],
      [{ code: 'R1' }],
      [visit('C1', 'R1', at(9)), visit('C2', 'R1', second)],
    );
  test('the next may begin as the one before ends', () => expect(both(at(10))).toEqual([]));
  test('not before', () => expect(both(instant(at(10) - 1))).toEqual(['overlap']));
  test('as many as they take, not one more', () => {
    const three = (maxCalls: number) =>
      codes(
        [{ number: 'C1' }, { number: 'C2' }],
        [{ code: 'R1', maxCalls }],
        [visit('C1', 'R1', at(9)), visit('C2', 'R1', at(10))],
      );
    expect(three(2)).toEqual([]);
    expect(three(1)).toEqual(['max-calls']);
  });
});

describe('overtime', () => {
  const policy = { overtimeUpTo: minutes(60), overtimeByClass: { normal: minutes(30) } };
  const over = (start: Instant, of: CallClass) =>
    codes([{ number: 'C1' }], [{ code: 'R1' }], [visit('C1', 'R1', start)], { policy }, of);
  test('work may end as late as its class allows', () => {
    expect(over(at(15.5), 'normal')).toEqual([]);
    expect(over(at(16), 'high')).toEqual([]);
    expect(over(instant(at(16) + 1000), 'high')).toContain('outside-shift');
  });
  test('not a second later', () =>
    expect(over(instant(at(15.5) + 1000), 'normal')).toEqual(['overtime-not-allowed', 'late-home']));
  test('the way home counts', () => {
    const home = (start: Instant) =>
      codes([{ number: 'C1', km: 15 }], [{ code: 'R1' }], [visit('C1', 'R1', start, 900)], { policy });
    expect(home(at(15.25))).toEqual([]);
    expect(home(instant(at(15.25) + 1000))).toEqual(['late-home']);
  });
});

describe('people on call', () => {
  const onCall = [{ row: 2, resource: 'R1', from: at(16), to: at(22), upTo: 'high' }] as never;
  const called = (of: CallClass, work = hours(1), byClass = {}) =>
    codes(
      [{ number: 'C1', work }],
      [{ code: 'R1' }],
      [visit('C1', 'R1', at(18), 0, work)],
      { onCall, policy: { onCallByClass: byClass } },
      of,
    );
  test('are there for classes up to theirs, none below', () => {
    // It could be reached earlier in the day, which is another rule.
    expect(called('emergency')).toEqual(['emergency-delayed']);
    expect(called('high')).toEqual([]);
    expect(called('normal')).toEqual(['not-on-call']);
  });
  test('come for work as long as its class allows, none longer', () => {
    expect(called('high', hours(2), { high: hours(2) })).toEqual([]);
    expect(called('high', hours(2), { high: hours(2) - 1 })).toEqual(['not-on-call']);
  });
});

describe('lateness is priced by each second begun', () => {
  const late = priced({
    respond: { step: minor(1000), perHour: minor(3_600_000) },
    fix: { step: minor(3000), perHour: minor(7_200_000) },
  });
  const priceOf = (call: Partial<TestCall>) => {
    const made = world([{ number: 'C1', km: 30, ...call }], [{ code: 'R1' }], { policy: late });
    const plan = planTerritory(made.input, ORDER_ALONE);
    const known = new Map(made.ordered.map((each) => [each.number, each]));
    const checked = (given: Plan) =>
      checkPlan(made.reference, made.calls, given, made.now, () => 'normal', {
        orderedOf: (number) => known.get(number) ?? null,
      }).map(({ code }) => code);
    return { plan, checked };
  };
  /** The plan with so much more for being late, its total too. */
  const dearer = (plan: Plan, part: 'respondLate' | 'fixLate', by: number): Plan => ({
    ...plan,
    cost: { ...plan.cost, [part]: plan.cost[part] + by, total: minor(plan.cost.total + by) },
  });
  test.each([
    [0, 0, 0],
    [1, 1000 + 1000, 3000 + 2000],
    [1000, 1000 + 1000, 3000 + 2000],
    [1001, 1000 + 2000, 3000 + 4000],
  ])('%i ms after the deadline', (ms, respond, fix) => {
    const { plan, checked } = priceOf({ respondBy: instant(at(8.5) - ms), fixBy: instant(at(9.5) - ms) });
    expect([plan.cost.respondLate, plan.cost.fixLate]).toEqual([respond, fix]);
    expect(checked(plan)).toEqual([]);
    expect(checked(dearer(plan, 'respondLate', 10))).toEqual(['cost-mismatch']);
    expect(checked(dearer(plan, 'fixLate', 10))).toEqual(['cost-mismatch']);
  });
});
