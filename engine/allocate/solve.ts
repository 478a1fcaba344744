import { improve } from './improvement.ts';
import { cheapestPlace, insertAt, newPlace } from './insertion.ts';
import { BARRED, callCount, type TerritoryProblem } from './problem.ts';
import { newRoutes, type Routes } from './routes.ts';
import { solutionOf, type TerritorySolution } from './solution.ts';

export interface SolveOptions {
  /** Same problem, seed and iterations: same plan. */
  readonly seed: number;
  /** Improvement steps at most; 0: insertion in order alone. */
  readonly iterations: number;
  /** Time budget for all of it, by `clock`; null: none. */
  readonly milliseconds: number | null;
  /** Milliseconds from any origin; without it the time budget is not kept (the engine reads no clock of its own). */
  readonly clock?: () => number;
  /** Asked every few steps; true ends the improvement, with the best plan so far. */
  readonly stop?: () => boolean;
}

/**
 * Plans a territory: each call in order at its cheapest feasible place, then improvement within the budget. Never ends
 * dearer, nor with dearer unplaced calls, than insertion alone; always feasible around the fixed work.
 */
export function solveTerritory(problem: TerritoryProblem, options: SolveOptions): TerritorySolution {
  const { clock, milliseconds } = options;
  const deadline = clock !== undefined && milliseconds !== null ? clock() + milliseconds : null;
  const routes = newRoutes(problem);
  insertInOrder(routes);
  const over = () => options.stop?.() === true || (deadline !== null && clock!() >= deadline);
  const endless = deadline === null && options.stop === undefined && !Number.isFinite(options.iterations);
  const steps = endless ? 0 : improve(routes, options.seed, options.iterations, over);
  return solutionOf(routes, steps);
}

/** Gives every call without a place its cheapest one, most urgent first; those that find none stay without. */
export function insertInOrder(routes: Routes): void {
  const { problem } = routes;
  const place = newPlace();
  for (let call = 0; call < callCount(problem); call++) {
    if (routes.shiftOf[call]! >= 0 || problem.kind[call] === BARRED) continue;
    if (cheapestPlace(routes, call, place)) insertAt(routes, call, place);
  }
}
