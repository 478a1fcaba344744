import type { Plan, PlanPrice } from '../../model/plan.ts';
import { emergenciesIn } from '../emergencies.ts';
import { compileTerritory } from '../problem/compile-territory.ts';
import { planPrice } from '../problem/cost.ts';
import { callCount, type TerritoryProblem } from '../problem/problem.ts';
import type { TerritoryInput } from '../problem/territory-input.ts';
import { placeTied } from '../problem/tied-calls.ts';
import { routesOf, solutionOf } from '../search/solution.ts';
import type { Routes } from './routes.ts';

/**
 * A plan as routes that can be searched: each call with the resource and in the shift that the plan gives it, times
 * worked out anew from `now`, without the call `except`. Calls that the input does not know, whose resource it does not
 * know, or that no longer fit, are left out.
 */
export function routesOfPlan(
  input: TerritoryInput,
  problem: TerritoryProblem,
  plan: Pick<Plan, 'allocations'>,
  except: string,
): Routes {
  const calls = new Map(input.calls.map(({ number }, c) => [number, c]));
  const resources = new Map(input.resources.map(({ code }, r) => [code, r]));
  const shiftOf = new Int32Array(callCount(problem)).fill(-1);
  const start = new Float64Array(callCount(problem));
  for (const allocation of plan.allocations) {
    const call = calls.get(allocation.call);
    const r = resources.get(allocation.resource);
    if (call === undefined || r === undefined || allocation.call === except) continue;
    start[call] = allocation.start;
    for (let s = problem.shiftOffset[r]!; s < problem.shiftOffset[r + 1]! && shiftOf[call]! < 0; s++) {
      const bands = problem.bandOffset[s + 1]!;
      if (bands > problem.bandOffset[s]! && problem.bandEnd[bands - 1]! > allocation.start) shiftOf[call] = s;
    }
  }
  return routesOf(problem, shiftOf, start);
}

/** What a plan costs by the prices of the input, its calls where it has them: the one measure for plans of any maker. */
export function priceOfPlan(input: TerritoryInput, plan: Plan): PlanPrice {
  const problem = compileTerritory(input, emergenciesIn(plan));
  const routes = routesOfPlan(input, problem, plan, '');
  placeTied(routes);
  return planPrice(solutionOf(routes, 0).cost);
}
