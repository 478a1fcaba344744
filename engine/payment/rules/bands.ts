import type { BandsRule, PayBand } from '../../model/payment-terms.ts';
import { compare, decimal, type Fraction } from '../fraction.ts';

export const isInBand = (band: PayBand, value: Fraction): boolean => {
  const low = band.from === null ? 1 : compare(value, decimal(band.from));
  const high = band.to === null ? -1 : compare(value, decimal(band.to));
  return (low > 0 || (low === 0 && band.fromInclusive)) && (high < 0 || (high === 0 && band.toInclusive));
};

/** Position of the first band in the list that contains a value; -1: none does. */
export const bandOf = ({ bands }: BandsRule, value: Fraction): number =>
  bands.findIndex((each) => isInBand(each, value));

/** `95 ≤ value < 99`, as people read it. */
export function bandText({ from, fromInclusive, to, toInclusive }: PayBand, unit: string): string {
  const low = from === null ? '' : `${from}${unit} ${fromInclusive ? '≤' : '<'} `;
  const high = to === null ? '' : ` ${toInclusive ? '≤' : '<'} ${to}${unit}`;
  return from === null && to === null ? 'any value' : `${low}value${high}`;
}
