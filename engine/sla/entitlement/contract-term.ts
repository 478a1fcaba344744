import type { Contract } from '../../model/contract.ts';
import type { CalendarPeriod, Instant, LocalDate } from '../../model/units.ts';
import { addDays, addPeriod, localDateAt, startOfDay } from '../../time/index.ts';

/** What a contract that renews itself and names no term renews for. */
const A_YEAR: CalendarPeriod = { years: 1, months: 0, days: 0 };

/**
 * When a contract is in force, `[from, to)`: its inclusive dates in its own zone, extended by automatic renewals, which
 * go on for as long as nobody ends them.
 */
export function inForce(contract: Contract): { from: number; to: number } {
  const { startsOn, endsOn, autoRenew, timeZone } = contract;
  const endless = endsOn === null || autoRenew;
  return {
    from: startOfDay(startsOn, timeZone),
    to: endless ? Number.POSITIVE_INFINITY : startOfDay(addDays(endsOn, 1), timeZone),
  };
}

/** Last day of the term that a date falls in, renewals counted from the first end; null: the contract has no end. */
export function endOfTerm(contract: Contract, date: LocalDate): LocalDate | null {
  const { endsOn, autoRenew } = contract;
  if (endsOn === null || date <= endsOn || !autoRenew) return endsOn;
  const term = contract.renewalTerm ?? A_YEAR;
  // A term of no length would never get there.
  if (addPeriod(endsOn, term) <= endsOn) return endsOn;
  let renewals = 1;
  while (addPeriod(endsOn, term, renewals) < date) renewals++;
  return addPeriod(endsOn, term, renewals);
}

/** End of the term whose notice period contains an instant; null: it is in none. */
export function noticePeriodAt(contract: Contract, at: Instant): LocalDate | null {
  if (contract.noticePeriod === null) return null;
  const date = localDateAt(at, contract.timeZone);
  const end = endOfTerm(contract, date);
  if (end === null || date > end) return null;
  return date > addPeriod(end, contract.noticePeriod, -1) ? end : null;
}
