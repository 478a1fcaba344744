import type { Plan } from '../model/plan.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { readSolution } from './search/read-solution.ts';
import { type SolveOptions, solveTerritory } from './search/solve.ts';

/** Compiles, solves and reads back one territory, in this thread. */
export function planTerritory(input: TerritoryInput, options: SolveOptions): Plan {
  const problem = compileTerritory(input);
  return readSolution(input, problem, solveTerritory(problem, options));
}
