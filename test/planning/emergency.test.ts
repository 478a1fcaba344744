import { expect, test } from 'vitest';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import { localDate, type Millis, minor } from '../../engine/model/units.ts';
import {
  checkPlan,
  extendPlan,
  planAsItStands,
  planTerritory,
  presentPlan,
  priceOfPlan,
  rankCandidates,
  tryAllocation,
} from '../../engine/planning/index.ts';
import { at, hours, minutes, northOf, ORDER_ALONE, POLICY, type TestCall, type TestResource, world } from './world.ts';

/** One technician, four sites of a town: maintenance next door, two faults, and a person trapped, all open at 07:30. */
const town: readonly TestCall[] = [
  { number: 'TRAPPED', class: 'emergency', km: 9, respondBy: at(11.5), fixBy: at(15.5) },
  { number: 'FAULT-1', class: 'normal', km: 3, respondBy: at(11.5), fixBy: at(15.5) },
  { number: 'FAULT-2', class: 'normal', km: 5, respondBy: at(11.5), fixBy: at(15.5) },
  { number: 'SERVICE', class: 'planned', km: 1, type: 'maintenance' },
];
const alone: readonly TestResource[] = [{ code: 'R1', hours: 'Mo-Fr 07:00-17:00' }];
const dear = { hourlyCost: minor(4000), perKilometre: minor(35) };
const of = (made: ReturnType<typeof world>, iterations = 200) =>
  planTerritory(made.input, { seed: 1, iterations, milliseconds: null });
const byClass = (limit: Millis) => Object.fromEntries(CALL_CLASSES.map((each) => [each, limit]));
const startsOf = (plan: ReturnType<typeof of>) => new Map(plan.allocations.map(({ call, start }) => [call, start]));
const codes = (made: ReturnType<typeof world>, plan: ReturnType<typeof of>) =>
  checkPlan(
    made.reference,
    made.calls,
    plan,
    made.now,
    (call) => made.ordered.find((o) => o.number === call)!.class,
  ).map(({ code, call }) => `${code} ${call}`);

test('rule 10: an emergency is reached first, whatever its targets and prices are', () => {
  const made = world(town, alone, { now: at(7.5), policy: dear });
  for (const iterations of [0, 1, 20, 1500]) {
    const plan = of(made, iterations);
    expect(plan.allocations[0]).toMatchObject({ call: 'TRAPPED', arrival: at(7.5) + minutes(9), fixed: false });
    expect(plan.allocations).toHaveLength(4);
    expect(codes(made, plan)).toEqual([]);
  }
});

test('a plan that reaches an emergency later than it could is refused', () => {
  const made = world(town, alone, { now: at(7.5), policy: dear });
  const asNormal = world(
    town.map((each) => ({ ...each, class: each.number === 'TRAPPED' ? ('deferred' as const) : ('normal' as const) })),
    alone,
    { now: at(7.5), policy: dear },
  );
  const plan = of(asNormal);
  expect(startsOf(plan).get('TRAPPED')).toBeGreaterThan(at(7.5) + minutes(9));
  expect(codes(made, plan)).toEqual(['emergency-delayed TRAPPED']);
  const without = {
    ...plan,
    allocations: plan.allocations.filter(({ call }) => call !== 'TRAPPED'),
    unallocated: [{ call: 'TRAPPED', reasons: [{ code: 'none', text: 'none' }] }],
  };
  expect(codes(made, without)).toContain('emergency-delayed TRAPPED');
});

test('a turn on call goes before a shift that begins later, at any price', () => {
  const made = world(
    [{ number: 'E', class: 'emergency', km: 30 }],
    [
      { code: 'DAY', km: 30 },
      { code: 'DUTY', hours: 'Sa 08:00-09:00', hourlyCost: minor(100_000) },
    ],
    { now: at(2), policy: dear, onCall: [{ row: 2, resource: 'DUTY', from: at(0), to: at(8), upTo: 'high' }] },
  );
  expect(of(made).allocations[0]).toMatchObject({ call: 'E', resource: 'DUTY', start: at(2.5) });
});

test('somebody on call is not called out for an emergency that takes longer than the policy allows', () => {
  const made = world(
    [{ number: 'E', class: 'emergency', km: 30 }],
    [
      { code: 'DAY', km: 30 },
      { code: 'DUTY', hours: 'Sa 08:00-09:00' },
    ],
    {
      now: at(2),
      policy: { onCallByClass: byClass(minutes(59)) },
      onCall: [{ row: 2, resource: 'DUTY', from: at(0), to: at(8), upTo: 'high' }],
    },
  );
  const plan = of(made);
  expect(plan.allocations[0]).toMatchObject({ resource: 'DAY', start: at(8) });
  expect(codes(made, plan)).toEqual([]);
});

test('overtime that the class may have is used', () => {
  const made = world([{ number: 'E', class: 'emergency', km: 10 }], [{ code: 'R1', hours: 'Mo-Fr 08:00-16:00' }], {
    now: at(15.5),
    policy: { overtimeByClass: { emergency: hours(2) } },
  });
  expect(of(made).allocations[0]).toMatchObject({ start: at(15.5) + minutes(10) });
  expect(codes(made, of(made))).toEqual([]);
});

test('nobody leaves work that has begun: the nearest who is free goes', () => {
  const made = world(
    [
      { number: 'E', class: 'emergency', km: 0 },
      { number: 'BUSY', resource: 'NEAR', status: 'on-site', respondedAt: at(9), work: hours(3), km: 1 },
    ],
    [{ code: 'NEAR' }, { code: 'FAR', km: 60 }],
    { now: at(9.5) },
  );
  const plan = of(made);
  expect(plan.allocations.find(({ call }) => call === 'E')).toMatchObject({ resource: 'FAR', start: at(10.5) });
  expect(codes(made, plan)).toEqual([]);
});

test('pinned work that has not begun gives way, with the same resource', () => {
  const made = world(
    [
      { number: 'E', class: 'emergency', km: 10 },
      { number: 'PINNED', resource: 'R1', pinned: true, plannedStart: at(9), km: 10 },
    ],
    [{ code: 'R1' }],
    { now: at(8.5) },
  );
  const plan = of(made);
  expect(startsOf(plan)).toEqual(
    new Map([
      ['E', at(8.5) + minutes(10)],
      ['PINNED', at(9.5) + minutes(10)],
    ]),
  );
  expect(codes(made, plan)).toEqual([]);
});

test('as it stands a plan has its emergency before pinned work, with whom it has it', () => {
  const calls: TestCall[] = [
    { number: 'E', class: 'emergency', km: 10 },
    { number: 'PINNED', resource: 'R1', pinned: true, plannedStart: at(9), km: 10 },
  ];
  const made = world(calls, [{ code: 'R1' }, { code: 'R2', km: 60 }], { now: at(8.5), policy: dear });
  const plan = of(made);
  expect(startsOf(planAsItStands(made.input, plan))).toEqual(startsOf(plan));
  expect(priceOfPlan(made.input, plan).cost).toEqual(plan.cost);
  const given = tryAllocation(made.input, plan, 'E', 'R2');
  if (!given.ok) throw new Error('refused');
  expect(startsOf(planAsItStands(made.input, given.value))).toEqual(startsOf(given.value));
});

test('an emergency that is pinned, or allocated where the policy moves nothing, is reached as early as can be', () => {
  const far = { number: 'E', class: 'emergency', km: 30, plannedStart: at(14), resource: 'R1' } as const;
  const people = [{ code: 'R1' }, { code: 'R2', km: 30 }];
  const pinned = of(world([{ ...far, pinned: true }], people, { now: at(9) }));
  expect(pinned.allocations[0]).toMatchObject({ resource: 'R1', start: at(9.5), fixed: true });
  const given = of(
    world([{ ...far, status: 'allocated' }], people, { now: at(9), policy: { mayMoveAllocated: false } }),
  );
  expect(given.allocations[0]).toMatchObject({ resource: 'R2', start: at(9), fixed: false });
  // Where nobody is able, it stays with the one who has it.
  const lift = [{ skill: 'lift', level: 1 }];
  const unable = world([{ ...far, status: 'allocated', skills: lift }], people, {
    now: at(9),
    policy: { mayMoveAllocated: false },
  });
  expect(of(unable).allocations[0]).toMatchObject({ resource: 'R1', fixed: true });
  expect(codes(unable, of(unable))).toEqual(['skill-missing E']);
});

test('of equally early people the one that leaves the next emergency to the only one able goes', () => {
  const lift = [{ skill: 'lift', level: 1 }];
  const calls: TestCall[] = [
    { number: 'E1', class: 'emergency', km: 10 },
    { number: 'E2', class: 'emergency', km: 10, skills: lift },
  ];
  const made = world(calls, [{ code: 'EXPERT', skills: lift }, { code: 'R2' }], { now: at(9) });
  expect(startsOf(of(made))).toEqual(
    new Map([
      ['E1', at(9) + minutes(10)],
      ['E2', at(9) + minutes(10)],
    ]),
  );
});

test('of equally early people the one who has the emergency keeps it', () => {
  const made = world([{ number: 'E', class: 'emergency', km: 10 }], [{ code: 'R1' }, { code: 'R2' }], { now: at(9) });
  const present = new Map([['E', { resource: 'R2', start: at(10) }]]);
  expect(planTerritory({ ...made.input, present }, ORDER_ALONE).allocations[0]!.resource).toBe('R2');
});

test('an appointment bounds an emergency too, and other work goes before it', () => {
  const made = world(
    [
      { number: 'E', class: 'emergency', earliest: at(11), latest: at(12), km: 5 },
      { number: 'C', km: 5 },
    ],
    [{ code: 'R1' }],
    { now: at(8), policy: dear },
  );
  const plan = of(made);
  expect(startsOf(plan).get('E')).toBe(at(11));
  expect(startsOf(plan).get('C')).toBeLessThan(at(11));
  expect(codes(made, plan)).toEqual([]);
});

test('nobody leaves an emergency because its appointment is over', () => {
  const late: TestCall[] = [{ number: 'E', class: 'emergency', earliest: at(8), latest: at(9), km: 5 }];
  const made = world(late, [{ code: 'R1' }], { now: at(10) });
  expect(of(made).allocations[0]).toMatchObject({ call: 'E', start: at(10) + minutes(5) });
  expect(codes(made, of(made))).toEqual([]);
  const high = world([{ ...late[0]!, class: 'high' }], [{ code: 'R1' }], { now: at(10) });
  expect(of(high).allocations).toEqual([]);
});

test('an emergency has the overtime, and the turns on call, of the class that has most of them', () => {
  const policy = { overtimeByClass: { emergency: minutes(0), normal: hours(2) } };
  const evening = world([{ number: 'E', class: 'emergency', km: 10 }], [{ code: 'R1' }], { now: at(15.5), policy });
  expect(of(evening).allocations[0]).toMatchObject({ start: at(15.5) + minutes(10) });
  expect(codes(evening, of(evening))).toEqual([]);
  const night = world([{ number: 'E', class: 'emergency', km: 10 }], [{ code: 'R1' }], {
    now: at(2),
    policy: { onCallByClass: { emergency: minutes(59) } },
    onCall: [{ row: 2, resource: 'R1', from: at(0), to: at(8), upTo: 'high' }],
  });
  expect(of(night).allocations[0]).toMatchObject({ start: at(2) + minutes(10) });
  expect(codes(night, of(night))).toEqual([]);
});

test('declared during the day: replanning and extending move aside what stands before it', () => {
  const before = world(
    town.map((each) => ({ ...each, class: each.class === 'emergency' ? ('normal' as const) : each.class! })),
    alone,
    { now: at(7.5), policy: dear },
  );
  const plan = of(before);
  const made = world(town, alone, { now: at(7.5), policy: dear });
  const again = planTerritory(
    { ...made.input, ...presentPlan(made.input, plan, before.input) },
    { seed: 1, iterations: 100, milliseconds: null },
  );
  const extended = extendPlan(made.input, plan);
  for (const each of [again, extended]) {
    expect(each.allocations[0]).toMatchObject({ call: 'TRAPPED', start: at(7.5) + minutes(9) });
    expect(each.allocations).toHaveLength(4);
    expect(codes(made, each)).toEqual([]);
  }
});

test('each candidate for an emergency has the time at which it can be there, as its hand allocation gets', () => {
  const made = world(
    [...town, { number: 'NEXT', class: 'normal', km: 8 }],
    [...alone, { code: 'R2', km: 40, hours: 'Mo-Fr 07:00-17:00' }],
    { now: at(7.5), policy: dear },
  );
  const plan = of(made);
  const candidates = rankCandidates(made.input, plan, 'TRAPPED');
  expect(candidates.map(({ resource, times }) => [resource, times!.start])).toEqual(
    expect.arrayContaining([
      ['R1', at(7.5) + minutes(9)],
      ['R2', at(7.5) + minutes(31)],
    ]),
  );
  for (const { resource, times } of candidates) {
    const tried = tryAllocation(made.input, plan, 'TRAPPED', resource);
    if (!tried.ok) throw new Error('refused');
    expect(tried.value.allocations.find(({ call }) => call === 'TRAPPED')).toMatchObject({
      resource,
      start: times!.start,
      fixed: true,
    });
  }
});

test('a resource lent for the day counts, one of another territory does not', () => {
  const people: TestResource[] = [
    { code: 'R1', km: 60 },
    { code: 'LENT', territory: 'U' },
  ];
  const calls: TestCall[] = [{ number: 'E', class: 'emergency' }];
  expect(of(world(calls, people, { now: at(8) })).allocations[0]).toMatchObject({ resource: 'R1', start: at(9) });
  const loans = [{ row: 2, resource: 'LENT', territory: 'T', on: localDate('2026-01-05'), reason: null }];
  expect(of(world(calls, people, { now: at(8), loans })).allocations[0]).toMatchObject({ resource: 'LENT' });
});

test('emergencies are told apart from every other class', () => {
  for (const own of CALL_CLASSES.filter((each) => each !== 'emergency')) {
    const made = world(
      [{ number: 'C', class: own, ...northOf(30) }],
      [
        { code: 'R1', km: 30, hourlyCost: minor(0) },
        { code: 'R2', hourlyCost: minor(0) },
      ],
      { policy: { ...POLICY } },
    );
    expect(codes(made, of(made))).toEqual([]);
  }
});
