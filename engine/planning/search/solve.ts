import { keepOrder } from '../keep-order.ts';
import { BARRED, callCount, FREE, resourceCount, type TerritoryProblem } from '../problem/problem.ts';
import { placeTied } from '../problem/tied-calls.ts';
import { isReplan, replan } from '../replan.ts';
import { cheapestPlace, insertAt, newPlace } from '../routes/insertion.ts';
import { newRoutes } from '../routes/new-routes.ts';
import { relocate } from '../routes/relocate.ts';
import { type Routes, totalCost, UNPLACED_COUNT } from '../routes/routes.ts';
import { insertNear } from './recreate.ts';
import { doRoundTask, improveInRounds, type Places } from './rounds.ts';
import { LEFT_OUT, newSearch } from './search.ts';
import { indexOf, type SearchIndex } from './search-index.ts';
import { routesFrom, routesOf, solutionOf, type TerritorySolution } from './solution.ts';

export interface SolveOptions {
  /** Same problem, seed and iterations: same plan. */
  readonly seed: number;
  /** Improvement steps at most; 0: insertion in order alone. */
  readonly iterations: number;
  /** Time budget for all of it, by `clock`; null: none. */
  readonly milliseconds: number | null;
  /** Milliseconds from any origin; without it the time budget is not kept (the engine reads no clock of its own). */
  readonly clock?: () => number;
  /** Plans anew also where there is a present plan: it is where the search begins, and moving a call has its price. */
  readonly fresh?: boolean;
  /** The first plan looks at every place of every route also where the territory is large: by order alone, to the letter. */
  readonly everywhere?: boolean;
  /** Asked every few steps; true ends the improvement, with the best plan so far. */
  readonly stop?: () => boolean;
}

/**
 * Plans a territory: each call in order at its cheapest feasible place, then improvement within the budget. Never ends
 * dearer than insertion alone; always feasible around the fixed work.
 */
export function solveTerritory(problem: TerritoryProblem, options: SolveOptions): TerritorySolution {
  const { clock, milliseconds } = options;
  const began = clock?.() ?? 0;
  let made: SearchIndex | null = null;
  const index = () => (made ??= indexOf(problem));
  const routes = firstRoutes(problem, index, options.everywhere);
  const timed = clock !== undefined && milliseconds !== null;
  const endless = !timed && options.stop === undefined && !Number.isFinite(options.iterations);
  if (endless || options.iterations === 0) return solutionOf(routes, 0);
  const first = { shiftOf: routes.shiftOf.slice(), previous: routes.previous.slice() };
  const stop = options.stop ?? (() => false);
  const now = clock ?? (() => 0);
  const time = timed ? { total: milliseconds, left: () => began + milliseconds - now(), threads: 1 } : null;
  const { seed, iterations } = options;
  if (options.fresh !== true && isReplan(problem)) {
    const over = () => stop() || (time !== null && time.left() <= 0);
    const again = replan(problem, index, routes, { seed, iterations, over });
    return orderedSolution(problem, first, again.routes, again.steps);
  }
  const rounds = improveInRounds(problem, index(), routes, { seed, iterations, time, stop });
  let step = rounds.next();
  while (!step.done) step = rounds.next(step.value.map((task) => doRoundTask(problem, index(), task, now, stop)));
  return orderedSolution(problem, first, step.value.plan, step.value.steps);
}

/**
 * The end of a search, with the order kept. Where that makes it dearer than the first plan was, the first plan stays.
 * @param first as `firstRoutes` made it.
 */
export function orderedSolution(
  problem: TerritoryProblem,
  first: Places,
  found: Places,
  steps: number,
): TerritorySolution {
  const routes = routesFrom(problem, found);
  keepOrder(routes);
  const before = routesFrom(problem, first);
  const isFree = problem.unplaced.some((price, call) => price === 0 && problem.kind[call] === FREE);
  const priceOf = (each: Routes) => totalCost(each) + (isFree ? LEFT_OUT * each.sums[UNPLACED_COUNT]! : 0);
  return solutionOf(priceOf(before) < priceOf(routes) ? before : routes, steps);
}

/** Calls times resources from which on the first plan looks only near each call: every place of every route takes too long. */
const LARGE = 500_000;

/**
 * Calls where the present plan has them, as far as they still fit, the others in order at their cheapest place: of all
 * there are, or in a large territory of those near it, if it finds one there. What is not settled then moves where that
 * is cheaper, and what is in order goes first.
 */
export function firstRoutes(problem: TerritoryProblem, index: () => SearchIndex, everywhere = false): Routes {
  const isTold = problem.toldShift.some((s) => s >= 0);
  const routes = isTold ? routesOf(problem, problem.toldShift, problem.toldStart) : newRoutes(problem);
  placeTied(routes);
  if (!everywhere && callCount(problem) * resourceCount(problem) > LARGE) insertNear(newSearch(routes, index(), 0));
  insertInOrder(routes);
  const loose: number[] = [];
  for (let call = 0; call < callCount(problem); call++) {
    const isKept = routes.shiftOf[call]! >= 0 && routes.shiftOf[call] === problem.toldShift[call];
    if (isKept && problem.settled[call] === 0 && problem.kind[call] === FREE) loose.push(call);
  }
  relocate(routes, loose);
  keepOrder(routes);
  return routes;
}

/** Gives every call without a place its cheapest one: those tied to a resource, then the most urgent first; those that find none stay without. */
export function insertInOrder(routes: Routes): void {
  const { problem } = routes;
  placeTied(routes);
  const place = newPlace();
  for (let call = 0; call < callCount(problem); call++) {
    if (routes.shiftOf[call]! >= 0 || problem.kind[call] === BARRED) continue;
    if (cheapestPlace(routes, call, place)) insertAt(routes, call, place);
  }
}
