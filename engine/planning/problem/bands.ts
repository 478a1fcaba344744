/**
 * Fitting travel and work into the bands of a shift. A leg or a piece of work is never interrupted: it lies wholly in
 * one band (decision 12). Bands `from` to `to - 1` are sorted and disjoint, epoch milliseconds.
 */
export interface Bands {
  readonly bandStart: Float64Array;
  readonly bandEnd: Float64Array;
}

/** Earliest `t >= time` at which `length` fits into one band; Infinity: nowhere. */
export function earliestFit(b: Bands, from: number, to: number, time: number, length: number): number {
  for (let k = from; k < to; k++) {
    const start = b.bandStart[k]!;
    const t = Math.max(time, start);
    if (t + length <= b.bandEnd[k]!) return t;
  }
  return Number.POSITIVE_INFINITY;
}

/** Latest `t` with `t + length <= time` at which `length` fits into one band; -Infinity: nowhere. */
export function latestFit(b: Bands, from: number, to: number, time: number, length: number): number {
  for (let k = to - 1; k >= from; k--) {
    const end = b.bandEnd[k]!;
    const t = Math.min(time, end) - length;
    if (t >= b.bandStart[k]!) return t;
  }
  return Number.NEGATIVE_INFINITY;
}
