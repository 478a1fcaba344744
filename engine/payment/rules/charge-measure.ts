import type { PayMeasure, RoundingMode } from '../../model/payment-terms.ts';
import { type Fraction, rounded } from '../fraction.ts';
import { type Measured, metricValue } from '../measured.ts';
import type { Money } from '../money-of.ts';
import type { ScopeItem } from '../scope-items.ts';
import { type Charged, type DraftLine, nothing } from '../statement/draft-line.ts';
import { bandsLine } from './bands-line.ts';
import { eventsLine } from './events-line.ts';
import { pointsLine } from './points-line.ts';
import { type Before, repeatFactor } from './repeat-factor.ts';
import { stepsLine } from './steps-line.ts';

/** Charges what was measured by the measure's rule (domain, section 11). */
export function chargeMeasure(
  measure: PayMeasure,
  item: ScopeItem,
  measured: Measured,
  money: Money,
  metricMode: RoundingMode,
  before: Before,
): DraftLine {
  const value = metricValue(measure, measured);
  const lookedUp =
    value === null || measure.metricDecimals === null ? value : rounded(value, measure.metricDecimals, metricMode);
  const charged = byRule(measure, measured, lookedUp, money, before);
  return { measure, item, measured, value, lookedUp, band: null, items: [], ...charged };
}

function byRule(
  measure: PayMeasure,
  { events, known }: Measured,
  value: Fraction | null,
  money: Money,
  before: Before,
): Charged {
  const { rule } = measure;
  if (!known) return nothing('no calls are known of the period');
  if (rule.kind === 'events')
    return eventsLine(measure, rule, events, money, repeatFactor(measure, rule.effect, before));
  if (rule.kind === 'points')
    return pointsLine(measure, rule, events, value, money, repeatFactor(measure, rule.effect, before));
  if (value === null) return nothing('nothing to measure in the period');
  if (rule.kind === 'bands') return bandsLine(measure, rule, value, money, before);
  return stepsLine(measure, rule, value, money, repeatFactor(measure, rule.effect, before));
}
