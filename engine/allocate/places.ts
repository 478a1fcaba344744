/** Places to be tried for a call: behind a call (-1: first) in a shift, with the price of the resource and the known way. */
export interface Places {
  count: number;
  readonly shift: Int32Array;
  readonly before: Int32Array;
  readonly base: Float64Array;
  /** Kilometres from the call before, to the call behind; negative: not known yet. */
  readonly kmIn: Float64Array;
  readonly kmOut: Float64Array;
  // A shift each: `seen` has the number of the trial for which the others hold.
  readonly seen: Int32Array;
  /** 1: it takes no more calls, or its resource not this one. */
  readonly isClosed: Uint8Array;
  readonly baseOf: Float64Array;
  /** Place found so far. */
  bestShift: number;
  bestBefore: number;
  readonly bestCost: Float64Array;
  /** Places until the next one is passed over. */
  untilBlink: number;
}

export const MOST_PLACES = 512;

export const newPlaces = (shifts: number): Places => ({
  seen: new Int32Array(shifts),
  isClosed: new Uint8Array(shifts),
  baseOf: new Float64Array(shifts),
  count: 0,
  shift: new Int32Array(MOST_PLACES),
  before: new Int32Array(MOST_PLACES),
  base: new Float64Array(MOST_PLACES),
  kmIn: new Float64Array(MOST_PLACES),
  kmOut: new Float64Array(MOST_PLACES),
  bestShift: -1,
  bestBefore: -1,
  bestCost: new Float64Array(1),
  untilBlink: 0,
});
