import { compileTerritory } from '../allocate/compile-territory.ts';
import { readSolution } from '../allocate/read-solution.ts';
import type { SolveOptions } from '../allocate/solve.ts';
import type { TerritoryInput } from '../allocate/territory-input.ts';
import type { Plan } from '../model/plan.ts';
import { failed, ok, type Result } from '../model/problem.ts';
import { blockOf } from './layout.ts';
import type { Pool } from './pool.ts';

/** How long a territory's plan is improved; the search ends at whichever comes first. */
export type PlanBudget = Pick<SolveOptions, 'seed' | 'iterations' | 'milliseconds'>;

/**
 * Plans one territory in a thread of the pool: compiled here, solved there over shared memory, made records of here.
 * The plan is the same as `planTerritory` makes, whatever the number of threads.
 */
export async function planInPool(pool: Pool, input: TerritoryInput, budget: PlanBudget): Promise<Result<Plan>> {
  const { seed, iterations, milliseconds } = budget;
  const problem = compileTerritory(input);
  const outcome = await pool.run('plan', { problem: blockOf(problem), seed, iterations, milliseconds });
  return outcome.ok ? ok(readSolution(input, problem, outcome.value)) : failed([outcome.problem]);
}
