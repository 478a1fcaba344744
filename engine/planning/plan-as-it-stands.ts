import type { Plan } from '../model/plan.ts';
import { emergenciesIn } from './emergencies.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { placeTied } from './problem/tied-calls.ts';
import { routesOfPlan } from './routes/plan-routes.ts';
import { readSolution } from './search/read-solution.ts';
import { solutionOf } from './search/solution.ts';

/**
 * A plan with its times and its price worked out anew from `input.now`, nobody's route changed: what another plan of the
 * same moment is compared with. Calls that no longer fit where they were are unallocated in it.
 */
export function planAsItStands(input: TerritoryInput, plan: Plan): Plan {
  const problem = compileTerritory(input, emergenciesIn(plan));
  const routes = routesOfPlan(input, problem, plan, '');
  placeTied(routes);
  return readSolution(input, problem, solutionOf(routes, 0));
}
