import { describe, expect, test } from 'vitest';
import type { Allocation, Plan } from '../../engine/model/plan.ts';
import { instant, minor } from '../../engine/model/units.ts';
import {
  type DifferenceFacts,
  differenceOfPlans,
  type PlanChange,
  planAsItStands,
  planTerritory,
} from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, priced, type TestCall, type TestResource, type World, world } from './world.ts';

const allocation = (call: string, resource: string, hour: number): Allocation => ({
  call,
  resource,
  travelStart: at(hour),
  arrival: at(hour),
  start: at(hour),
  finish: instant(at(hour) + 3_600_000),
  travelSeconds: 0,
  fixed: false,
});
const plan = (total: number, allocations: Allocation[], unallocated: Plan['unallocated'] = []): Plan => {
  const zero = minor(0);
  const none = {
    respondLate: zero,
    waiting: zero,
    fixLate: zero,
    unplaced: zero,
    overtime: zero,
    imbalance: zero,
    scarceSkills: zero,
  };
  return { allocations, unallocated, cost: { ...none, total: minor(total), travel: minor(total) }, changeCost: zero };
};

test('moved, added, dropped and retimed calls, each with a sentence', () => {
  const before = plan(100, [
    allocation('C1', 'R1', 8),
    allocation('C2', 'R1', 9),
    allocation('C3', 'R1', 10),
    allocation('C4', 'R1', 11),
    allocation('C5', 'R1', 12),
  ]);
  const after = plan(
    160,
    [allocation('C1', 'R1', 8), allocation('C2', 'R2', 9), allocation('C3', 'R1', 10.5), allocation('C6', 'R1', 14)],
    [{ call: 'C4', reasons: [{ code: 'shift-full', text: 'No room.' }] }],
  );
  const difference = differenceOfPlans(before, after, 'UTC');
  expect(difference.moved.map((c) => c.text)).toEqual(['C2 moves from R1 (Mon 5 Jan 09:00) to R2 (Mon 5 Jan 09:00).']);
  expect(difference.added.map((c) => c.text)).toEqual(['C6 is new with R1, to start Mon 5 Jan 14:00.']);
  expect(difference.dropped.map((c) => c.text)).toEqual([
    'C4 was with R1 (Mon 5 Jan 11:00) and has no place now: No room.',
    'C5 was with R1 (Mon 5 Jan 12:00) and is not in the plan any more.',
  ]);
  expect(difference.retimed.map((c) => c.text)).toEqual([
    'C3 stays with R1 and starts 30 min later, Mon 5 Jan 10:30 instead of Mon 5 Jan 10:00.',
  ]);
  expect(difference.cost).toBe(60);
});

test('a call that waited for a place is not called new', () => {
  const left = [{ call: 'C1', reasons: [{ code: 'shift-full', text: 'No room.' }] }];
  const { added } = differenceOfPlans(plan(100, [], left), plan(60, [allocation('C1', 'R1', 14)]), 'UTC');
  expect(added.map(({ text }) => text)).toEqual(['C1 had no place and is with R1 now, to start Mon 5 Jan 14:00.']);
});

test('a plan does not differ from itself', () => {
  const same = plan(1, [allocation('C1', 'R1', 8)]);
  const nothing = { moved: [], added: [], dropped: [], retimed: [], adjusted: [], waiting: [] };
  expect(differenceOfPlans(same, same, 'UTC')).toEqual({ ...nothing, cost: 0, changeCost: 0, groups: [] });
});

describe('why a call changed', () => {
  const PRICES = priced(
    { respond: { step: minor(2000), perHour: minor(600) }, unplaced: minor(90_000) },
    { hourlyCost: minor(1200), perKilometre: minor(50) },
  );
  const people: TestResource[] = [
    { code: 'ANN', km: 0 },
    { code: 'BOB', km: 10 },
  ];
  type Options = NonNullable<Parameters<typeof world>[2]>;
  const made = (calls: readonly TestCall[], resources = people, options: Options = {}): World =>
    world(calls, resources, { policy: PRICES, ...options });
  const planOf = ({ input }: World): Plan => planTerritory(input, ORDER_ALONE);
  const compare = (
    from: World,
    to: World,
    before = planOf(from),
    after = planOf(to),
    absences = to.reference.absences,
  ) => {
    const facts: DifferenceFacts = {
      ...{ former: from.input, since: from.now, input: to.input, absences },
      ...{ stood: planAsItStands(to.input, before), made: planAsItStands(to.input, after) },
      callOf: (number) => to.calls.find((call) => call.number === number) ?? null,
    };
    return differenceOfPlans(before, after, 'UTC', facts);
  };
  const codes = (changes: readonly PlanChange[]) =>
    changes.map(({ call, why }) => [call, ...why.map(({ code }) => code)]);
  const texts = (changes: readonly PlanChange[]) => changes.flatMap(({ why }) => why.map(({ text }) => text));

  test('moved, since whoever had it is absent', () => {
    const calls = [{ number: 'C1', km: 1, latest: at(9) }];
    const away = [{ resource: 'ANN', from: at(8), to: at(16), row: 2, reason: 'sick' }];
    const difference = compare(made(calls), made(calls, people, { absences: away }), undefined, undefined, away);
    expect(codes(difference.moved)).toEqual([['C1', 'person-away', 'change-saves']]);
    expect(texts(difference.moved)[0]).toBe('ANN is absent from Mon 5 Jan 08:00 to Mon 5 Jan 16:00 (sick).');
    // What is compared with is the plan before as it would be now: without a place for the call.
    expect(texts(difference.moved)[1]).toMatch(
      /^It saves 88[0-9.]+ EUR: C1 gets a place 900\.00; in return more travel /,
    );
  });

  test('moved, since it saves travel and lateness', () => {
    const calls = [
      { number: 'C1', km: 10, respondBy: at(8.1) },
      { number: 'C2', km: 0 },
    ];
    const one = made(calls);
    const before = planOf(made(calls, [people[0]!]));
    const difference = compare(one, one, before);
    expect(codes(difference.moved)).toEqual([['C1', 'change-saves']]);
    expect(texts(difference.moved)[0]).toMatch(
      /^Together with 1 other change it saves \d+\.\d\d EUR: late arrival of C1 avoided \d+\.\d\d, less travel \d+\.\d\d\.$/,
    );
    expect(codes(difference.retimed)).toEqual([['C2', 'route-changed', 'change-saves']]);
  });

  test('added, since it was logged; moved, since that one has its time now', () => {
    const old: TestCall = { number: 'C2', km: 1 };
    const fresh: TestCall = { number: 'C1', km: 0, loggedAt: at(7.25), respondBy: at(8.2) };
    const before = made([old], people, { now: at(7) });
    const after = made([fresh, old], people, { now: at(7.5) });
    const swapped = planOf(made([fresh, old], [people[0]!, { code: 'BOB', km: 1 }], { now: at(7.5) }));
    const difference = compare(before, after, planOf(before), swapped);
    expect(codes(difference.added)[0]!.slice(0, 2)).toEqual(['C1', 'call-logged']);
    expect(texts(difference.added)[0]).toBe('C1 was logged Mon 5 Jan 07:15.');
    const other = [...difference.moved, ...difference.retimed];
    expect(codes(other)[0]!.slice(0, 2)).toEqual(['C2', difference.moved.length > 0 ? 'room-taken' : 'route-changed']);
  });

  test('dropped, since nobody has room, or since it was fixed, is on hold or was cancelled', () => {
    const calls: TestCall[] = ['C1', 'C2', 'C3', 'C4'].map((number) => ({ number, km: 1 }));
    const from = made(calls);
    const [c1, c2, c3, c4] = calls as [TestCall, TestCall, TestCall, TestCall];
    const to = made(
      [
        { ...c1, work: hours(30) },
        { ...c2, fixedAt: at(7.5), respondedAt: at(7.4), resource: 'ANN' },
        { ...c3, holds: [{ from: at(7.5), to: null, reason: 'no access' }] },
        c4,
      ],
      people,
      { now: at(7.75) },
    );
    const cancelled: World = {
      ...to,
      input: { ...to.input, calls: to.input.calls.filter(({ number }) => number !== 'C4') },
      calls: to.calls.map((call) => (call.number === 'C4' ? { ...call, status: 'cancelled' } : call)),
    };
    const { dropped } = compare(from, cancelled);
    expect(codes(dropped)).toEqual(
      [
        ['C1', 'call-changed'],
        ['C2', 'call-ended'],
        ['C3', 'on-hold'],
        ['C4', 'call-ended'],
      ].map((row) => expect.arrayContaining(row)),
    );
    expect(dropped[0]!.text).toContain('and has no place now: ');
    expect(texts(dropped)).toContain('C1 takes 1 day 6 h now (took 1 h).');
    expect(texts(dropped)).toContain('C2 was fixed Mon 5 Jan 07:30.');
    expect(texts(dropped)).toContain('C4 was cancelled.');
  });

  test('moved by hand, or since the person lacks what it needs now, or is not there any more', () => {
    const call: TestCall = { number: 'C1', km: 1 };
    const from = made([call]);
    const pinned = compare(from, made([{ ...call, resource: 'BOB', pinned: true, plannedStart: at(9) }]));
    expect(codes(pinned.moved)[0]!.slice(0, 2)).toEqual(['C1', 'given-by-hand']);
    const skilled = compare(
      from,
      made(
        [{ ...call, skills: [{ skill: 'gate', level: 2 }] }],
        [people[0]!, { ...people[1]!, skills: [{ skill: 'gate', level: 3 }] }],
      ),
    );
    expect(texts(skilled.moved)).toEqual(
      expect.arrayContaining(['C1 needs other skills now.', 'ANN lacks gate level 2.']),
    );
    const gone = compare(from, made([call], [people[1]!]));
    expect(texts(gone.moved)[0]).toBe('ANN does not work in T any more.');
  });
});
