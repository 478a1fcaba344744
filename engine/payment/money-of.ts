import type { Charge, PaymentTerms } from '../model/payment-terms.ts';
import type { Minor } from '../model/units.ts';
import { decimal, type Fraction, HUNDRED, integer, over, times, ZERO } from './fraction.ts';

/** What charges of one contract and period come to: the fee and every base that percentages are taken of, minor units. */
export interface Money {
  readonly currency: string;
  readonly fee: Fraction;
  /** Money of a charge; points are none. */
  of(charge: Charge): Fraction;
  /** Points of a charge; money is none. */
  pointsOf(charge: Charge): Fraction;
}

/** A base is a percentage of the fee or of a base further up (a pool of an amount at risk), or an amount. */
export function moneyOf({ bases }: Pick<PaymentTerms, 'bases'>, fee: Minor, currency: string): Money {
  const amounts = new Map<string, Fraction>();
  const money: Money = {
    currency,
    fee: integer(fee),
    of(charge) {
      switch (charge.kind) {
        case 'amount':
          return integer(charge.amount);
        case 'percent': {
          const base = charge.of === null ? money.fee : (amounts.get(charge.of) ?? ZERO);
          return over(times(base, decimal(charge.percent)), HUNDRED);
        }
        case 'points':
          return ZERO;
      }
    },
    pointsOf: (charge) => (charge.kind === 'points' ? decimal(charge.points) : ZERO),
  };
  for (const { code, value } of bases) amounts.set(code, money.of(value));
  return money;
}
