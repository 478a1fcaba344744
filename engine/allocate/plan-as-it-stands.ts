import type { Plan } from '../model/plan.ts';
import { compileTerritory } from './compile-territory.ts';
import { emergenciesIn } from './emergencies.ts';
import { routesOfPlan } from './plan-routes.ts';
import { readSolution } from './read-solution.ts';
import { solutionOf } from './solution.ts';
import type { TerritoryInput } from './territory-input.ts';
import { placeTied } from './tied-calls.ts';

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
