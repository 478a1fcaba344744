import type { Contract } from '../../model/contract.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import { DAY, type Interval, instant, type LocalDate, type Minor, minor } from '../../model/units.ts';
import { inForce } from '../../sla/index.ts';
import { localDateAt } from '../../time/index.ts';
import { fraction } from '../fraction.ts';
import { moneyRounder } from './round-money.ts';

/** The fee of a period, and the days for which it is paid. */
export interface BaseFee {
  readonly amount: Minor;
  readonly daysInForce: number;
  readonly daysOfPeriod: number;
}

/**
 * The base fee of a payment period. Where the contract is in force for some of its days only, each calendar day in the
 * contract's zone pays its equal share, unless the terms say `full`; rounded as the terms round lines.
 */
export function baseFee(
  contract: Contract,
  period: Interval,
  terms: Pick<PaymentTerms, 'partialPeriod' | 'rounding'>,
): BaseFee {
  const { from, to } = inForce(contract);
  const daysOfPeriod = daysBetween(contract, period.start, period.end);
  const start = Math.max(from, period.start);
  const end = Math.min(to, period.end);
  const daysInForce = start < end ? daysBetween(contract, start, end) : 0;
  const whole = daysInForce === daysOfPeriod || (daysInForce > 0 && terms.partialPeriod === 'full');
  const { mode, money, moneyDecimals } = terms.rounding;
  const rounded = moneyRounder({ mode, moneyDecimals: money === 'line' ? moneyDecimals : null }, contract.currency);
  const share = fraction(BigInt(contract.baseFee) * BigInt(daysInForce), daysOfPeriod);
  const amount = whole ? contract.baseFee : minor(Number(rounded(share).n));
  return { amount, daysInForce, daysOfPeriod };
}

/** Local dates in `[start, end)`, both ends being midnights of the contract's zone. */
const daysBetween = ({ timeZone }: Contract, start: number, end: number): number =>
  (dayOf(localDateAt(instant(end), timeZone)) - dayOf(localDateAt(instant(start), timeZone))) / DAY;

const dayOf = (date: LocalDate): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));
