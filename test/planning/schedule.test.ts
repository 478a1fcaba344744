import { describe, expect, test } from 'vitest';
import type { Allocation } from '../../engine/model/plan.ts';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory, presentPlan } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, priced, type TestCall, type TestResource, world } from './world.ts';

type Options = Parameters<typeof world>[2];
const hour = (a: Allocation) => [a.travelStart, a.arrival, a.start, a.finish].map((t) => (t - at(0)) / 3_600_000);

function times(calls: TestCall[], resources: TestResource[] = [{ code: 'R1' }], options: Options = {}) {
  const { input } = world(calls, resources, options);
  return Object.fromEntries(planTerritory(input, ORDER_ALONE).allocations.map((a) => [a.call, hour(a)]));
}

describe('times of a route', () => {
  test('one call after the other, and home again', () =>
    expect(
      times([
        { number: 'C1', km: 30 },
        { number: 'C2', km: 60 },
      ]),
    ).toEqual({
      C1: [8, 8.5, 8.5, 9.5],
      C2: [9.5, 10, 10, 11],
    }));
  test('nobody leaves home earlier than the appointment calls for', () =>
    expect(times([{ number: 'C1', km: 30, earliest: at(11) }])).toEqual({ C1: [10.5, 11, 11, 12] }));
  test('nor waits at the customer for one', () =>
    expect(times([{ number: 'C1' }, { number: 'C2', km: 30, earliest: at(12), latest: at(12) }])).toEqual({
      C1: [8, 8, 8, 9],
      C2: [11.5, 12, 12, 13],
    }));
  test('a leg does not span a break, waiting does', () =>
    expect(times([{ number: 'C1', km: 90 }], [{ code: 'R1', hours: 'Mo-Fr 08:00-09:00,10:00-16:00' }])).toEqual({
      C1: [10, 11.5, 11.5, 12.5],
    }));
  test('the more urgent call has the first choice', () => {
    const policy = priced({ respond: { step: minor(1000), perHour: minor(0) } });
    const calls = [1, 2].map((i) => ({ number: `C${i}`, respondBy: at(8.5) }));
    expect(times(calls, [{ code: 'R1' }], { policy })).toEqual({ C1: [8, 8, 8, 9], C2: [9, 9, 9, 10] });
  });
});

describe('fixed work', () => {
  const now = at(10);
  test('on site: there since it responded, done when it should be, now at the earliest', () => {
    const call = { number: 'C1', resource: 'R1', status: 'on-site', km: 30 } as const;
    expect(times([{ ...call, respondedAt: at(9.5) }], undefined, { now })).toEqual({ C1: [9.5, 9.5, 9.5, 10.5] });
    expect(times([{ ...call, respondedAt: at(8) }], undefined, { now })).toEqual({ C1: [8, 8, 8, 10] });
  });
  test('what comes next begins at its place', () => {
    const call = { number: 'C1', resource: 'R1', status: 'on-site', respondedAt: at(9.5), km: 30 } as const;
    expect(times([call, { number: 'C2', km: 30 }], undefined, { now }).C2).toEqual([10.5, 10.5, 10.5, 11.5]);
  });
  test('travelling: there after the whole way from home or the last place', () => {
    const call = { number: 'C1', resource: 'R1', status: 'travelling', km: 60 } as const;
    expect(times([call], undefined, { now }).C1).toEqual([10, 11, 11, 12]);
    const before = { number: 'C0', resource: 'R1', status: 'on-site', respondedAt: at(9.5), km: 30 } as const;
    expect(times([call, before], undefined, { now }).C1).toEqual([10.5, 11, 11, 12]);
  });
  test('accepted and pinned calls keep their resource and the time that people were told', () => {
    const call = { number: 'C1', resource: 'R1', pinned: true, plannedStart: at(13) };
    const resources = [{ code: 'R1', km: 90 }, { code: 'R2' }];
    expect(times([call], resources, { now }).C1).toEqual([11.5, 13, 13, 14]);
    const { input } = world([{ ...call, pinned: false, status: 'accepted' }], resources, { now });
    expect(planTerritory(input, ORDER_ALONE).allocations[0]).toMatchObject({
      resource: 'R1',
      start: at(13),
      fixed: true,
    });
  });
  test('other calls go before it only where it is not delayed', () => {
    const pinned = { number: 'C9', resource: 'R1', pinned: true, plannedStart: at(12) };
    expect(times([pinned, { number: 'C1', work: hours(2) }], undefined, { now })).toMatchObject({
      C1: [10, 10, 10, 12],
    });
    expect(times([pinned, { number: 'C1', work: minutes(121) }], undefined, { now }).C1![2]).toBe(13);
  });
  test('a call pinned without a time keeps its technician alone: an emergency may go before it', () => {
    const late = { respond: { step: minor(0), perHour: minor(60_000) }, unplaced: minor(900_000) };
    const prices = priced(late, { mayMoveAllocated: false });
    const policy = { ...prices, prices: { ...prices.prices!, emergency: prices.prices!.normal } };
    const pinned = { number: 'C9', resource: 'R1', pinned: true, work: hours(3), respondBy: at(12) };
    const emergency = { number: 'C1', class: 'emergency', respondBy: at(10.5), work: hours(1) } as const;
    expect(times([emergency, pinned], [{ code: 'R1' }], { now, policy })).toEqual({
      C1: [10, 10, 10, 11],
      C9: [11, 11, 11, 14],
    });
    // Told a time it gives way to an emergency, and to nothing else.
    const told = [emergency, { ...pinned, plannedStart: at(10) }];
    expect(times(told, [{ code: 'R1' }], { now, policy })).toMatchObject({
      C1: [10, 10, 10, 11],
      C9: [11, 11, 11, 14],
    });
    expect(times([{ ...emergency, class: 'high' }, told[1]!], [{ code: 'R1' }], { now, policy }).C1![0]).toBe(13);
  });
  test('a call pinned without a time stays with that technician, whatever else would have its place', () => {
    const policy = priced({ unplaced: minor(900_000) });
    const resources = [
      { code: 'R1', hours: 'Mo 08:00-16:00' },
      { code: 'R2', km: 90, hours: 'Mo 08:00-16:00' },
    ];
    const calls: TestCall[] = Array.from({ length: 30 }, (_, k) => ({
      number: `C${String(k).padStart(2, '0')}`,
      km: (k * 17) % 50,
      ...(k % 5 === 4 && { resource: k % 2 === 0 ? 'R1' : 'R2', pinned: true, skills: [{ skill: 'rare', level: 1 }] }),
    }));
    const { input, reference, calls: all } = world(calls, resources, { now, policy });
    const before = planTerritory(input, { seed: 1, iterations: 0, milliseconds: null });
    for (const iterations of [0, 500]) {
      const plan = planTerritory(input, { seed: 1, iterations, milliseconds: null });
      expect(plan.unallocated.length).toBeGreaterThan(0);
      const pinned = plan.allocations.filter(({ fixed }) => fixed).map(({ call, resource }) => [call, resource]);
      expect(pinned.sort()).toEqual(calls.filter((c) => c.pinned).map(({ number, resource }) => [number, resource]));
      expect(checkPlan(reference, all, plan, now).filter(({ fixed }) => !fixed)).toEqual([]);
      expect(plan.cost.unplaced).toBeLessThanOrEqual(before.cost.unplaced);
    }
    // Also where the plan that people know has no room for it left.
    const full = planTerritory({ ...input, calls: input.calls.filter((c) => !c.pinned) }, { ...ORDER_ALONE, seed: 1 });
    const again = planTerritory({ ...input, ...presentPlan(input, full, null) }, { ...ORDER_ALONE, seed: 1 });
    expect(again.allocations.filter(({ fixed }) => fixed)).toHaveLength(6);
    expect(checkPlan(reference, all, again, now).filter(({ fixed }) => !fixed)).toEqual([]);
  });
  test('against the rules it is done as soon as can be, and the checker says which rule it breaks', () => {
    const needs = [{ skill: 'lift', level: 1 }];
    const calls = [{ number: 'C1', resource: 'R1', pinned: true, km: 30, skills: needs }];
    const unskilled = world(calls, [{ code: 'R1' }], { now });
    const plan = planTerritory(unskilled.input, ORDER_ALONE);
    expect(hour(plan.allocations[0]!)).toEqual([10, 10.5, 10.5, 11.5]);
    expect(checkPlan(unskilled.reference, unskilled.calls, plan, now)).toMatchObject([
      { code: 'skill-missing', fixed: true },
    ]);

    const off = world([{ ...calls[0]!, skills: [] }], [{ code: 'R1', hours: 'Sa 08:00-08:30' }], { now });
    const outside = planTerritory(off.input, ORDER_ALONE);
    expect(hour(outside.allocations[0]!)).toEqual([10, 10.5, 10.5, 11.5]);
    expect(checkPlan(off.reference, off.calls, outside, now)).toMatchObject([{ code: 'outside-shift', fixed: true }]);
  });
});
