/** What the lateness of one call loses under its contract's payment terms, minor units; fractions may come of means. */
export interface CallPrice {
  /** Lost once, when the respond target is missed; 0 where it is met or missed already. Likewise for fix. */
  readonly respondMissed: number;
  readonly fixMissed: number;
  /** Lost by each further hour, on the mean of the day that follows the next deadline (or now, if that is past). */
  readonly eachHour: number;
}

/** Prices by the number of the call; calls that are not in it are priced by class and priority. */
export type CallPrices = ReadonlyMap<string, CallPrice>;
