/**
 * Fitting work into the times at which people are let in. Arrival and work lie within one such time. Those of call `c` are
 * `accessOffset[c]` to `accessOffset[c + 1] - 1`, sorted and disjoint, epoch milliseconds; none: at any time.
 */
export interface Doors {
  readonly accessOffset: Int32Array;
  readonly accessStart: Float64Array;
  readonly accessEnd: Float64Array;
  readonly work: Float64Array;
}

/** Whether people are let in to a call at some times alone. */
export const isBound = ({ accessOffset }: Doors, call: number): boolean =>
  accessOffset[call]! < accessOffset[call + 1]!;

/** Earliest start of work at `time` or later for which the door is open; Infinity: none. */
export function earliestOpen(d: Doors, call: number, time: number): number {
  const work = d.work[call]!;
  for (let k = d.accessOffset[call]!; k < d.accessOffset[call + 1]!; k++) {
    const opens = d.accessStart[k]!;
    const start = time > opens ? time : opens;
    if (start + work <= d.accessEnd[k]!) return start;
  }
  return Number.POSITIVE_INFINITY;
}

/** Latest start of work at `time` or sooner for which the door is open; -Infinity: none. */
export function latestOpen(d: Doors, call: number, time: number): number {
  const work = d.work[call]!;
  for (let k = d.accessOffset[call + 1]! - 1; k >= d.accessOffset[call]!; k--) {
    const last = d.accessEnd[k]! - work;
    const start = time < last ? time : last;
    if (start >= d.accessStart[k]!) return start;
  }
  return Number.NEGATIVE_INFINITY;
}
