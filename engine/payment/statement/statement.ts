import type { Contract } from '../../model/contract.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import type { Instant, LocalDate, Minor } from '../../model/units.ts';
import type { ContractMeasures, ContractPeriod } from '../../performance/index.ts';
import { addDays, localDateAt } from '../../time/index.ts';
import { openLedger } from '../ledger.ts';
import { type MeasuredPeriod, measurePeriod } from '../period-lines.ts';
import { type BaseFee, baseFee } from './base-fee.ts';
import { settle } from './settle.ts';
import type { StatementLine } from './statement-line.ts';

/** What a contract pays for a period, line by line (domain, section 11). Amounts are minor units of `currency`. */
export interface Statement {
  readonly contract: string;
  readonly customer: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly period: ContractPeriod;
  /** First and last day of the period, in the contract's zone. */
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
  /** As of when it is known. */
  readonly now: Instant;
  /** Whether the period still runs (or has not begun), so that it may all change. */
  readonly provisional: boolean;
  readonly baseFee: Minor;
  /** Days for which the fee is paid, of those of the period. */
  readonly daysInForce: number;
  readonly daysOfPeriod: number;
  readonly bonus: Minor;
  readonly abatement: Minor;
  readonly rounding: Minor;
  /** `baseFee + bonus - abatement + rounding`, and the sum of the lines. */
  readonly total: Minor;
  readonly lines: readonly StatementLine[];
}

/**
 * The statement of a payment period from what was measured of the contract's calls. `measures` must reach over the
 * period and, where the terms look at periods before (`periodsLookedBack`), over those.
 */
export function statementOf(measures: ContractMeasures, terms: PaymentTerms, period: ContractPeriod): Statement {
  return settledStatement(measurePeriod(openLedger(measures), terms, period));
}

/** The statement of a period that is measured already. */
export function settledStatement(measured: MeasuredPeriod): Statement {
  const { ledger, terms, period, money } = measured;
  const { contract, now } = ledger.measures;
  const { feeText, ...head } = statementHead(contract, period, baseFee(contract, period, terms), now);
  const { drafts, deduplicated } = measured.draft();
  return { ...head, ...settle(terms, drafts, money, feeText, deduplicated) };
}

/** What a statement says before its lines. */
export const statementHead = (contract: Contract, period: ContractPeriod, fee: BaseFee, now: Instant) => ({
  contract: contract.code,
  customer: contract.customer,
  currency: contract.currency,
  timeZone: contract.timeZone,
  period,
  firstDay: localDateAt(period.start, contract.timeZone),
  lastDay: addDays(localDateAt(period.end, contract.timeZone), -1),
  now,
  provisional: now < period.end,
  baseFee: fee.amount,
  daysInForce: fee.daysInForce,
  daysOfPeriod: fee.daysOfPeriod,
  feeText: feeText(fee),
});

function feeText({ daysInForce, daysOfPeriod }: BaseFee): string {
  if (daysInForce === daysOfPeriod) return 'base fee of the period';
  if (daysInForce === 0) return 'the contract is not in force in the period';
  return `base fee for ${daysInForce} of ${daysOfPeriod} days`;
}
