import type { Contract, PaymentPeriod } from '../model/contract.ts';
import { type Instant, type Interval, localDate } from '../model/units.ts';
import { addPeriod, localDateAt, startOfDay } from '../time/index.ts';

/** A payment period of a contract, `[start, end)`: a calendar month, quarter or year in the contract's zone. */
export interface ContractPeriod extends Interval {
  /** `2026-10`, `2026-Q4` or `2026`. */
  readonly code: string;
}

const MONTHS: Readonly<Record<PaymentPeriod, number>> = { month: 1, quarter: 3, year: 12 };
type Zoned = Pick<Contract, 'paymentPeriod' | 'timeZone'>;

/** Years of which there are periods, both inclusive: service time is walked day by day, so that a far year costs a long walk. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

/** The payment period that contains an instant. */
export function periodAt(contract: Zoned, at: Instant): ContractPeriod {
  const date = localDateAt(at, contract.timeZone);
  return periodFrom(contract, Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1);
}

/** The period so many periods later, or earlier where negative. */
export function periodAfter(contract: Zoned, period: ContractPeriod, by = 1): ContractPeriod {
  const first = localDateAt(period.start, contract.timeZone);
  const months = MONTHS[contract.paymentPeriod] * by;
  return periodFrom(contract, Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months);
}

/** Reads the code of a period of the contract's own kind, in the years 1970 to 2199; null: it is none. */
export function parsePeriodCode(contract: Zoned, code: string): ContractPeriod | null {
  const parts = /^(\d{4})(?:-(?:(\d\d)|Q([1-4])))?$/.exec(code);
  if (parts === null) return null;
  const [, year, month, quarter] = parts;
  const kind: PaymentPeriod = month !== undefined ? 'month' : quarter !== undefined ? 'quarter' : 'year';
  const first = month !== undefined ? Number(month) - 1 : quarter !== undefined ? (Number(quarter) - 1) * 3 : 0;
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return null;
  return kind === contract.paymentPeriod && first >= 0 && first < 12 ? periodFrom(contract, Number(year), first) : null;
}

/** The period that contains a month, 0 to 11, or beyond the year's ends. */
function periodFrom({ paymentPeriod, timeZone }: Zoned, year: number, month: number): ContractPeriod {
  const length = MONTHS[paymentPeriod];
  const first = Math.floor((year * 12 + month) / length) * length;
  const two = (n: number) => String(n).padStart(2, '0');
  const startYear = String(Math.floor(first / 12)).padStart(4, '0');
  const startMonth = first % 12;
  const start = localDate(`${startYear}-${two(startMonth + 1)}-01`);
  const end = addPeriod(start, { years: 0, months: length, days: 0 });
  const code = {
    month: `${startYear}-${two(startMonth + 1)}`,
    quarter: `${startYear}-Q${startMonth / 3 + 1}`,
    year: startYear,
  };
  return { code: code[paymentPeriod], start: startOfDay(start, timeZone), end: startOfDay(end, timeZone) };
}
