/** Stretches of time `[start, end)`, epoch milliseconds: sorted, disjoint, not empty, and merged where they touch. */
export interface Intervals {
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/**
 * Ends of time: 127,000 years from 1970, finite so that differences stay exact integers. Nothing lies beyond them.
 */
export const TIME_BEGIN = -4e15;
export const TIME_END = 4e15;

/** Never open. */
export const NEVER: Intervals = { start: new Float64Array(0), end: new Float64Array(0) };
/** Open all the time. */
export const ALWAYS: Intervals = { start: Float64Array.of(TIME_BEGIN), end: Float64Array.of(TIME_END) };

/** Collects stretches given in order of their start, and merges those that touch or overlap. */
class Collector {
  readonly #start: number[] = [];
  readonly #end: number[] = [];

  add(start: number, end: number): void {
    if (!(start < end)) return;
    const last = this.#end.length - 1;
    if (last >= 0 && start <= this.#end[last]!) {
      if (end > this.#end[last]!) this.#end[last] = end;
    } else {
      this.#start.push(start);
      this.#end.push(end);
    }
  }

  done(): Intervals {
    return this.#start.length === 0
      ? NEVER
      : { start: Float64Array.from(this.#start), end: Float64Array.from(this.#end) };
  }
}

/** Of any pairs `[start, end)`, in any order; empty ones are left out. */
export function fromPairs(pairs: readonly (readonly [start: number, end: number])[]): Intervals {
  const collector = new Collector();
  for (const [start, end] of [...pairs].sort((a, b) => a[0] - b[0])) {
    collector.add(Math.max(start, TIME_BEGIN), Math.min(end, TIME_END));
  }
  return collector.done();
}

/** Time that is in either. */
export function union(a: Intervals, b: Intervals): Intervals {
  if (a.start.length === 0) return b;
  if (b.start.length === 0) return a;
  const collector = new Collector();
  let i = 0;
  let j = 0;
  while (i < a.start.length || j < b.start.length) {
    if (j >= b.start.length || (i < a.start.length && a.start[i]! <= b.start[j]!)) {
      collector.add(a.start[i]!, a.end[i]!);
      i++;
    } else {
      collector.add(b.start[j]!, b.end[j]!);
      j++;
    }
  }
  return collector.done();
}

/** Time that is in both. */
export function intersect(a: Intervals, b: Intervals): Intervals {
  const collector = new Collector();
  let i = 0;
  let j = 0;
  while (i < a.start.length && j < b.start.length) {
    collector.add(Math.max(a.start[i]!, b.start[j]!), Math.min(a.end[i]!, b.end[j]!));
    if (a.end[i]! < b.end[j]!) i++;
    else j++;
  }
  return collector.done();
}

/** Time that is in `a` but not in `b`. */
export function subtract(a: Intervals, b: Intervals): Intervals {
  return b.start.length === 0 ? a : intersect(a, complement(b));
}

function complement(a: Intervals): Intervals {
  const collector = new Collector();
  let from = TIME_BEGIN;
  for (let i = 0; i < a.start.length; i++) {
    collector.add(from, a.start[i]!);
    from = a.end[i]!;
  }
  collector.add(from, TIME_END);
  return collector.done();
}

/** A stretch `[start, end)` within which `replacement` rules. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly replacement: Intervals;
}

/**
 * `base`, with what lies in each stretch replaced by what its replacement has there; a stretch later in the list rules
 * over an earlier one where they overlap.
 */
export function replaceStretches(base: Intervals, stretches: readonly Stretch[]): Intervals {
  let pieces: Stretch[] = [{ start: TIME_BEGIN, end: TIME_END, replacement: base }];
  for (const stretch of stretches) {
    if (!(stretch.start < stretch.end)) continue;
    // Pieces stay disjoint and in order: those before the stretch, the stretch, those after it.
    const left = pieces
      .filter((p) => p.start < stretch.start)
      .map((p) => ({ ...p, end: Math.min(p.end, stretch.start) }));
    const right = pieces
      .filter((p) => p.end > stretch.end)
      .map((p) => ({ ...p, start: Math.max(p.start, stretch.end) }));
    pieces = [...left, stretch, ...right];
  }
  if (pieces.length === 1) return base;
  const collector = new Collector();
  for (const { start, end, replacement } of pieces) {
    for (let k = firstEndingAfter(replacement, start); k < replacement.start.length; k++) {
      if (replacement.start[k]! >= end) break;
      collector.add(Math.max(replacement.start[k]!, start), Math.min(replacement.end[k]!, end));
    }
  }
  return collector.done();
}

/** Index of the first interval that ends after `at`; the count of intervals where none does. */
function firstEndingAfter(intervals: Intervals, at: number): number {
  let low = 0;
  let high = intervals.end.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (intervals.end[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
