/**
 * An exact share, `part / whole`, so that a value which stands on a threshold is seen to stand on it. Sums of weighted
 * milliseconds go past what a number holds exactly, hence bigint. `whole` is 0 where there is nothing to judge.
 */
export interface Ratio {
  readonly part: bigint;
  readonly whole: bigint;
}

export const NO_RATIO: Ratio = { part: 0n, whole: 0n };

export const addRatios = (a: Ratio, b: Ratio): Ratio => ({ part: a.part + b.part, whole: a.whole + b.whole });

/** Decimals to which a percentage is shown where nobody says otherwise. */
const SHOWN_DECIMALS = 4;
const TEN = 10n;

/**
 * A ratio as a percentage, 0 to 100, half-even at so many decimals; null: nothing to judge. For display; what decides about
 * money is worked out from the ratio itself.
 */
export function percentOf({ part, whole }: Ratio, decimals = SHOWN_DECIMALS): number | null {
  if (whole === 0n) return null;
  const scale = TEN ** BigInt(decimals);
  const scaled = part * 100n * scale;
  let rounded = scaled / whole;
  const rest = (scaled % whole) * 2n;
  if (rest > whole || (rest === whole && rounded % 2n === 1n)) rounded += 1n;
  return Number(rounded) / Number(scale);
}

/** Weights count to six decimals: with them as integers, sums do not depend on the order in which they are made. */
const WEIGHT_SCALE = 1_000_000;

/** A device's weight as an integer, millionths. */
export const scaledWeight = (weight: number): bigint => BigInt(Math.round(weight * WEIGHT_SCALE));
