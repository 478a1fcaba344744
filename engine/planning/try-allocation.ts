import type { Plan } from '../model/plan.ts';
import { failed, ok, type Problem, type Result } from '../model/problem.ts';
import { extendPlan } from './extend-plan.ts';
import { planTerritory } from './plan-territory.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import { FREE } from './problem/problem.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { placeTied } from './problem/tied-calls.ts';
import { cheapestPlace, insertAt, newPlace } from './routes/insertion.ts';
import { routesOfPlan } from './routes/plan-routes.ts';
import { readSolution } from './search/read-solution.ts';
import { solutionOf } from './search/solution.ts';
import { insertInOrder } from './search/solve.ts';

/**
 * The plan with one call allocated to a resource by hand and pinned there. Where the rules allow it the call gets the
 * resource's cheapest place and nothing else moves; where they don't it is put there all the same, as early as the
 * resource can be there, and the rest is planned around it: `checkPlan` then says which rules that breaks.
 * Problems: `call-not-plannable` (not an open call of the territory, or a duplicate, on hold or awaiting approval), `resource-not-in-territory`.
 */
export function tryAllocation(
  input: TerritoryInput,
  plan: Plan,
  callNumber: string,
  resourceCode: string,
): Result<Plan> {
  const c = input.calls.findIndex(({ number }) => number === callNumber);
  const r = input.resources.findIndex(({ code }) => code === resourceCode);
  const call = input.calls[c];
  const problems: Problem[] = [];
  if (call === undefined || call.held || call.duplicateOf !== null || call.status === 'awaiting-approval') {
    problems.push({
      code: 'call-not-plannable',
      field: 'call',
      value: callNumber,
      message: `${callNumber} is not a call of territory ${input.territory} to which anybody can be sent now.`,
      action: 'Name an open call of the territory; resume it if it is on hold; for a duplicate name its original.',
    });
  }
  if (r < 0) {
    problems.push({
      code: 'resource-not-in-territory',
      field: 'resource',
      value: resourceCode,
      message: `${resourceCode} neither belongs to territory ${input.territory} nor is lent to it.`,
      action: 'Name a resource of the territory, or lend it to the territory for a shift first.',
    });
  }
  if (problems.length > 0) return failed(problems);

  // Free for this once: a person may move what the planner may not.
  const free = { ...call!, pinned: false, status: 'open', resource: null, plannedStart: null } as const;
  const pinned = { ...free, pinned: true, resource: resourceCode } as const;
  const withPinned = { ...input, calls: input.calls.with(c, pinned) };
  // The resource is there as early as it can, and the rest keeps its people as far as that leaves room.
  if (call!.class === 'emergency') return ok(extendPlan(withPinned, plan));
  const freed = { ...input, calls: input.calls.with(c, free) };
  const problem = compileTerritory(freed);
  const routes = routesOfPlan(freed, problem, plan, callNumber);
  placeTied(routes);
  const place = newPlace();
  if (problem.kind[c] === FREE && cheapestPlace(routes, c, place, r)) {
    insertAt(routes, c, place);
    insertInOrder(routes);
    const found = readSolution(freed, problem, solutionOf(routes, 0));
    return ok({
      ...found,
      allocations: found.allocations.map((a) => (a.call === callNumber ? { ...a, fixed: true } : a)),
    });
  }
  return ok(planTerritory(withPinned, { seed: 0, iterations: 0, milliseconds: null }));
}
