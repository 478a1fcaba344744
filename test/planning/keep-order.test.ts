import { expect, test } from 'vitest';
import type { Policy } from '../../engine/model/policy.ts';
import { minor } from '../../engine/model/units.ts';
import { extendPlan, inversionsIn, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, type TestCall, type TestResource, world } from './world.ts';

const made = (calls: readonly TestCall[], resources: readonly TestResource[], policy: Partial<Policy>, now = at(8)) =>
  world(calls, resources, { policy: { perKilometre: minor(10), ...policy }, now });
const planOf = (of: ReturnType<typeof made>, iterations = 100) =>
  planTerritory(of.input, { seed: 1, iterations, milliseconds: null });
const routeOf = (plan: ReturnType<typeof planOf>, resource = 'R1') =>
  plan.allocations.filter((each) => each.resource === resource).map(({ call }) => call);
const inversions = (of: ReturnType<typeof made>, plan: ReturnType<typeof planOf>) => {
  const known = new Map(of.ordered.map((call) => [call.number, call]));
  return inversionsIn(of.reference, of.calls, plan, of.now, (n) => known.get(n)?.class ?? null, {
    orderedOf: (n) => known.get(n) ?? null,
    positionOf: (n) => known.get(n)?.position ?? null,
  });
};

/** A high call at the end of the road, planned work on the way to it: served first, that work saves 20 km, 2.00. */
const road: readonly TestCall[] = [
  { number: 'HIGH', class: 'high', km: 40 },
  { number: 'SERVICE', class: 'planned', km: 20 },
];
const open = { routeEnd: 'open' } as const;

test.each([0, 100])(
  'a lower class goes first only where the detour avoided costs more than the limit (%i steps)',
  (n) => {
    expect(routeOf(planOf(made(road, [{ code: 'R1' }], { ...open, detourForOrder: minor(200) }), n))).toEqual([
      'HIGH',
      'SERVICE',
    ]);
    const dear = made(road, [{ code: 'R1' }], { ...open, detourForOrder: minor(199) });
    expect(routeOf(planOf(dear, n))).toEqual(['SERVICE', 'HIGH']);
    expect(inversions(dear, planOf(dear, n))).toMatchObject([
      { call: 'HIGH', lower: 'SERVICE', resource: 'R1', minutes: 60, dearer: 200, isAvoidable: false },
    ]);
  },
);

test('the checker finds what a plan could have avoided', () => {
  const dear = planOf(made(road, [{ code: 'R1' }], { ...open, detourForOrder: minor(0) }));
  const [found] = inversions(made(road, [{ code: 'R1' }], { ...open, detourForOrder: minor(500) }), dear);
  expect(found).toMatchObject({ call: 'HIGH', class: 'high', lowerClass: 'planned', isAvoidable: true });
});

test('of two calls at one place the one ahead in the order is first, whatever is found first', () => {
  const twins: TestCall[] = [
    { number: 'B', class: 'normal', km: 5 },
    { number: 'A', class: 'normal', km: 5 },
  ];
  for (const n of [0, 100]) {
    expect(routeOf(planOf(made(twins, [{ code: 'R1' }], {}), n))).toEqual(['B', 'A']);
    expect(routeOf(planOf(made(twins.toReversed(), [{ code: 'R1' }], {}), n))).toEqual(['A', 'B']);
  }
});

test('somebody else who could serve the high call first does', () => {
  const lift = [{ skill: 'lift', level: 1 }];
  const calls: TestCall[] = [
    { number: 'HIGH', class: 'high', km: 10, work: hours(1) },
    { number: 'BUSY', class: 'high', resource: 'R1', pinned: true, plannedStart: at(8), work: hours(3) },
    { number: 'SERVICE', class: 'planned', km: 15, work: hours(2), skills: lift },
  ];
  const people: TestResource[] = [
    { code: 'R1', km: 10 },
    { code: 'R2', km: 30, skills: lift },
  ];
  const policy = { detourForOrder: minor(1000) };
  const plan = planOf(made(calls, people, policy));
  expect(routeOf(plan, 'R2')[0]).toBe('HIGH');
  expect(inversions(made(calls, people, policy), plan)).toEqual([]);
});

test('where both do not fit into the shift, the lower one gives up its place', () => {
  const calls: TestCall[] = [
    { number: 'HIGH', class: 'high', km: 10, work: hours(5) },
    { number: 'SERVICE', class: 'planned', km: 0, work: hours(6), earliest: at(8), latest: at(9 + 24) },
  ];
  const plan = planOf(made(calls, [{ code: 'R1' }], { detourForOrder: minor(100) }));
  expect(routeOf(plan)).toEqual(['HIGH', 'SERVICE']);
  expect(plan.allocations[0]!.start).toBe(at(8) + minutes(10));
});

test('a fixed lower call stays where it is', () => {
  const calls = [{ ...road[0]! }, { ...road[1]!, resource: 'R1', pinned: true, plannedStart: at(8.5) }];
  const of = made(calls, [{ code: 'R1' }], { ...open, detourForOrder: minor(10_000) });
  expect(routeOf(planOf(of))).toEqual(['SERVICE', 'HIGH']);
  expect(inversions(of, planOf(of))).toEqual([]);
});

test('nobody ahead gets later for it', () => {
  const calls: TestCall[] = [
    { number: 'FIRST', class: 'high', km: 20, earliest: at(9.25), latest: at(9.25) },
    { number: 'SECOND', class: 'normal', km: 20, work: hours(1) },
    { number: 'SERVICE', class: 'planned', km: 20, work: minutes(30) },
  ];
  const plan = planOf(made(calls, [{ code: 'R1' }], { detourForOrder: minor(100_000) }));
  expect(plan.allocations.find(({ call }) => call === 'FIRST')!.start).toBe(at(9.25));
});

test('a call that comes in goes before lower ones of its route, and nobody changes hands', () => {
  const policy = { ...open, detourForOrder: minor(5000) };
  const before = planOf(made([road[1]!, { number: 'S2', class: 'planned', km: 22 }], [{ code: 'R1' }], policy));
  const later = made([road[0]!, road[1]!, { number: 'S2', class: 'planned', km: 22 }], [{ code: 'R1' }], policy);
  expect(routeOf(extendPlan(later.input, before))[0]).toBe('HIGH');
});
