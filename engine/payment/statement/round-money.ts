import { minorDigits } from '../../model/money.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import { type Fraction, integer, over, times, toWhole } from '../fraction.ts';

/** Rounds to the decimals of the terms, or of the currency, as the terms round; whole minor units. */
export function moneyRounder(
  { mode, moneyDecimals }: Pick<PaymentTerms['rounding'], 'mode' | 'moneyDecimals'>,
  currency: string,
): (amount: Fraction) => Fraction {
  const digits = minorDigits(currency);
  const decimals = Math.min(moneyDecimals ?? digits, digits);
  const unit = integer(10 ** (digits - decimals));
  return (amount) => times({ n: toWhole(over(amount, unit), mode), d: 1n }, unit);
}
