import type { BandsRule, PayMeasure } from '../../model/payment-terms.ts';
import { decimal, type Fraction, formatFraction, ONE, times } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { type Charged, nothing } from '../statement/draft-line.ts';
import { bandOf, bandText } from './bands.ts';
import { type Before, repeatFactor, repeatText } from './repeat-factor.ts';
import { chargeText, unitOf } from './rule-words.ts';

/** The band in which the value falls gives the charge; its own factor where the measure fell short in the period before. */
export function bandsLine(
  measure: PayMeasure,
  rule: BandsRule,
  value: Fraction,
  money: Money,
  before: Before,
): Charged {
  const unit = unitOf(measure.metric);
  const shown = `${formatFraction(value)}${unit}`;
  const index = bandOf(rule, value);
  const band = rule.bands[index];
  if (band === undefined) return nothing(`${shown} lies in no band`);
  const where = `${shown} lies in band ${index + 1}, ${bandText(band, unit)}`;
  if (band.charge === null) return { ...nothing(`${where}: no change`), band: index };
  const again = band.repeatFactor !== null && before.fellShort(1) ? decimal(band.repeatFactor) : ONE;
  const factor = times(repeatFactor(measure, band.effect, before), again);
  return {
    effect: band.effect,
    amount: times(money.of(band.charge), factor),
    points: times(money.pointsOf(band.charge), factor),
    band: index,
    rule: `${where}: ${chargeText(band.charge, money)}${repeatText(factor)}`,
  };
}
