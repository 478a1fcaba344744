import { newPlaces, type Places } from '../problem/places.ts';
import * as P from '../problem/problem.ts';
import { ONE_BAND, type Routes, UNPLACED_COUNT, UNPLACED_SUM } from '../routes/routes.ts';
import { insertCall, removeCalls } from '../routes/timing.ts';
import { newUndo, remember, takeBack, type Undo } from '../routes/undo.ts';
import type { Part } from './parts.ts';
import { seededRandom } from './random.ts';
import type { SearchIndex } from './search-index.ts';

/** Left out where its price is zero, a call still counts: it is left out for want of room, never to save its way. */
export const LEFT_OUT = 1e7;

/** Routes that are being searched, with all that a step needs; no step allocates. */
export interface Search {
  readonly routes: Routes;
  readonly index: SearchIndex;
  /** 1: shifts that the search may change. */
  readonly isOpen: Uint8Array;
  /** Calls that it may move: free, and without a place or in an open shift. */
  readonly movable: Int32Array;
  readonly mayMove: Uint8Array;
  /** Calls that stay, but what comes before them may change. */
  readonly stays: Int32Array;
  /** Calls around which routes are ruined. */
  readonly seeds: Int32Array;
  readonly random: () => number;
  readonly undo: Undo;
  /** Empty open shifts of each slot (see `ResourceGroups`), as a list: head of a slot, links of a shift; -1 none, -2 not in it. */
  readonly emptyHead: Int32Array;
  readonly emptyNext: Int32Array;
  readonly emptyPrevious: Int32Array;
  /** Calls taken out in the step, and what was around each. */
  readonly removed: Int32Array;
  readonly removedKey: Float64Array;
  readonly formerBefore: Int32Array;
  readonly formerBehind: Int32Array;
  removedCount: number;
  /** Places (behind a call; first in shift `s`: calls + s) tried for the call at hand have its trial's number, those of other parts `NEVER`. */
  readonly tried: Int32Array;
  trial: number;
  readonly places: Places;
  /** 1: shifts whose routes may exchange their ends (tails.ts). */
  readonly exchanges: Uint8Array;
  /** Calls being exchanged. */
  readonly tail: Int32Array;
  /** Price in the search of a call that is left out, beside its own. */
  readonly leftOut: number;
}

export const MOST_REMOVED = 64;
/** No trial comes to this number. */
const NEVER = 0x7fffffff;

/** @param part what may be changed; null: all. @param seeds null: calls that may be moved. */
export function newSearch(
  routes: Routes,
  index: SearchIndex,
  seed: number,
  part: Part | null = null,
  seeds: Int32Array | null = null,
): Search {
  const p = routes.problem;
  const n = P.callCount(p);
  const shiftCount = P.shiftCount(p);
  const isOpen = new Uint8Array(shiftCount);
  if (part === null) isOpen.fill(1);
  else for (const s of part.shifts) isOpen[s] = 1;
  let movable = part?.calls ?? null;
  let isFree = false;
  if (movable === null) {
    const all: number[] = [];
    for (let call = 0; call < n; call++) if (p.kind[call] === P.FREE) all.push(call);
    movable = Int32Array.from(all);
  }
  for (let call = 0; call < n; call++) if (p.kind[call] === P.FREE && p.unplaced[call] === 0) isFree = true;
  const mayMove = new Uint8Array(n);
  for (const call of movable) mayMove[call] = 1;
  const tried = new Int32Array(n + shiftCount);
  if (part !== null) for (const place of part.closed) tried[place] = NEVER;
  const slots = index.groups.slotOffset.at(-1)!;
  const search: Search = {
    routes,
    index,
    isOpen,
    movable,
    mayMove,
    stays: part === null ? p.fixedCalls : part.stays,
    seeds: seeds ?? movable,
    random: seededRandom(seed),
    undo: newUndo(p),
    emptyHead: new Int32Array(slots).fill(-1),
    emptyNext: new Int32Array(shiftCount).fill(-1),
    emptyPrevious: new Int32Array(shiftCount).fill(-2),
    removed: new Int32Array(MOST_REMOVED),
    removedKey: new Float64Array(MOST_REMOVED),
    formerBefore: new Int32Array(n),
    formerBehind: new Int32Array(n),
    removedCount: 0,
    tried,
    trial: 0,
    places: newPlaces(shiftCount),
    exchanges: mayExchange(routes, isOpen, part?.closed ?? null),
    tail: new Int32Array(n),
    leftOut: isFree ? LEFT_OUT : 0,
  };
  // Backwards, so that the first of several empty shifts is the first in its list.
  for (let s = shiftCount - 1; s >= 0; s--) if (isOpen[s] === 1) listEmpty(search, s);
  return search;
}

/** Routes that may exchange their ends: whole ones of people and shifts that are alike, if nothing else ties a call to a person. */
function mayExchange(routes: Routes, isOpen: Uint8Array, closed: Int32Array | null): Uint8Array {
  const { problem: p, shiftOf, plain } = routes;
  const n = P.callCount(p);
  const may = new Uint8Array(isOpen.length);
  if (p.scalars[P.IMBALANCE_PER_HOUR] !== 0 || p.given.some((resource) => resource !== -1)) return may;
  for (let s = 0; s < may.length; s++) {
    may[s] = isOpen[s] === 1 && plain[s] === ONE_BAND && p.maxCalls[s]! >= n ? 1 : 0;
  }
  if (closed !== null) for (const place of closed) may[place < n ? shiftOf[place]! : place - n] = 0;
  return may;
}

/** What the calls without a place cost in the search. */
export const leftOutCost = ({ routes, leftOut }: Search): number =>
  routes.sums[UNPLACED_SUM]! + leftOut * routes.sums[UNPLACED_COUNT]!;

/** Puts a shift into the list of empty ones, or takes it out, as its route is. */
export function listEmpty({ routes, index, emptyHead, emptyNext, emptyPrevious }: Search, s: number): void {
  const isListed = emptyPrevious[s] !== -2;
  if ((routes.count[s] === 0) === isListed) return;
  const slot = index.groups.slotOf[s]!;
  if (isListed) {
    const [before, behind] = [emptyPrevious[s]!, emptyNext[s]!];
    if (before < 0) emptyHead[slot] = behind;
    else emptyNext[before] = behind;
    if (behind >= 0) emptyPrevious[behind] = before;
    emptyPrevious[s] = -2;
  } else {
    const head = emptyHead[slot]!;
    emptyNext[s] = head;
    emptyPrevious[s] = -1;
    if (head >= 0) emptyPrevious[head] = s;
    emptyHead[slot] = s;
  }
}

/** `insertCall`, remembered. */
export function put(search: Search, s: number, after: number, call: number): boolean {
  remember(search.routes, search.undo, s);
  const fits = insertCall(search.routes, s, after, call);
  if (search.routes.count[s] === 1) listEmpty(search, s);
  return fits;
}

/** `removeCalls`, remembered; the calls go to `removed`. */
export function take(search: Search, s: number, call: number, count: number): boolean {
  const { routes, removed, formerBefore, formerBehind } = search;
  remember(routes, search.undo, s);
  const before = routes.previous[call]!;
  let behind = call;
  const from = search.removedCount;
  for (let k = 0; k < count; k++) {
    removed[search.removedCount++] = behind;
    behind = routes.next[behind]!;
  }
  for (let k = from; k < search.removedCount; k++) {
    formerBefore[removed[k]!] = before;
    formerBehind[removed[k]!] = behind;
  }
  const fits = removeCalls(routes, s, call, count);
  if (routes.count[s] === 0) listEmpty(search, s);
  return fits;
}

/** Takes the whole step back. */
export function revert(search: Search): void {
  const { undo } = search;
  takeBack(search.routes, undo);
  for (let k = 0; k < undo.shifts; k++) listEmpty(search, undo.shift[k]!);
}
