import { describe, expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, minutes, type World, world } from './world.ts';

/** Violations of the plan with its prices, as a server looks for them before it saves one. */
const violations = ({ reference, calls, ordered, input, now }: World, iterations: number) => {
  const plan = planTerritory(input, { seed: 1, iterations, milliseconds: null });
  const known = new Map(ordered.map((call) => [call.number, call]));
  const pricing = { orderedOf: (number: string) => known.get(number) ?? null };
  return { plan, found: checkPlan(reference, calls, plan, now, () => 'normal', pricing) };
};

describe('fixed work in a search', () => {
  const policy = { hourlyCost: minor(2500), overtimeFactor: 1.5 };

  test('a call that leaves the way to fixed work leaves it in its shift', () => {
    // `A` goes with the pinned call on Tuesday first, and on Monday once `B` has to be there then.
    const made = world(
      [
        { number: 'A', km: 60, work: minutes(30) },
        { number: 'B', km: 60, work: minutes(30), earliest: at(9), latest: at(12) },
        { number: 'P', km: 50, work: minutes(30), resource: 'R1', pinned: true, plannedStart: at(24 + 12) },
      ],
      [{ code: 'R1' }],
      { policy },
    );
    const { plan, found } = violations(made, 200);
    expect(found).toEqual([]);
    expect(plan.allocations.map(({ call }) => call).sort()).toEqual(['A', 'B', 'P']);
    expect(plan.cost.overtime).toBe(0);
  });

  test('in a territory that is searched in parts too', () => {
    const resources = Array.from({ length: 20 }, (_, r) => ({ code: `R${r}`, km: (r * 7) % 60 }));
    const calls = Array.from({ length: 450 }, (_, i) => ({
      number: `C${String(i).padStart(3, '0')}`,
      km: (i * 37) % 80,
      work: minutes(40),
      ...(i % 9 === 0 ? { resource: `R${i % 20}`, pinned: true, plannedStart: at(8 + 24 * (i % 4) + (i % 5)) } : {}),
    }));
    const { found } = violations(world(calls, resources, { policy }), 8000);
    expect(found.filter(({ fixed }) => !fixed)).toEqual([]);
  });
});

test('where people say they are at two places at once, what comes next begins when the later work is done, and from there', () => {
  const onSite = { status: 'on-site', resource: 'R1' } as const;
  const made = world(
    [
      { number: 'A', km: 5, work: minutes(30), respondedAt: at(8.9), ...onSite },
      { number: 'B', km: 1, work: minutes(10), respondedAt: at(9), ...onSite },
      { number: 'C', km: 5, work: minutes(30) },
    ],
    [{ code: 'R1' }],
    { now: at(9) },
  );
  const { plan, found } = violations(made, 0);
  expect(found.filter(({ fixed }) => !fixed)).toEqual([]);
  const starts = Object.fromEntries(plan.allocations.map(({ call, start }) => [call, start]));
  expect(starts.C).toBe(at(9.4));
});

test('work outside of any shift does not hide the shifts behind it', () => {
  // On the way to an appointment after the shift, which gets a shift of its own.
  const away = { number: 'A', status: 'travelling', resource: 'R1', earliest: at(16), latest: at(16) } as const;
  const tomorrow = { number: 'B', earliest: at(24 + 9), latest: at(24 + 9) };
  const { plan } = violations(world([away, tomorrow], [{ code: 'R1' }], { now: at(9) }), 0);
  expect(plan.allocations.map(({ call }) => call)).toEqual(['A', 'B']);
});

test('of two that are done at once, from where work began later', () => {
  const onSite = { status: 'on-site', resource: 'R1', work: minutes(5) } as const;
  const made = world(
    [
      { number: 'A', km: 5, respondedAt: at(8.9), ...onSite },
      { number: 'B', km: 1, respondedAt: at(8.8), ...onSite },
      { number: 'C', km: 5, work: minutes(30) },
    ],
    [{ code: 'R1' }],
    { now: at(9) },
  );
  const { plan, found } = violations(made, 0);
  expect(found.filter(({ fixed }) => !fixed)).toEqual([]);
  expect(plan.allocations.find(({ call }) => call === 'C')!.travelSeconds).toBe(0);
});
