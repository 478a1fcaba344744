import { cheapestPlace, insertAt, newPlace, type Place } from './insertion.ts';
import { findNeighbours, type Neighbours } from './neighbours.ts';
import { callCount, FREE, shiftCount, type TerritoryProblem } from './problem.ts';
import { seededRandom } from './random.ts';
import { link, type Routes, retime, totalCost, UNPLACED_SUM, unlink } from './routes.ts';

/** Calls taken out in one step at most. */
const MOST_REMOVED = 12;
/** Calls without a place that are tried again in one step at most. */
const MOST_RETRIED = 4;
/** How often calls are removed at random rather than near each other. */
const RANDOM_SHARE = 0.15;
/** Steps between two looks at the stopping rule. */
const STRIDE = 8;

/**
 * Ruin and recreate: takes some calls out, near each other or at random, puts them back at their cheapest places in
 * another order, and keeps the outcome if it is cheaper and the price of unplaced calls has not risen: nobody's day is
 * changed for nothing. So the routes at the end are the best ever seen, and more steps with the same seed never give a
 * worse plan.
 * @returns the number of steps made.
 */
export function improve(routes: Routes, seed: number, iterations: number, over: () => boolean): number {
  const { problem: p } = routes;
  const movable: number[] = [];
  for (let call = 0; call < callCount(p); call++) if (p.kind[call] === FREE) movable.push(call);
  if (movable.length === 0 || iterations <= 0 || shiftCount(p) === 0 || over()) return 0;

  const random = seededRandom(seed);
  const neighbours = findNeighbours(p);
  const place = newPlace();
  const undo = newUndo(p);
  const removed = new Int32Array(MOST_REMOVED + MOST_RETRIED);
  let cost = totalCost(routes);
  let unplaced = routes.sums[UNPLACED_SUM]!;
  let step = 0;
  for (; step < iterations; step++) {
    if (step % STRIDE === 0 && over()) break;
    const count = ruin(routes, movable, neighbours, undo, removed, random);
    const whole = retimeTouched(routes, undo);
    if (whole) recreate(routes, removed, count, undo, place, random);
    const newCost = totalCost(routes);
    const newUnplaced = routes.sums[UNPLACED_SUM]!;
    if (whole && newCost < cost && newUnplaced <= unplaced) {
      cost = newCost;
      unplaced = newUnplaced;
    } else takeBack(routes, undo);
    undo.shifts = 0;
    undo.stored = 0;
  }
  return step;
}

/** Takes calls out of their routes into `removed`, and adds some that had no place; returns how many. */
function ruin(
  routes: Routes,
  movable: readonly number[],
  { size, list }: Neighbours,
  undo: Undo,
  removed: Int32Array,
  random: () => number,
): number {
  const { problem: p } = routes;
  const any = () => movable[Math.floor(random() * movable.length)]!;
  const wanted = 1 + Math.floor(random() * Math.min(MOST_REMOVED, movable.length));
  const scattered = random() < RANDOM_SHARE;
  const centre = any();
  let count = 0;
  const take = (call: number) => {
    const s = routes.shiftOf[call]!;
    if (p.kind[call] !== FREE || s < 0 || count >= MOST_REMOVED) return;
    remember(routes, undo, s);
    unlink(routes, call);
    removed[count++] = call;
  };
  take(centre);
  if (scattered) for (let k = 1; k < wanted; k++) take(any());
  else {
    // Now and then a neighbour is passed over, so that the same place is not always ruined in the same way.
    for (let k = 0; k < size && count < wanted; k++) {
      const call = list[centre * size + k]!;
      if (call < 0) break;
      if (random() < 0.8) take(call);
    }
  }
  const taken = count;
  for (let k = 0; routes.sums[UNPLACED_SUM]! > 0 && k < MOST_RETRIED; k++) {
    const call = any();
    if (routes.shiftOf[call]! < 0 && !removed.subarray(0, count).includes(call)) removed[count++] = call;
  }
  if (routes.shiftOf[centre]! < 0 && taken === 0 && !removed.subarray(0, count).includes(centre))
    removed[count++] = centre;
  return count;
}

/**
 * Times of the routes that lost calls. False where what is left of one doesn't hold: without the stop in between a leg
 * can be too long for what is left of a band before a break.
 */
function retimeTouched(routes: Routes, undo: Undo): boolean {
  for (let k = 0; k < undo.shifts; k++) if (!retime(routes, undo.shift[k]!)) return false;
  return true;
}

/** Puts calls back: in the order of section 9, or shuffled, each at its cheapest place. */
function recreate(
  routes: Routes,
  removed: Int32Array,
  count: number,
  undo: Undo,
  place: Place,
  random: () => number,
): void {
  const calls = removed.subarray(0, count);
  if (random() < 0.5) calls.sort();
  else {
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const call = calls[i]!;
      calls[i] = calls[j]!;
      calls[j] = call;
    }
  }
  for (let k = 0; k < count; k++) {
    const call = calls[k]!;
    if (!cheapestPlace(routes, call, place)) continue;
    remember(routes, undo, place.shift);
    insertAt(routes, call, place);
  }
}

/** The routes that a step has touched, as they were before it. */
interface Undo {
  /** Touched shifts, the first `shifts` of them; their calls lie in `calls` from `offset[k]` to `offset[k + 1] - 1`. */
  shifts: number;
  stored: number;
  readonly shift: Int32Array;
  readonly offset: Int32Array;
  readonly calls: Int32Array;
}

const newUndo = (p: TerritoryProblem): Undo => ({
  shifts: 0,
  stored: 0,
  shift: new Int32Array(shiftCount(p)),
  offset: new Int32Array(shiftCount(p) + 1),
  calls: new Int32Array(callCount(p)),
});

function remember(routes: Routes, undo: Undo, s: number): void {
  for (let k = 0; k < undo.shifts; k++) if (undo.shift[k] === s) return;
  undo.shift[undo.shifts] = s;
  undo.offset[undo.shifts] = undo.stored;
  for (let call = routes.first[s]!; call >= 0; call = routes.next[call]!) undo.calls[undo.stored++] = call;
  undo.shifts += 1;
  undo.offset[undo.shifts] = undo.stored;
}

function takeBack(routes: Routes, undo: Undo): void {
  for (let k = 0; k < undo.shifts; k++) {
    const s = undo.shift[k]!;
    while (routes.first[s]! >= 0) unlink(routes, routes.first[s]!);
  }
  for (let k = 0; k < undo.shifts; k++) {
    const s = undo.shift[k]!;
    for (let i = undo.offset[k]!; i < undo.offset[k + 1]!; i++) link(routes, s, routes.last[s]!, undo.calls[i]!);
    retime(routes, s);
  }
}
