import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyRemedy,
  checkPlan,
  compileTerritory,
  extendPlan,
  findRemedies,
  type PricingFacts,
  pastsOf,
  planAsItStands,
  planTerritory,
  presentPlan,
  rankCandidates,
  solveTerritory,
  territoryInput,
  tryAllocation,
  withPast,
} from '../../engine/allocate/index.ts';
import { cheapestPlace, newPlace } from '../../engine/allocate/insertion.ts';
import { newRoutes } from '../../engine/allocate/new-routes.ts';
import { routesOfPlan } from '../../engine/allocate/plan-routes.ts';
import { BARRED } from '../../engine/allocate/problem.ts';
import { barringReasons } from '../../engine/allocate/rules/index.ts';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import { localDate, millis, minor } from '../../engine/model/units.ts';
import { UNEVEN_PRICES } from '../allocate/uneven-prices.ts';
import { at, minutes, POLICY, type TestCall, type TestResource, type World, world } from '../allocate/world.ts';

const place = fc.record({
  latitude: fc.double({ min: 50, max: 50.6, noNaN: true }),
  longitude: fc.double({ min: 10, max: 11, noNaN: true }),
});
const skills = fc.uniqueArray(
  fc.record({ skill: fc.constantFrom('lift', 'gate', 'radio'), level: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 2, selector: (s) => s.skill },
);
const when = fc.option(
  fc.integer({ min: -12, max: 120 }).map((h) => at(7 + h / 2)),
  { nil: undefined },
);

const resource = (i: number) =>
  fc.record({
    code: fc.constant(`R${i}`),
    place,
    skills,
    hours: fc.constantFrom(
      'Mo-Fr 08:00-16:00',
      'Mo-Fr 06:00-10:00,10:30-14:00',
      'Mo-Su 22:00-06:00',
      'Mo-We 08:00-12:00,13:00-17:00; Th 10:00-12:00',
      '24/7',
      'Sa 08:00-12:00',
    ),
    maxCalls: fc.option(fc.integer({ min: 1, max: 5 })),
    hourlyCost: fc.option(fc.integer({ min: 100, max: 5000 }).map(minor)),
    speed: fc.constantFrom(0.5, 1, 1.7),
    territory: fc.constantFrom('T', 'T', 'T', 'U'),
  });

/** Calls of which some are started, pinned, allocated, held or duplicates; statuses as contradictory as people's data are. */
const call = (i: number, resources: number, withFixed: boolean) =>
  fc
    .record({
      place,
      skills,
      work: fc.integer({ min: 5, max: 300 }).map(minutes),
      respondBy: when,
      fixBy: when,
      class: fc.constantFrom(...CALL_CLASSES),
      priority: fc.integer({ min: 1, max: 9 }),
      appointment: fc.option(fc.tuple(fc.integer({ min: -2, max: 60 }), fc.integer({ min: 0, max: 5 }))),
      holder: fc.integer({ min: 0, max: resources }),
      state: fc.constantFrom(
        ...(withFixed
          ? ([
              'open',
              'open',
              'open',
              'accepted',
              'travelling',
              'on-site',
              'pinned',
              'allocated',
              'held',
              'left',
              'duplicate',
              'done',
              'done',
            ] as const)
          : (['open'] as const)),
      ),
      respondedAgo: fc.integer({ min: 0, max: 300 }).map(minutes),
      plannedStart: when,
    })
    .map(({ appointment, holder, state, respondedAgo, plannedStart, respondBy, fixBy, ...rest }): TestCall => {
      const holds = state === 'open' || state === 'held' || state === 'duplicate' ? null : `R${holder}`;
      return {
        number: `C${String(i).padStart(2, '0')}`,
        ...rest,
        ...(respondBy === undefined ? {} : { respondBy }),
        ...(fixBy === undefined ? {} : { fixBy }),
        earliest: appointment === null ? null : at(7 + appointment[0]),
        latest: appointment === null ? null : at(7 + appointment[0] + appointment[1]),
        resource: holds,
        pinned: state === 'pinned',
        plannedStart: holds === null ? null : (plannedStart ?? null),
        duplicateOf: state === 'duplicate' ? 'C00' : null,
        holds:
          state === 'held'
            ? [{ from: at(1), to: null, reason: 'no access' }]
            : state === 'left'
              ? [{ from: millis(at(9) - respondedAgo / 2) as never, to: null, reason: 'no access' }]
              : [],
        arrivedAt: state === 'left' ? (millis(at(9) - respondedAgo) as never) : null,
        respondedAt: state === 'on-site' || state === 'left' ? (millis(at(9) - respondedAgo) as never) : null,
        fixedAt: state === 'done' ? (millis(at(9) - respondedAgo) as never) : null,
        ...(state === 'accepted' || state === 'travelling' || state === 'on-site' || state === 'allocated'
          ? { status: state }
          : {}),
      };
    });

const policy = fc.record({
  routeStart: fc.constantFrom('home' as const, 'home' as const, 'open' as const),
  routeEnd: fc.constantFrom('home' as const, 'home' as const, 'open' as const),
  overtimeUpTo: fc.constantFrom(millis(0), minutes(90)),
  overtimeByClass: fc.constantFrom(
    {},
    { emergency: minutes(120), normal: millis(0) },
    { emergency: minutes(45), high: minutes(200), planned: minutes(30), deferred: millis(0) },
  ),
  onCallByClass: fc.constantFrom({}, {}, { high: minutes(30), deferred: minutes(0) }),
  balanceOver: fc.constantFrom(millis(0), minutes(3 * 24 * 60)),
  mayMoveAllocated: fc.boolean(),
  detourFactor: fc.constantFrom(1, 1.4),
});

const prices = {
  ...UNEVEN_PRICES,
  imbalancePerHour: minor(70),
  scarceSkillPerHour: minor(200),
  churn: minor(450),
  lent: [
    { resource: 'R0', territory: 'U', on: localDate('2026-01-06') },
    { resource: 'R1', territory: 'T', on: localDate('2026-01-07') },
  ],
};

/** Changed days, breaks, turns on call and loans of the first of `m` resources. */
const rota = (m: number) => {
  const resource = fc.constantFrom('R0', 'R1').filter((code) => code < `R${m}`);
  const rows = <T extends object>(row: fc.Arbitrary<T>) =>
    (m === 0 ? fc.constant([]) : fc.array(row, { maxLength: 2 })).map((list) =>
      list.map((each, k) => ({ ...each, row: k + 2 })),
    );
  const on = fc.constantFrom(localDate('2026-01-05'), localDate('2026-01-06'), localDate('2026-01-07'));
  const hour = fc.integer({ min: 0, max: 60 });
  return fc.record({
    loans: rows(fc.record({ resource, territory: fc.constantFrom('T', 'U'), on, reason: fc.constant(null) })),
    shiftChanges: rows(
      fc.record({
        resource,
        on,
        hours: fc.constantFrom('off', '06:00-13:00', '20:00-04:00'),
        reason: fc.constant(null),
      }),
    ),
    breaks: rows(
      fc.record({
        resource,
        hours: fc.constantFrom('12:00-12:30', 'Mo,We 10:00-11:00', 'Tu 23:30-00:30'),
        validFrom: orNull(on),
        validTo: orNull(on),
      }),
    ),
    onCall: rows(
      fc
        .record({
          resource,
          from: hour,
          length: fc.integer({ min: 1, max: 70 }),
          upTo: fc.constantFrom(...CALL_CLASSES),
        })
        .map(({ from, length, ...rest }) => ({ ...rest, from: at(from), to: at(from + length) })),
    ),
  });
};
/** Travel and work of the days before `now`. */
const timeSpent = fc
  .record({
    resource: fc.constantFrom('R0', 'R1', 'R2'),
    kind: fc.constantFrom('travel' as const, 'work' as const),
    from: fc.integer({ min: -80, max: 9 }),
    length: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ from, length, ...rest }) => ({ ...rest, start: at(from), end: at(from + length) }));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const pricingOf = ({ ordered }: Pick<World, 'ordered'>): PricingFacts => {
  const known = new Map(ordered.map((call) => [call.number, call]));
  return { orderedOf: (number) => known.get(number) ?? null };
};

const classOf =
  ({ ordered }: Pick<World, 'ordered'>) =>
  (number: string) =>
    ordered.find((call) => call.number === number)?.class ?? null;

/** Within a shift, up to its end, over it, or from it on. */
const absence = fc.constantFrom(
  ...[null, null, [10, 11.5], [8, 16], [13, 17], [15, 20], [16, 18]].map((hours) =>
    hours === null ? null : { from: at(hours[0]!), to: at(hours[1]!) },
  ),
);

const worlds = (withFixed: boolean): fc.Arbitrary<World> =>
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 14 }))
    .chain(([m, n]) =>
      fc.tuple(
        fc.tuple(...Array.from({ length: m }, (_, i) => resource(i))) as fc.Arbitrary<TestResource[]>,
        fc.tuple(...Array.from({ length: n }, (_, i) => call(i, m, withFixed))) as fc.Arbitrary<TestCall[]>,
        policy,
        absence,
        fc.nat(4),
        rota(m),
      ),
    )
    .map(([resources, plain, settings, absent, turn, rota]) => {
      const calls = plain.map((each, k) => ({ ...each, class: CALL_CLASSES[(k + turn) % CALL_CLASSES.length]! }));
      const made = world(calls, resources, {
        ...rota,
        now: at(9),
        policy: { ...POLICY, ...prices, ...settings },
        absences: absent !== null && resources.length > 0 ? [{ resource: 'R0', ...absent }] : [],
      });
      // A counterexample is shown by what it was made from.
      return { ...made, [fc.toStringMethod]: () => JSON.stringify({ resources, calls, settings, absent, rota }) };
    });

const budget = (iterations: number, seed = 1) => ({ seed, iterations, milliseconds: null });

describe('plans of random territories', () => {
  test('the checker passes every plan: what it finds comes with fixed work alone', () => {
    fc.assert(
      fc.property(worlds(true), ({ reference, calls, ordered, input, now }) => {
        const plan = planTerritory(input, budget(60));
        expect(
          checkPlan(reference, calls, plan, now, classOf({ ordered }), pricingOf({ ordered })).filter(
            ({ fixed }) => !fixed,
          ),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('without fixed work the checker finds nothing at all, whatever people bring along from the days before', () => {
    fc.assert(
      fc.property(worlds(false), fc.array(timeSpent, { maxLength: 6 }), (made, spent) => {
        const { reference, calls, ordered, now } = made;
        const input = withPast(reference, made.input, spent);
        const pricing = { ...pricingOf({ ordered }), past: pastsOf([input]) };
        const plan = planTerritory(input, budget(60));
        expect(checkPlan(reference, calls, plan, now, classOf({ ordered }), pricing)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('started and pinned calls never move, and never start at another time than was told', () => {
    fc.assert(
      fc.property(worlds(true), ({ input }) => {
        const alone = planTerritory({ ...input, calls: input.calls.filter((c) => c.resource !== null) }, budget(0));
        const untold = new Set(
          input.calls
            .filter(({ plannedStart, status }) => plannedStart === null && !['on-site', 'travelling'].includes(status))
            .map(({ number }) => number),
        );
        const fixedIn = (plan: typeof alone) =>
          plan.allocations
            .filter((a) => a.fixed)
            .map((a) => [a.call, a.resource, untold.has(a.call) ? null : a.start])
            .sort();
        expect(fixedIn(planTerritory(input, budget(60)))).toEqual(fixedIn(alone));
      }),
      { numRuns: 150 },
    );
  });

  test('a plan extended by calls that came later passes the checker, places what it can, and moves nobody else’s call', () => {
    fc.assert(
      fc.property(worlds(true), fc.nat(14), ({ reference, calls, ordered, input, now }, came) => {
        const before = planTerritory({ ...input, calls: input.calls.slice(came) }, budget(20));
        const after = extendPlan(input, before);
        expect(checkPlan(reference, calls, after, now, classOf({ ordered })).filter(({ fixed }) => !fixed)).toEqual([]);
        const resourceOf = new Map(after.allocations.map((a) => [a.call, a.resource]));
        if (came === 0) for (const a of before.allocations) expect(resourceOf.get(a.call)).toBe(a.resource);
        const known = new Set([...after.allocations, ...after.unallocated].map(({ call }) => call));
        expect(input.calls.every(({ number }) => known.has(number))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('what each allocation costs adds up to the plan’s cost, but for imbalance, calls left out and idle ways home', () => {
    fc.assert(
      fc.property(worlds(false), ({ input }) => {
        const { allocations, allocationCosts, cost, changeCost } = planTerritory(input, budget(40));
        expect(allocationCosts!.map(({ call }) => call)).toEqual(allocations.map(({ call }) => call));
        for (const part of ['respondLate', 'fixLate', 'travel', 'overtime', 'scarceSkills'] as const) {
          expect(allocationCosts!.reduce((sum, each) => sum + each[part], 0)).toBe(cost[part]);
        }
        expect(allocationCosts!.reduce((sum, each) => sum + each.changeCost, 0)).toBe(changeCost);
      }),
      { numRuns: 60 },
    );
  });

  test('what a plan costs as it stands is the same whatever stood before it; the cost of change alone differs', () => {
    fc.assert(
      fc.property(worlds(false), ({ input }) => {
        const [first, plan] = [planTerritory(input, budget(0)), planTerritory(input, budget(60))];
        const asKnown = { ...input, ...presentPlan(input, first, null) };
        const stands = planAsItStands(asKnown, plan);
        expect(stands.cost).toEqual(plan.cost);
        const home = new Map(first.allocations.map(({ call, resource }) => [call, resource]));
        const moved = plan.allocations.filter(({ call, resource }) => (home.get(call) ?? resource) !== resource);
        const isTold = ({ call }: { call: string }) =>
          input.calls.some(({ number, status }) => number === call && status === 'allocated');
        if (!plan.allocations.some(isTold)) expect(stands.changeCost).toBe(moved.length * input.policy.churn);
        expect(planAsItStands({ ...input, ...presentPlan(input, plan, null) }, plan).cost).toEqual(plan.cost);
      }),
      { numRuns: 100 },
    );
  });

  test('same input, seed and iterations: same plan', () => {
    fc.assert(
      fc.property(worlds(true), fc.integer(), ({ input }, seed) => {
        expect(planTerritory(input, budget(40, seed))).toEqual(planTerritory(structuredClone(input), budget(40, seed)));
      }),
      { numRuns: 60 },
    );
  });

  test('no improvement gives a dearer plan than insertion alone', () => {
    fc.assert(
      fc.property(worlds(true), fc.integer(), ({ input }, seed) => {
        const alone = planTerritory(input, budget(0, seed)).cost.total;
        for (const n of [1, 5, 20, 80, 300]) {
          expect(planTerritory(input, budget(n, seed)).cost.total).toBeLessThanOrEqual(alone);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('the compiled rules and the rules that explain agree on who could take a call with nothing else to do', () => {
    fc.assert(
      fc.property(worlds(false), ({ input }) => {
        const problem = compileTerritory(input);
        const routes = newRoutes(problem);
        input.calls.forEach((c, i) => {
          input.resources.forEach((r, k) => {
            const barred = barringReasons({ input, call: c, resource: r, callsInShift: () => 0 }).length > 0;
            const found = problem.kind[i] !== BARRED && cheapestPlace(routes, i, newPlace(), k);
            expect([c.number, r.code, !barred]).toEqual([c.number, r.code, found]);
          });
        });
      }),
      { numRuns: 150 },
    );
  });

  test('a candidate has the times that its hand allocation gets, and the checker passes that plan', () => {
    fc.assert(
      fc.property(worlds(true), ({ reference, calls, input, now }) => {
        const plan = planTerritory(input, budget(0));
        const movable = input.calls.find((c) => plan.allocations.some((a) => a.call === c.number && !a.fixed));
        if (movable === undefined) return;
        for (const candidate of rankCandidates(input, plan, movable.number)) {
          if (!candidate.feasible) {
            expect(candidate.reasons.length).toBeGreaterThan(0);
            continue;
          }
          const tried = tryAllocation(input, plan, movable.number, candidate.resource);
          if (!tried.ok) throw new Error('a feasible candidate was refused');
          const given = tried.value.allocations.find((a) => a.call === movable.number)!;
          expect([given.resource, given.start, given.fixed]).toEqual([
            candidate.resource,
            candidate.times!.start,
            true,
          ]);
          expect(checkPlan(reference, calls, tried.value, now).filter(({ fixed }) => !fixed)).toEqual([]);
        }
      }),
      { numRuns: 80 },
    );
  });

  test('each remedy of a call left out gives it a place in that plan, and nobody loses theirs', () => {
    fc.assert(
      fc.property(worlds(true), (made) => {
        const { reference, calls, ordered, input, now } = made;
        const plan = planTerritory(input, budget(20));
        const before = routesOfPlan(input, compileTerritory(input), plan, '');
        for (const { call } of plan.unallocated) {
          const c = input.calls.findIndex(({ number }) => number === call);
          for (const remedy of findRemedies({ reference, input, plan, finished: calls }, call)) {
            const byNumber = new Map(
              calls.map((each) => [
                each.number,
                remedy.kind === 'later-appointment' && each.number === call ? { ...each, latest: remedy.at } : each,
              ]),
            );
            const callOf = (number: string) => byNumber.get(number)!;
            const statusOf = (number: string) => input.calls.find((each) => each.number === number)!.status;
            const changed = applyRemedy(reference, remedy, now);
            const mended = territoryInput(changed, ordered, callOf, statusOf, 'T', now, calls);
            const problem = compileTerritory(mended);
            const routes = routesOfPlan(mended, problem, plan, call);
            const shown = JSON.stringify([call, remedy]);
            const resource = mended.resources.findIndex(({ code }) => code === remedy.resource);
            expect([shown, cheapestPlace(routes, c, newPlace(), resource)]).toEqual([shown, true]);
            const lost = input.calls.filter((_, k) => before.shiftOf[k]! >= 0 && routes.shiftOf[k]! < 0);
            expect([shown, lost.map(({ number }) => number)]).toEqual([shown, []]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a solution has no unplaced call that an empty place is left for', () => {
    fc.assert(
      fc.property(worlds(false), ({ input }) => {
        const solution = solveTerritory(compileTerritory(input), budget(0));
        const used = new Set(solution.shiftOf);
        const problem = compileTerritory(input);
        const empty = newRoutes(problem);
        solution.shiftOf.forEach((s, c) => {
          if (s >= 0) return;
          input.resources.forEach((_, r) => {
            const found = newPlace();
            if (cheapestPlace(empty, c, found, r)) {
              let free = false;
              for (let k = problem.shiftOffset[r]!; k < problem.shiftOffset[r + 1]!; k++)
                free ||= !used.has(k) && k === found.shift;
              expect(free).toBe(false);
            }
          });
        });
      }),
      { numRuns: 60 },
    );
  });
});
