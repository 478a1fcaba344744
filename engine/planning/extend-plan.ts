import type { Plan } from '../model/plan.ts';
import { keepOrder } from './keep-order.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { routesOfPlan } from './routes/plan-routes.ts';
import { readSolution } from './search/read-solution.ts';
import { solutionOf } from './search/solution.ts';
import { insertInOrder } from './search/solve.ts';

/**
 * The plan as it stands, with the calls that it does not place put in, most urgent first, each at its cheapest place;
 * nothing else goes to another resource, but a route keeps the order. What no longer fits (somebody absent, work that overran) is placed anew. Costs a
 * small part of a whole plan, and is seldom as good: calls that came earlier do not make room.
 */
export function extendPlan(input: TerritoryInput, plan: Pick<Plan, 'allocations'>): Plan {
  const problem = compileTerritory(input);
  const routes = routesOfPlan(input, problem, plan, '');
  insertInOrder(routes);
  keepOrder(routes, true);
  return readSolution(input, problem, solutionOf(routes, 0));
}
