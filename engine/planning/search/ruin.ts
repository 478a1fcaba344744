import { MOST_REMOVED, type Search, take } from './search.ts';

/*
 * Adjacent string removal: Christiaens and Vanden Berghe, Slack Induction by String Removals for Vehicle Routing
 * Problems, Transportation Science 54 (2020), section 5.1; names of the settings as there.
 */

/** Calls taken out in a step on average. */
const AVERAGE_REMOVED = 10;
/** Longest string. */
const L_MAX = 10;
/** How often a string has a gap, and how often the gap grows. */
const SPLIT_RATE = 0.5;
const SPLIT_DEPTH = 0.01;
/** Calls without a place that are tried again in a step at most. */
const MOST_RETRIED = 4;

/**
 * Takes strings of calls out of routes that lie near each other, and adds calls near by that have no place. Returns
 * false where what is left of a route breaks a rule.
 * @param averageStops calls in a route that has any, on average.
 */
export function ruin(search: Search, averageStops: number): boolean {
  const { routes, index, seeds, random, undo, isOpen, mayMove } = search;
  const { shiftOf, count } = routes;
  const { size, list } = index.neighbours;
  const longest = Math.min(L_MAX, Math.max(1, averageStops));
  const mostStrings = (4 * AVERAGE_REMOVED) / (1 + longest) - 1;
  const strings = Math.floor(random() * mostStrings + 1);
  const seed = seeds[Math.floor(random() * seeds.length)]!;
  search.removedCount = 0;
  let fits = true;
  let ruined = 0;
  let retried = 0;
  for (let k = -1; k < size && ruined < strings && fits; k++) {
    const call = k < 0 ? seed : list[seed * size + k]!;
    if (call < 0) break;
    if (mayMove[call] === 0) continue;
    const s = shiftOf[call]!;
    if (s < 0) continue;
    if (isOpen[s] === 0 || undo.seen[s] === undo.step) continue;
    const mostHere = Math.min(count[s]!, longest);
    const length = Math.floor(random() * mostHere + 1);
    if (search.removedCount + length > MOST_REMOVED - MOST_RETRIED) break;
    fits = takeString(search, s, call, length);
    ruined += 1;
  }
  if (!fits) return false;
  if (routes.sums[2]! > 0) {
    for (let k = -1; k < size && retried < MOST_RETRIED; k++) {
      const call = k < 0 ? seed : list[seed * size + k]!;
      if (call < 0) break;
      if (shiftOf[call]! >= 0 || mayMove[call] === 0 || isTaken(search, call)) continue;
      search.formerBefore[call] = -1;
      search.formerBehind[call] = -1;
      search.removed[search.removedCount++] = call;
      retried += 1;
    }
  }
  return true;
}

function isTaken({ removed, removedCount }: Search, call: number): boolean {
  for (let k = 0; k < removedCount; k++) if (removed[k] === call) return true;
  return false;
}

/** Takes a string of `length` calls that holds `call` out of its route, with or without a gap in it. */
function takeString(search: Search, s: number, call: number, length: number): boolean {
  const { routes, random, mayMove } = search;
  const { previous, next, count } = routes;
  let gap = 0;
  if (length > 1 && length < count[s]! && random() < SPLIT_RATE) {
    gap = 1;
    while (length + gap < count[s]! && random() < SPLIT_DEPTH) gap += 1;
  }
  const span = length + gap;
  // The string begins up to `span - 1` calls before, as far as the route goes on either side.
  let ahead = 0;
  for (let c = next[call]!; c >= 0 && ahead < span - 1; c = next[c]!) ahead += 1;
  let back = 0;
  for (let c = previous[call]!; c >= 0 && back < span - 1; c = previous[c]!) back += 1;
  const least = Math.max(0, span - 1 - ahead);
  let begin = call;
  for (let k = least + Math.floor(random() * (Math.min(back, span - 1) - least + 1)); k > 0; k--) {
    begin = previous[begin]!;
  }
  const gapAt = gap === 0 ? span : 1 + Math.floor(random() * (length - 1));
  // Runs of movable calls outside the gap go together; others stay.
  let run = -1;
  let runLength = 0;
  let at = begin;
  for (let k = 0; k < span && at >= 0; k++) {
    const behind = next[at]!;
    if (mayMove[at] === 1 && (k < gapAt || k >= gapAt + gap)) {
      if (runLength === 0) run = at;
      runLength += 1;
    } else if (runLength > 0) {
      if (!take(search, s, run, runLength)) return false;
      runLength = 0;
    }
    at = behind;
  }
  return runLength === 0 || take(search, s, run, runLength);
}
