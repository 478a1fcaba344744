import type { Contract } from '../../model/contract.ts';
import type { LocalDate } from '../../model/units.ts';
import { dayOfDate } from '../../time/civil.ts';
import { addDays, addPeriod } from '../../time/index.ts';
import { endOfTerm } from './contract-term.ts';

/** What is to come of a contract. */
export interface ContractDates {
  /** Last day of the current term, inclusive. */
  readonly termEndsOn: LocalDate;
  /** Last day on which notice can be given for that end; null: no notice is agreed. */
  readonly noticeBy: LocalDate | null;
  /** First day of the term that follows by itself; null: the contract ends. */
  readonly renewsOn: LocalDate | null;
  /** Days from `date` to the next of these that is still to come (0: today): notice, else the term's end. */
  readonly daysLeft: number;
  readonly next: 'notice' | 'renewal' | 'end';
}

/**
 * The term that a date falls in, and the dates that go with it. null: the contract has no end, has not begun, or is over.
 * Notice can be given up to the day on which the last days of the term, as many as the notice period, are still to come.
 */
export function contractDates(contract: Contract, date: LocalDate): ContractDates | null {
  const termEndsOn = endOfTerm(contract, date);
  if (termEndsOn === null || date > termEndsOn || date < contract.startsOn) return null;
  const noticeBy = contract.noticePeriod === null ? null : addPeriod(termEndsOn, contract.noticePeriod, -1);
  const renewsOn = contract.autoRenew ? addDays(termEndsOn, 1) : null;
  const toNotice = noticeBy !== null && noticeBy >= date;
  return {
    termEndsOn,
    noticeBy,
    renewsOn,
    daysLeft: dayOfDate(toNotice ? noticeBy : termEndsOn) - dayOfDate(date),
    next: toNotice ? 'notice' : renewsOn === null ? 'end' : 'renewal',
  };
}
