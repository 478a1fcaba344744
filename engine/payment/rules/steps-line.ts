import type { Charge, PayMeasure, StepsRule } from '../../model/payment-terms.ts';
import { type Fraction, formatFraction, sum, times } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { type Charged, nothing } from '../statement/draft-line.ts';
import { repeatText } from './repeat-factor.ts';
import { chargeText, unitOf } from './rule-words.ts';
import { stepsOf } from './steps.ts';

/** Each step by which the value is under (or over) the threshold costs what its tier says. */
export function stepsLine(
  measure: PayMeasure,
  rule: StepsRule,
  value: Fraction,
  money: Money,
  repeat: Fraction,
): Charged {
  const unit = unitOf(measure.metric);
  const shown = `${formatFraction(value)}${unit}`;
  const parts = stepsOf(rule, value);
  if (parts.length === 0) return nothing(`${shown} is no step ${rule.side} ${rule.threshold}${unit}`);
  const each = (of: (charge: Charge) => Fraction): Fraction =>
    times(sum(parts.map(({ count, charge }) => times(count, of(charge)))), repeat);
  const text = parts.map(
    ({ count, charge }) =>
      `${formatFraction(count)} ${count.n === count.d ? 'step' : 'steps'} at ${chargeText(charge, money)}`,
  );
  return {
    effect: rule.effect,
    amount: each(money.of),
    points: each(money.pointsOf),
    band: parts.at(-1)!.tier,
    rule: `${shown} is ${rule.side} ${rule.threshold}${unit} by ${STEP_WORDS[rule.count]} of ${rule.step}${unit}: ${text.join(', ')}${repeatText(repeat)}`,
  };
}

const STEP_WORDS = { full: 'full steps', started: 'started steps', exact: 'steps, parts pro rata,' } as const;
