/** The cheapest place found for a call so far, and what is known of the shifts that were looked at for it. */
export interface Places {
  // A shift each: `seen` has the number of the trial for which the others hold.
  readonly seen: Int32Array;
  /** 1: it takes no more calls, or its resource not this one. */
  readonly isClosed: Uint8Array;
  /** Price of having the call done there, wherever in the route. */
  readonly baseOf: Float64Array;
  /** Least price of a kilometre; 0: not known. */
  readonly rateOf: Float64Array;
  /** Behind a call (-1: first) in a shift (-1: there is none). */
  bestShift: number;
  bestBefore: number;
  readonly bestCost: Float64Array;
  /** Better places until the next one is passed over. */
  untilBlink: number;
}

export const newPlaces = (shifts: number): Places => ({
  seen: new Int32Array(shifts),
  isClosed: new Uint8Array(shifts),
  baseOf: new Float64Array(shifts),
  rateOf: new Float64Array(shifts),
  bestShift: -1,
  bestBefore: -1,
  bestCost: new Float64Array(1),
  untilBlink: 0,
});
