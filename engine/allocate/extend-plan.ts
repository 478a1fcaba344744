import type { Plan } from '../model/plan.ts';
import { compileTerritory } from './compile-territory.ts';
import { keepOrder } from './keep-order.ts';
import { routesOfPlan } from './plan-routes.ts';
import { readSolution } from './read-solution.ts';
import { solutionOf } from './solution.ts';
import { insertInOrder } from './solve.ts';
import type { TerritoryInput } from './territory-input.ts';

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
