import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import { minor } from '../../engine/model/units.ts';
import { compileTerritory, planTerritory, type TerritoryInput } from '../../engine/planning/index.ts';
import { FORCED } from '../../engine/planning/problem/problem.ts';
import { hasSkill } from '../../engine/planning/problem/skill-profiles.ts';
import { at, minutes, POLICY, type TestCall, type TestResource, world } from '../planning/world.ts';
import { budget, worlds } from './random-territory.ts';

/*
 * Rule 10.3 by brute force: every minute in which somebody could leave, and every minute in which they could then begin,
 * is tried. A kilometre is a minute, and all times are whole minutes of Monday 5 January and the days after.
 */

const DAYS = 4;
const MINUTE = 60_000;
const minute = (n: number) => at(n / 60);

interface Duty {
  /** Minutes worked, without overtime. */
  readonly bands: readonly (readonly [from: number, to: number])[];
}

const HOURS = {
  'Mo-Fr 08:00-16:00': [[480, 960]],
  'Mo-Fr 06:00-10:00,10:30-14:00': [
    [360, 600],
    [630, 840],
  ],
  'Mo-Fr 22:00-23:30': [[1320, 1410]],
  'Mo-Fr 12:00-14:00,14:10-15:00': [
    [720, 840],
    [850, 900],
  ],
} as const;

interface Person {
  readonly code: string;
  readonly km: number;
  readonly hours: keyof typeof HOURS;
  readonly able: boolean;
  readonly maxCalls: number | null;
  /** Work that has begun: since when, for how long, where. */
  readonly busy: { readonly since: number; readonly work: number; readonly km: number } | null;
  /** Minutes of Monday on call, outside of all shifts; null: none. */
  readonly turn: readonly [from: number, to: number] | null;
}

interface Asked {
  readonly now: number;
  readonly km: number;
  readonly work: number;
  readonly appointment: readonly [from: number, to: number] | null;
  readonly overtime: number;
  readonly callOut: number | null;
  readonly fromHome: boolean;
  readonly toHome: boolean;
}

/** First minute in which anybody able can begin work; null: nobody can. */
function bruteForce(asked: Asked, people: readonly Person[]): number | null {
  const all = people.filter(({ able }) => able).flatMap((person) => startsOf(asked, person));
  return all.length === 0 ? null : Math.min(...all);
}

/** The first start in each shift of a person. */
function startsOf(asked: Asked, person: Person): number[] {
  const { now, km, work } = asked;
  const home = Math.abs(person.km - km);
  const shifts: (Duty & { readonly close: number })[] = [];
  for (let day = -1; day < DAYS; day++) {
    const bands = HOURS[person.hours].map(([from, to]) => [from + day * 1440, to + day * 1440] as const);
    const end = bands.at(-1)![1] + asked.overtime;
    shifts.push({ bands: [...bands.slice(0, -1), [bands.at(-1)![0], end]], close: end });
  }
  if (person.turn !== null && work <= (asked.callOut ?? Number.POSITIVE_INFINITY)) {
    shifts.push({ bands: [person.turn], close: person.turn[1] });
  }
  const busyUntil = person.busy === null ? now : Math.max(now, person.busy.since + person.busy.work);
  return shifts.flatMap(({ bands, close }) => {
    const isRunning = person.busy !== null && bands[0]![0] < busyUntil && busyUntil <= close;
    const way = isRunning ? Math.abs(person.busy!.km - km) : asked.fromHome ? home : 0;
    const back = asked.toHome ? home : 0;
    const isFull = person.maxCalls !== null && (isRunning ? 1 : 0) >= person.maxCalls;
    const backFirst = person.busy === null || isRunning || !asked.toHome ? 0 : Math.abs(person.busy.km - person.km);
    const freeAt = busyUntil + backFirst;
    const inOneBand = (from: number, length: number) => bands.some(([a, b]) => a <= from && from + length <= b);
    if (isFull) return [];
    for (let start = Math.max(now, bands[0]![0]); start + work <= close; start++) {
      if (!inOneBand(start, work)) continue;
      // Nobody leaves an emergency because its appointment is over.
      if (asked.appointment !== null && start < asked.appointment[0]) continue;
      let comes = false;
      for (let leave = freeAt; leave + way <= start && !comes; leave++) comes = inOneBand(leave, way);
      let goes = false;
      for (let leave = start + work; leave + back <= close && !goes; leave++) goes = inOneBand(leave, back);
      if (comes && goes) return [start];
    }
    return [];
  });
}

const person = (i: number): fc.Arbitrary<Person> =>
  fc.record({
    code: fc.constant(`R${i}`),
    km: fc.integer({ min: 0, max: 90 }),
    hours: fc.constantFrom(...(Object.keys(HOURS) as (keyof typeof HOURS)[])),
    able: fc.boolean(),
    maxCalls: fc.constantFrom(null, null, 1, 2),
    busy: fc.option(
      fc.record({
        since: fc.constant(540),
        work: fc.integer({ min: 5, max: 200 }),
        km: fc.integer({ min: 0, max: 90 }),
      }),
    ),
    turn: fc.constantFrom(null, null, [1100, 1300] as const, [1000, 1250] as const),
  });

const asked: fc.Arbitrary<Asked> = fc.record({
  now: fc.integer({ min: 545, max: 1200 }),
  km: fc.integer({ min: 0, max: 90 }),
  work: fc.integer({ min: 1, max: 200 }),
  appointment: fc.constantFrom(null, null, [700, 1500] as const, [1300, 1400] as const, [100, 500] as const),
  overtime: fc.constantFrom(0, 20, 35),
  callOut: fc.constantFrom(null, 60),
  fromHome: fc.boolean(),
  toHome: fc.boolean(),
});

const money = fc.integer({ min: 0, max: 100_000 }).map(minor);
const prices = fc.record({
  respond: fc.record({ step: money, perHour: money }),
  fix: fc.record({ step: money, perHour: money }),
  unplaced: money,
});

/** What else there is to do: as urgent as can be below an emergency, and some of it promised. */
const other = fc.record({
  km: fc.integer({ min: 0, max: 90 }),
  work: fc.integer({ min: 5, max: 200 }),
  class: fc.constantFrom(...CALL_CLASSES.slice(1)),
  due: fc.integer({ min: 500, max: 1500 }),
  pinnedTo: fc.option(fc.integer({ min: 0, max: 3 })),
  plannedStart: fc.option(fc.integer({ min: 480, max: 1500 })),
});

test('rule 10.3: an emergency is reached at the earliest instant that brute force finds, at random prices', () => {
  let reached = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => person(i)))),
      asked,
      fc.array(other, { maxLength: 6 }),
      fc.record({ class: prices, hourlyCost: money, perKilometre: money, imbalancePerHour: money, churn: money }),
      fc.nat(60),
      (people, task, others, { class: price, ...costs }, steps) => {
        // A shift without its busy person is fiction: who has begun nothing while at work is left alone.
        const at9 = people.map((each) => (isAtWork(each, task) ? each : { ...each, busy: null }));
        const calls: TestCall[] = [
          {
            number: 'E',
            class: 'emergency',
            km: task.km,
            work: minutes(task.work),
            skills: [{ skill: 'able', level: 1 }],
            earliest: task.appointment === null ? null : minute(task.appointment[0]),
            latest: task.appointment === null ? null : minute(task.appointment[1]),
          },
          ...at9.flatMap(({ code, busy }): TestCall[] =>
            busy === null
              ? []
              : [
                  {
                    number: `B-${code}`,
                    km: busy.km,
                    work: minutes(busy.work),
                    resource: code,
                    status: 'on-site',
                    respondedAt: minute(busy.since),
                  },
                ],
          ),
          ...others.map(
            ({ due, pinnedTo, plannedStart, work, ...rest }, k): TestCall => ({
              ...rest,
              number: `C${k}`,
              work: minutes(work),
              respondBy: minute(due),
              fixBy: minute(due + 60),
              ...(pinnedTo !== null && { pinned: true, resource: `R${pinnedTo}` }),
              plannedStart: pinnedTo === null || plannedStart === null ? null : minute(plannedStart),
            }),
          ),
        ];
        const resources = at9.map(
          ({ code, km, hours, able, maxCalls }): TestResource => ({
            ...{ code, km, hours, maxCalls },
            skills: able ? [{ skill: 'able', level: 1 }] : [],
          }),
        );
        const made = world(calls, resources, {
          now: minute(task.now),
          policy: {
            ...costs,
            prices: { ...POLICY.prices, emergency: price, high: price, planned: price },
            overtimeUpTo: minutes(0),
            overtimeByClass: { emergency: minutes(task.overtime) },
            onCallByClass:
              task.callOut === null
                ? {}
                : Object.fromEntries(CALL_CLASSES.map((each) => [each, minutes(task.callOut!)])),
            routeStart: task.fromHome ? 'home' : 'open',
            routeEnd: task.toHome ? 'home' : 'open',
          },
          onCall: at9.flatMap(({ code, turn }) =>
            turn === null
              ? []
              : [{ row: 2, resource: code, from: minute(turn[0]), to: minute(turn[1]), upTo: 'high' as const }],
          ),
        });
        const plan = planTerritory(made.input, budget(steps));
        const start = plan.allocations.find(({ call }) => call === 'E')?.start;
        const first = bruteForce(task, at9);
        if (first !== null) reached += 1;
        expect(start === undefined ? null : (start - at(0)) / MINUTE).toBe(first);
      },
    ),
    { numRuns: 300 },
  );
  expect(reached).toBeGreaterThan(100);
});

/** Whether a person's begun work lies within the shift that runs at nine, as does its end. */
function isAtWork({ hours, busy }: Person, { now }: Asked): boolean {
  if (busy === null) return false;
  const bands = HOURS[hours];
  const until = Math.max(now, busy.since + busy.work);
  return bands[0]![0] <= busy.since && until <= bands.at(-1)![1];
}

test('declaring an emergency never makes that call later', () => {
  let earlier = 0;
  fc.assert(
    fc.property(worlds(true), fc.nat(13), fc.nat(40), ({ input }, k, steps) => {
      const call = input.calls[k];
      // Work that no shift has room for lies outside of all rules, as early as anybody likes.
      if (call === undefined || compileTerritory(input).kind[k] === FORCED) return;
      // As does work given to somebody who lacks the skills: an emergency goes to those who have them.
      const holder = input.resources.find(({ code }) => code === call.resource);
      if (holder !== undefined && !call.skills.every((needed) => hasSkill(holder.skills, needed))) return;
      const startIn = (at: TerritoryInput) =>
        planTerritory(at, budget(steps)).allocations.find((each) => each.call === call.number)?.start ?? Infinity;
      const before = startIn(input);
      const declared = startIn({ ...input, calls: input.calls.with(k, { ...call, class: 'emergency' }) });
      if (declared < before) earlier += 1;
      expect(declared).toBeLessThanOrEqual(before);
    }),
    { numRuns: 1500 },
  );
  expect(earlier).toBeGreaterThan(20);
});
