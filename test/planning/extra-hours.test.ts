import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../engine/dataset/index.ts';
import type { Policy } from '../../engine/model/policy.ts';
import type { CallClass } from '../../engine/model/priority.ts';
import { localDate, minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, world } from './world.ts';

const TURN = {
  onCall: [{ row: 2, resource: 'R1', from: at(16), to: at(24 + 8), upTo: 'normal' as CallClass }],
};

/** Plan of calls for R1 (Mo-Fr 08:00-16:00), which the checker has to pass with its prices. */
function planOf(calls: readonly TestCall[], policy: Partial<Policy>, rota = {}) {
  const made = world(calls, [{ code: 'R1' }], { policy, ...rota });
  const plan = planTerritory(made.input, ORDER_ALONE);
  expect(findings(plan, calls, policy, rota)).toEqual([]);
  return { ...plan, starts: Object.fromEntries(plan.allocations.map(({ call, start }) => [call, start])) };
}

function findings(
  plan: ReturnType<typeof planTerritory>,
  calls: readonly TestCall[],
  policy: Partial<Policy>,
  rota = {},
): string[] {
  const { reference, calls: records, ordered, now } = world(calls, [{ code: 'R1' }], { policy, ...rota });
  const known = new Map(ordered.map((call) => [call.number, call]));
  const classOf = (number: string) => known.get(number)?.class ?? null;
  return checkPlan(reference, records, plan, now, classOf, { orderedOf: (n) => known.get(n) ?? null }).map(
    ({ code }) => code,
  );
}

describe('overtime by class', () => {
  // Work of seven hours, half an hour each way: home at 16:00.
  const policy = { overtimeUpTo: hours(1), overtimeByClass: { emergency: hours(2), normal: minutes(0) } };
  const day = (work: number, callClass: CallClass) => [{ number: 'C1', km: 30, work: minutes(work), class: callClass }];

  test('a class has its own, up to the minute', () => {
    expect(planOf(day(7 * 60 + 120, 'emergency'), policy).starts).toEqual({ C1: at(8.5) });
    expect(planOf(day(7 * 60 + 121, 'emergency'), policy).starts).toEqual({});
  });
  test('a class that may have none stays within the shift', () => {
    expect(planOf(day(7 * 60, 'normal'), policy).starts).toEqual({ C1: at(8.5) });
    expect(planOf(day(7 * 60 + 1, 'normal'), policy).starts).toEqual({});
  });
  test('a class that is not named has what all have', () => {
    expect(planOf(day(8 * 60, 'planned'), policy).starts).toEqual({ C1: at(8.5) });
    expect(planOf(day(8 * 60 + 1, 'planned'), policy).starts).toEqual({});
  });
  test('a call without overtime may come before one with it, not after', () => {
    const emergency = { number: 'C1', work: hours(1), class: 'emergency', earliest: at(16.5), latest: at(17) } as const;
    const normal = { number: 'C2', work: hours(1), class: 'normal' } as const;
    expect(planOf([emergency, normal], policy).starts).toEqual({ C1: at(16.5), C2: at(8) });
    // Until 17:30 there is overtime, but not for this call: it waits for the next day.
    expect(planOf([emergency, { ...normal, earliest: at(15.5) }], policy).starts).toEqual({
      C1: at(16.5),
      C2: at(24 + 8),
    });
  });
  test('pinned work keeps to it as well', () => {
    const pinned = { number: 'C1', work: hours(1), resource: 'R1', pinned: true, plannedStart: at(15.5) };
    expect(planOf([{ ...pinned, class: 'normal' }], policy).starts).toEqual({ C1: at(24 + 8) });
    // Nobody waits with an emergency until the time that was told.
    expect(planOf([{ ...pinned, class: 'emergency' }], policy).starts).toEqual({ C1: at(8) });
  });
  test('in overtime a shift still takes as many calls as before its end', () => {
    const evening = { now: at(16.5), policy: { overtimeUpTo: hours(2) } };
    const { input } = world([{ number: 'C1', work: minutes(30) }], [{ code: 'R1', maxCalls: 1 }], evening);
    expect(planTerritory(input, ORDER_ALONE).allocations[0]).toMatchObject({ start: at(16.5) });
  });
  test('of two changes of one date planner and checker take the last', () => {
    const on = localDate('2026-01-05');
    const { reference, calls, input, now } = world([{ number: 'C1' }], [{ code: 'R1' }], {
      shiftChanges: [
        { row: 2, resource: 'R1', on, hours: '06:00-13:00', reason: null },
        { row: 3, resource: 'R1', on, hours: 'off', reason: null },
      ],
    });
    const plan = planTerritory(input, ORDER_ALONE);
    expect(plan.allocations[0]).toMatchObject({ start: at(24 + 8) });
    expect(checkPlan(reference, calls, plan, now, () => 'emergency')).toEqual([]);
  });
  test('its price is that of overtime', () => {
    const { cost } = planOf(day(7 * 60 + 120, 'emergency'), { ...policy, hourlyCost: minor(2000) });
    expect(cost.overtime).toBe(6000);
  });
  test('the checker finds work, and a way home, that the class may not have', () => {
    const calls = day(7 * 60 + 90, 'high');
    const plan = planOf(calls, { overtimeUpTo: hours(2) });
    expect(findings(plan, calls, { overtimeUpTo: hours(2), overtimeByClass: { high: minutes(0) } })).toEqual([
      'overtime-not-allowed',
      'late-home',
    ]);
    expect(findings(plan, calls, { overtimeUpTo: hours(2), overtimeByClass: { high: minutes(60) } })).toEqual([
      'late-home',
    ]);
  });
});

describe('on call at its price', () => {
  const night = (work: number, callClass: CallClass) => [
    { number: 'C1', km: 30, work: minutes(work), earliest: at(20), class: callClass },
  ];
  test('work on call is paid by the hour, as overtime', () => {
    const calls = night(90, 'high').map((call) => ({ ...call, latest: at(20) }));
    const { cost, starts } = planOf(calls, { hourlyCost: minor(2000), onCallFactor: 1.5 }, TURN);
    expect(starts).toEqual({ C1: at(20) });
    // An hour and a half at 20.00 × 1.5; two half hours of travel.
    expect([cost.overtime, cost.travel]).toEqual([4500, 2000]);
  });
  test('where waiting for the shift is cheaper, nobody is called out', () => {
    const price = { step: minor(0), perHour: minor(300) };
    const prices = world([], []).reference.policy.prices;
    const policy = {
      hourlyCost: minor(2000),
      prices: { ...prices, high: { ...prices.high, fix: price } },
    };
    const calls = night(60, 'high').map((call) => ({ ...call, fixBy: at(21) }));
    // Eleven hours late cost 33.00, an hour on call 30.00 or 40.00.
    expect(planOf(calls, { ...policy, onCallFactor: 1.5 }, TURN).starts).toEqual({ C1: at(20) });
    expect(planOf(calls, { ...policy, onCallFactor: 2 }, TURN).starts).toEqual({ C1: at(24 + 8.5) });
  });
  test('longer work than its class is called out for waits for the shift', () => {
    const policy = { onCallByClass: { high: minutes(90) } };
    expect(planOf(night(90, 'high'), policy, TURN).starts).toEqual({ C1: at(20) });
    expect(planOf(night(91, 'high'), policy, TURN).starts).toEqual({ C1: at(24 + 8.5) });
    expect(planOf(night(91, 'emergency'), policy, TURN).starts).toEqual({ C1: at(20) });
  });
  test('the checker finds longer work', () => {
    const plan = planOf(night(90, 'high'), {}, TURN);
    expect(findings(plan, night(90, 'high'), { onCallByClass: { high: minutes(60) } }, TURN)).toEqual(['not-on-call']);
  });
});

describe('in policy.json', () => {
  test('both are by class, and a file without them is what it was', () => {
    const read = readPolicy(
      { overtime_up_to: 'PT1H', overtime_by_class: { emergency: 'PT2H' }, on_call_by_class: { high: 'PT90M' } },
      'EUR',
    );
    if (!read.ok) throw new Error('not read');
    expect([read.value.overtimeUpTo, read.value.overtimeByClass, read.value.onCallByClass]).toEqual([
      hours(1),
      { emergency: hours(2) },
      { high: minutes(90) },
    ]);
    const former = readPolicy({ overtime_up_to: 'PT1H' }, 'EUR');
    expect(former.ok && [former.value.overtimeByClass, former.value.onCallByClass]).toEqual([{}, {}]);
  });
  test('an unknown class and a day and more are problems', () => {
    const read = readPolicy({ overtime_by_class: { urgent: 'PT1H', normal: 'P2D' } }, 'EUR');
    expect(read.ok ? [] : read.problems.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['overtime_by_class.normal']),
    );
  });
});
