import { type Intervals, TIME_END } from './intervals.ts';

/**
 * Many timelines of covered time in one structure of arrays. Timeline `i` has the intervals `offset[i]` to
 * `offset[i + 1] - 1`, sorted and disjoint; `before[k]` is the covered time, in milliseconds, of that timeline before
 * its interval `k`. Counting and adding are binary searches that allocate nothing: they run for every clock of every call.
 */
export interface Timelines {
  /** One longer than the number of timelines. */
  readonly offset: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly before: Float64Array;
}

export function buildTimelines(list: readonly Intervals[]): Timelines {
  const offset = new Int32Array(list.length + 1);
  for (let i = 0; i < list.length; i++) offset[i + 1] = offset[i]! + list[i]!.start.length;
  const total = offset[list.length]!;
  const start = new Float64Array(total);
  const end = new Float64Array(total);
  const before = new Float64Array(total);
  for (let i = 0; i < list.length; i++) {
    start.set(list[i]!.start, offset[i]!);
    end.set(list[i]!.end, offset[i]!);
    let sum = 0;
    for (let k = offset[i]!; k < offset[i + 1]!; k++) {
      before[k] = sum;
      sum += end[k]! - start[k]!;
    }
  }
  return { offset, start, end, before };
}

/** Timeline `i` as intervals, without copying. */
export const intervalsAt = ({ offset, start, end }: Timelines, i: number): Intervals => ({
  start: start.subarray(offset[i]!, offset[i + 1]!),
  end: end.subarray(offset[i]!, offset[i + 1]!),
});

/** Position of the last interval of timeline `i` that begins at or before `at`; `offset[i] - 1` where none does. */
export function lastStarted(t: Timelines, i: number, at: number): number {
  return lastAt(t.start, t.offset[i]!, t.offset[i + 1]! - 1, at);
}

/** Index of the last of the ascending `starts[first … last]` that is at or before `at`; `first - 1` where none is. */
export function lastAt(starts: Float64Array, first: number, last: number, at: number): number {
  if (last < first || at < starts[first]!) return first - 1;
  if (at >= starts[last]!) return last;
  // Calendars repeat from week to week, so that starts lie evenly spread: guess, gallop from there, then bisect.
  const share = (at - starts[first]!) / (starts[last]! - starts[first]!);
  let low = first + Math.floor(share * (last - first));
  let high = low;
  let step = 1;
  if (starts[low]! <= at) {
    for (high = low + 1; starts[high]! <= at; step <<= 1) {
      low = high;
      high = Math.min(high + step, last);
    }
  } else {
    for (low = high - 1; starts[low]! > at; step <<= 1) {
      high = low;
      low = Math.max(low - step, first);
    }
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

/** Covered time of timeline `i` before `at`, given `k = lastStarted(t, i, at)`. */
function coveredBefore(t: Timelines, i: number, k: number, at: number): number {
  if (k < t.offset[i]!) return 0;
  const end = t.end[k]!;
  return t.before[k]! + (Math.min(at, end) - t.start[k]!);
}

/** Whether an instant is covered; an opening is, a closing is not. */
export function isOpen(t: Timelines, i: number, at: number): boolean {
  const k = lastStarted(t, i, at);
  return k >= t.offset[i]! && at < t.end[k]!;
}

/** Covered milliseconds in `[from, to)`; 0 where `to` is not after `from`. */
export function countCovered(t: Timelines, i: number, from: number, to: number): number {
  if (!(from < to)) return 0;
  return coveredBefore(t, i, lastStarted(t, i, to), to) - coveredBefore(t, i, lastStarted(t, i, from), from);
}

/**
 * The first instant at which the covered time counted from `from` reaches `amount` (domain, section 6): where that is a
 * closing instant, it is that one, not the next opening. `from` where the amount is 0; NaN where it is never reached.
 */
export function addCovered(t: Timelines, i: number, from: number, amount: number): number {
  return addCoveredFrom(t, i, lastStarted(t, i, from), from, amount);
}

/** `addCovered` given `begun = lastStarted(t, i, from)`, for several amounts from one instant. */
export function addCoveredFrom(t: Timelines, i: number, begun: number, from: number, amount: number): number {
  if (!(amount > 0)) return from;
  const last = t.offset[i + 1]! - 1;
  let k = begun;
  const goal = coveredBefore(t, i, k, from) + amount;
  if (k < t.offset[i]!) k = t.offset[i]!;
  if (k > last) return Number.NaN;
  // The interval sought is the last with `before < goal`: guessed as if all were as long as this one, then looked for
  // from there.
  const { before } = t;
  let near = Math.min(last, k + Math.floor((goal - before[k]!) / (t.end[k]! - t.start[k]!)));
  if (before[near]! >= goal) {
    for (let step = 1; before[near]! >= goal; step <<= 1) near = Math.max(k, near - step);
  }
  k = near;
  for (let step = 1; k < last && before[k + 1]! < goal; ) {
    if (k + step <= last && before[k + step]! < goal) {
      k += step;
      step <<= 1;
    } else step = 1;
  }
  const at = t.start[k]! + (goal - t.before[k]!);
  return at <= t.end[k]! && at < TIME_END ? at : Number.NaN;
}

/** `at` itself where it is covered, else the next opening; NaN where there is none. */
export function nextOpening(t: Timelines, i: number, at: number): number {
  const k = lastStarted(t, i, at);
  if (k >= t.offset[i]! && at < t.end[k]!) return at;
  return k + 1 < t.offset[i + 1]! ? t.start[k + 1]! : Number.NaN;
}

/** The first closing after `at`; NaN where there is none. */
export function nextClosing(t: Timelines, i: number, at: number): number {
  const k = lastStarted(t, i, at);
  const open = k >= t.offset[i]! && at < t.end[k]! ? k : k + 1;
  if (open >= t.offset[i + 1]!) return Number.NaN;
  const end = t.end[open]!;
  return end < TIME_END ? end : Number.NaN;
}

/**
 * `addCovered` where time inside holds does not count: the deadline moves so that the counted time stays the same.
 * The holds are `[holdFrom[h], holdTo[h])` for `h` in `[offset, offset + count)`, sorted by `holdFrom`; they may overlap.
 * A hold with no end (`holdTo` infinite) gives NaN, unless the amount was reached before it.
 */
export function addCoveredWithHolds(
  t: Timelines,
  i: number,
  from: number,
  amount: number,
  holdFrom: Float64Array,
  holdTo: Float64Array,
  offset: number,
  count: number,
): number {
  let left = amount;
  let at = from;
  for (let h = offset; h < offset + count; h++) {
    if (holdTo[h]! <= at) continue;
    const counted = countCovered(t, i, at, holdFrom[h]!);
    if (counted >= left) break;
    left -= counted;
    at = holdTo[h]!;
  }
  return at < TIME_END ? addCovered(t, i, at, left) : Number.NaN;
}

/** `countCovered` where time inside holds does not count; holds as in `addCoveredWithHolds`. */
export function countCoveredWithHolds(
  t: Timelines,
  i: number,
  from: number,
  to: number,
  holdFrom: Float64Array,
  holdTo: Float64Array,
  offset: number,
  count: number,
): number {
  let counted = 0;
  let at = from;
  for (let h = offset; h < offset + count && at < to; h++) {
    if (holdTo[h]! <= at) continue;
    counted += countCovered(t, i, at, Math.min(holdFrom[h]!, to));
    at = holdTo[h]!;
  }
  return counted + countCovered(t, i, at, to);
}
