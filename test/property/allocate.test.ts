import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyRemedy,
  checkPlan,
  compileTerritory,
  extendPlan,
  findRemedies,
  pastsOf,
  planAsItStands,
  planTerritory,
  presentPlan,
  rankCandidates,
  solveTerritory,
  territoryInput,
  tryAllocation,
  withPast,
} from '../../engine/planning/index.ts';
import { BARRED } from '../../engine/planning/problem/problem.ts';
import { cheapestPlace, newPlace } from '../../engine/planning/routes/insertion.ts';
import { newRoutes } from '../../engine/planning/routes/new-routes.ts';
import { routesOfPlan } from '../../engine/planning/routes/plan-routes.ts';
import { barringReasons } from '../../engine/planning/rules/index.ts';
import { budget, classOf, pricingOf, timeSpent, worlds } from './random-territory.ts';

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
        const alone = planTerritory(
          { ...input, calls: input.calls.filter((c) => c.resource !== null || c.class === 'emergency') },
          budget(0),
        );
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
        for (const part of ['respondLate', 'fixLate', 'waiting', 'travel', 'overtime', 'scarceSkills'] as const) {
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
        // As if each emergency were a call like others: fixed to the search it has its place already.
        const problem = compileTerritory(input, 'all');
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
      fc.property(worlds(true), ({ reference, calls, ordered, input, now }) => {
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
          const own = checkPlan(reference, calls, tried.value, now, classOf({ ordered })).filter(({ fixed }) => !fixed);
          // Somebody else could reach an emergency earlier than the one that was tried: a person may decide so.
          expect(own.filter(({ code, call }) => code !== 'emergency-delayed' || call !== movable.number)).toEqual([]);
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
        const before = routesOfPlan(input, compileTerritory(input, 'all'), plan, '');
        const isEmergency = (number: string) =>
          input.calls.some((each) => each.number === number && each.class === 'emergency');
        for (const { call } of plan.unallocated) {
          // What gives one call room gives it to an emergency first.
          if (plan.unallocated.some((other) => other.call !== call && isEmergency(other.call))) continue;
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
            // As people know it: of equally early people the one who has an emergency keeps it.
            const { present } = presentPlan(input, plan, null);
            const mended = { ...territoryInput(changed, ordered, callOf, statusOf, 'T', now, calls), present };
            const letIn = remedy.kind === 'access' ? { ...mended.calls[c]!, access: undefined } : mended.calls[c]!;
            const asked = { ...mended, calls: mended.calls.with(c, letIn) };
            const problem = compileTerritory(asked, { call });
            const routes = routesOfPlan(asked, problem, plan, call);
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
