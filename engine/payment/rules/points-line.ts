import type { PayMeasure, PointsRule } from '../../model/payment-terms.ts';
import { decimal, type Fraction, formatFraction, sum, times, ZERO } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import type { PayEvent } from '../pay-events.ts';
import type { Charged, DraftItem } from '../statement/draft-line.ts';
import { grownTimes } from './growth.ts';
import { chargedPoints, ratedPoints } from './points.ts';
import { repeatText } from './repeat-factor.ts';
import { chargeText } from './rule-words.ts';

/** Events score points, or the points of other measures are added up (`scored`); those over the free threshold are charged. */
export function pointsLine(
  measure: PayMeasure,
  rule: PointsRule,
  events: readonly PayEvent[],
  scored: Fraction | null,
  money: Money,
  repeat: Fraction,
): Charged {
  const items = measure.metric === 'points' ? [] : scoredEvents(rule, events);
  const total = measure.metric === 'points' ? (scored ?? ZERO) : sum(items.map((each) => each.points));
  return {
    effect: rule.effect,
    value: total,
    lookedUp: total,
    amount: times(pointsAmount(rule, total, money), repeat),
    points: total,
    items,
    rule: pointsText(rule, total, money, repeat),
  };
}

/** What a total of points costs under a measure of the kind points. */
export const pointsAmount = (rule: PointsRule, total: Fraction, money: Money): Fraction =>
  times(ratedPoints(rule, total), money.of(rule.price));

function scoredEvents(rule: PointsRule, events: readonly PayEvent[]): DraftItem[] {
  const grown = grownTimes(rule, events);
  return events.map((event, k) => {
    const counted = times(times(grown[k]!, event.weight), event.use);
    return { event, amount: ZERO, points: times(decimal(rule.points ?? 0), counted), counted };
  });
}

function pointsText(rule: PointsRule, total: Fraction, money: Money, repeat: Fraction): string {
  const parts = chargedPoints(rule, total);
  const shown = formatFraction(total);
  if (parts.length === 0) return `${shown} points, ${rule.free} are free`;
  const rates = parts.map(({ points, rate }) => `${formatFraction(points)} at ${formatFraction(rate)}`).join(', ');
  return `${shown} points, ${rule.free} free: ${rates}, times ${chargeText(rule.price, money)}${repeatText(repeat)}`;
}
