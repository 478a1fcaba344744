import type { Plan } from '../model/plan.ts';
import { compileTerritory } from './compile-territory.ts';
import { readSolution } from './read-solution.ts';
import { type SolveOptions, solveTerritory } from './solve.ts';
import type { TerritoryInput } from './territory-input.ts';

/** Compiles, solves and reads back one territory, in this thread. */
export function planTerritory(input: TerritoryInput, options: SolveOptions): Plan {
  const problem = compileTerritory(input);
  return readSolution(input, problem, solveTerritory(problem, options));
}
