import type { Spread } from './statistics.ts';

/** One measured step at one size. */
export interface Stage extends Spread {
  readonly stage: string;
  /** Open calls. */
  readonly n: number;
}

/** Something that was not measured, and why. */
export interface Skipped {
  readonly stage: string;
  readonly n: number | null;
  readonly because: string;
}

export const medianOf = (stages: readonly Stage[], stage: string, n: number): number | null =>
  stages.find((each) => each.stage === stage && each.n === n)?.median ?? null;

/** null where either is not measured. */
export const ratioOf = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a / b);

/** For people and JSON: three significant digits are more than a timing is worth. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
