import type { PointsRule } from '../../model/payment-terms.ts';
import { add, compare, decimal, type Fraction, greatest, least, subtract, times, ZERO } from '../fraction.ts';

/** Points that are charged at one rate. */
export interface PointsAt {
  readonly points: Fraction;
  readonly rate: Fraction;
}

/**
 * The points over the free threshold, by the rate of their band (domain, section 11: 21 to 100 at 1.0, 101 to 200 at
 * 1.2, above at 1.5). Points over the last band's end, if it has one, cost nothing.
 */
export function chargedPoints(rule: PointsRule, total: Fraction): PointsAt[] {
  const free = decimal(rule.free);
  if (compare(total, free) <= 0) return [];
  if (rule.bandsApply === 'whole') {
    const band = rule.bands.find(({ upTo }) => upTo === null || compare(total, decimal(upTo)) <= 0);
    return band === undefined ? [] : [{ points: subtract(total, free), rate: decimal(band.rate) }];
  }
  const parts: PointsAt[] = [];
  let from = free;
  for (const { upTo, rate } of rule.bands) {
    const to = upTo === null ? total : least(total, decimal(upTo));
    const points = greatest(subtract(to, from), ZERO);
    if (compare(points, ZERO) > 0) parts.push({ points, rate: decimal(rate) });
    from = greatest(from, to);
  }
  return parts;
}

/** Points times their rates: what is multiplied by the price of a point. */
export const ratedPoints = (rule: PointsRule, total: Fraction): Fraction =>
  chargedPoints(rule, total).reduce((sum, { points, rate }) => add(sum, times(points, rate)), ZERO);
