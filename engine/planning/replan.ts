import * as P from './problem/problem.ts';
import type { Routes } from './routes/routes.ts';
import { type Annealing, anneal } from './search/anneal.ts';
import { newSearch } from './search/search.ts';
import type { SearchIndex } from './search/search-index.ts';
import { routesFrom } from './search/solution.ts';

/** Steps for each call that has changed, and at most; for each call without a place, and at most. */
const STEPS_OF_CHANGED = 40;
const MOST_STEPS = 1000;
const STEPS_OF_UNPLACED = 20;
const MOST_STEPS_OF_UNPLACED = 300;
/** Starting so much later than people were told is a change. */
const LATER = 60_000;

/**
 * Whether a territory is planned again rather than anew: at least half of the calls that may move have a place in the
 * present plan. What people have been told then stays, but for what money is lost by.
 */
export function isReplan(p: P.TerritoryProblem): boolean {
  let free = 0;
  let told = 0;
  for (let call = 0; call < P.callCount(p); call++) {
    if (p.kind[call] !== P.FREE) continue;
    free += 1;
    if (p.toldShift[call]! >= 0) told += 1;
  }
  return told > 0 && told * 2 >= free;
}

/**
 * Improves the present plan around what has changed alone: calls that are new, that no longer fit where they were, that
 * start later than was told, or are not settled; and around calls that have no place and are not settled, or had one,
 * where that finds them one. Whatever costs no less than before stays as it is, so that nothing changes where nothing
 * has.
 * @param routes the present plan, with the new calls inserted.
 */
export function replan(
  p: P.TerritoryProblem,
  index: () => SearchIndex,
  routes: Routes,
  options: { readonly seed: number; readonly iterations: number; readonly over: () => boolean },
): { readonly routes: Routes; readonly steps: number } {
  const changed: number[] = [];
  for (let call = 0; call < P.callCount(p); call++) {
    if (p.kind[call] !== P.FREE || routes.shiftOf[call]! < 0) continue;
    const isKept = p.settled[call] === 1 && routes.shiftOf[call] === p.toldShift[call];
    if (!isKept || routes.start[call]! > p.toldStart[call]! + LATER) changed.push(call);
  }
  const around = (from: Routes, seeds: readonly number[], most: number, how: Partial<Annealing>) => {
    const iterations = Math.min(options.iterations, most);
    if (iterations === 0) return { routes: from, steps: 0 };
    const search = newSearch(from, index(), options.seed, null, Int32Array.from(seeds));
    const progress = () => (options.over() ? 1 : 0);
    const best = anneal(search, { iterations, temperature: () => 0, progress, ...how });
    return { routes: routesFrom(p, best), steps: best.steps };
  };
  const first = around(routes, changed, Math.min(MOST_STEPS, STEPS_OF_CHANGED * changed.length), {});
  const waiting: number[] = [];
  for (let call = 0; call < P.callCount(p); call++) {
    if (p.kind[call] !== P.FREE || first.routes.shiftOf[call]! >= 0) continue;
    if (p.settled[call] === 0 || p.toldShift[call]! >= 0) waiting.push(call);
  }
  const most = Math.min(MOST_STEPS_OF_UNPLACED, STEPS_OF_UNPLACED * waiting.length);
  const second = around(first.routes, waiting, most, { placesMore: true });
  return { routes: second.routes, steps: first.steps + second.steps };
}
