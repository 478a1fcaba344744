import type { Minor } from './units.ts';

/** ISO 4217 for no currency: there is none to take, or none that is known. */
export const NO_CURRENCY = 'XXX';

const DIGITS = new Map<string, number>();

/** Decimals of a currency: 2 for GBP, 0 for JPY, 3 for KWD (ISO 4217 by way of ECMA-402). */
export function minorDigits(currency: string): number {
  let digits = DIGITS.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    DIGITS.set(currency, digits);
  }
  return digits;
}

/** Decimal text with all the currency's decimals: 1250 in GBP is `12.50`. */
export function formatMoney(amount: Minor, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
