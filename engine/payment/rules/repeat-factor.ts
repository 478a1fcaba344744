import type { PayEffect, PayMeasure } from '../../model/payment-terms.ts';
import { compare, decimal, type Fraction, formatFraction, ONE } from '../fraction.ts';

/** Factors that the periods before give: of the measure (`repeat`) and of a band (`repeat_factor`). */
export interface Before {
  /** Whether the measure fell short in the n-th period before, 1 being the last. */
  fellShort(periodsBack: number): boolean;
}
export const NEVER_SHORT: Before = { fellShort: () => false };

/** What the measure's charge is multiplied by, the last entry that holds. What is earned is not, for having fallen short before. */
export function repeatFactor({ repeat }: PayMeasure, effect: PayEffect | null, before: Before): Fraction {
  if (effect === 'bonus') return ONE;
  const holds = repeat.findLast(({ failed, within }) => {
    let count = 0;
    for (let back = 1; back <= within && count < failed; back++) if (before.fellShort(back)) count++;
    return count >= failed;
  });
  return holds === undefined ? ONE : decimal(holds.factor);
}

export const repeatText = (factor: Fraction): string =>
  compare(factor, ONE) === 0 ? '' : `, times ${formatFraction(factor)} as it fell short before`;
