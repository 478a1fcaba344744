import type { Rota } from '../data/types.ts';
import { timesIn } from '../time/times.ts';

const QUARTER = 900_000;
const DAY = 86_400_000;

/** What lending for a shift takes of it: its date, and the hours lent, epoch milliseconds. */
export interface LoanTime {
  /** Local date on which the shift begins. */
  readonly on: string;
  readonly begins: number;
  readonly ends: number;
}

/** The whole shift; of one that goes on for more than a day what is left of its date, today or its first. Lending counts by dates. */
export function loanOf({ date, bands }: Rota['shifts'][number], zone: string, now: number): LoanTime {
  const begins = Date.parse(bands[0]!.start);
  const ends = Date.parse(bands.at(-1)!.end);
  if (ends - begins <= DAY) return { on: date, begins, ends };
  const times = timesIn(zone);
  const from = Math.max(begins, now);
  const on = times.date(from);
  // A date has 23 to 25 hours: the first quarter of an hour of another date ends it.
  let midnight = Math.floor(from / QUARTER + 1) * QUARTER;
  while (times.date(midnight) === on) midnight += QUARTER;
  return { on, begins: from, ends: Math.min(ends, midnight) };
}
