import { formatMoney } from '../../model/money.ts';
import type { Charge, Metric } from '../../model/payment-terms.ts';
import { type Minor, minor } from '../../model/units.ts';
import { type Fraction, toWhole } from '../fraction.ts';
import type { Money } from '../money-of.ts';

/** What stands behind a value of a metric. */
export function unitOf(metric: Metric): string {
  switch (metric) {
    case 'respond':
    case 'fix':
    case 'clocks':
    case 'availability':
      return ' %';
    case 'downtime_hours':
    case 'mean_respond_hours':
    case 'mean_fix_hours':
      return ' h';
    case 'downtime_minutes':
      return ' min';
    default:
      return '';
  }
}

/** `3 % of the fee (3000.00)`, `150.00`, `5 points`. */
export function chargeText(charge: Charge, money: Money): string {
  switch (charge.kind) {
    case 'points':
      return `${charge.points} ${charge.points === 1 ? 'point' : 'points'}`;
    case 'amount':
      return formatMoney(charge.amount, money.currency);
    case 'percent':
      return `${charge.percent} % of ${charge.of === null ? 'the fee' : charge.of} (${formatMoney(shownMinor(money.of(charge)), money.currency)})`;
  }
}

/** For texts: the nearest minor unit. */
export const shownMinor = (amount: Fraction): Minor => minor(Number(toWhole(amount, 'half-even')));
