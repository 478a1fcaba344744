import type { Interval, LocalDate } from '../model/units.ts';
import { addDays, type Intervals, localDateAt, startOfDay } from '../time/index.ts';

/** How time is cut up for counting. */
export interface Buckets {
  /** Names of the buckets that contain an instant. */
  at(at: number): readonly string[];
  /** Milliseconds of some stretches in each bucket that they reach into. */
  split(stretches: Intervals): ReadonlyMap<string, number>;
}

/** Days (`2026-10-25`) and months (`2026-10`) of a zone. */
export function calendarBuckets(zone: string): Buckets {
  const known = new Map<LocalDate, { readonly start: number; readonly end: number }>();
  /** Most instants that are asked for lie in the day of the one before. */
  let last: { readonly date: LocalDate; readonly start: number; readonly end: number } | null = null;
  function dayAt(at: number): { readonly date: LocalDate; readonly start: number; readonly end: number } {
    if (last !== null && last.start <= at && at < last.end) return last;
    const date = localDateAt(at as never, zone);
    let day = known.get(date);
    if (day === undefined) {
      day = { start: startOfDay(date, zone), end: startOfDay(addDays(date, 1), zone) };
      known.set(date, day);
    }
    last = { date, ...day };
    return last;
  }
  return {
    at(at) {
      const { date } = dayAt(at);
      return [date, monthOf(date)];
    },
    split({ start, end }) {
      const sums = new Map<string, number>();
      for (let k = 0; k < start.length; k++) {
        for (let from = start[k]!; from < end[k]!; ) {
          const day = dayAt(from);
          const to = Math.min(day.end, end[k]!);
          for (const name of [day.date, monthOf(day.date)]) sums.set(name, (sums.get(name) ?? 0) + to - from);
          from = to;
        }
      }
      return sums;
    },
  };
}

export const monthOf = (date: LocalDate): string => date.slice(0, 7);

/** Buckets of some disjoint stretches each; what lies outside of all is in none. */
export function bucketsOf(named: readonly { readonly name: string; readonly parts: readonly Interval[] }[]): Buckets {
  return {
    at: (at) =>
      named.filter(({ parts }) => parts.some(({ start, end }) => start <= at && at < end)).map(({ name }) => name),
    split({ start, end }) {
      const sums = new Map<string, number>();
      for (const { name, parts } of named) {
        let sum = 0;
        for (let k = 0; k < start.length; k++) {
          for (const part of parts) sum += Math.max(0, Math.min(end[k]!, part.end) - Math.max(start[k]!, part.start));
        }
        if (sum > 0) sums.set(name, sum);
      }
      return sums;
    },
  };
}

/** A period as whole buckets of a zone's calendar, and the parts of days at its ends that are left over. */
export interface PeriodParts {
  /** Names of months and days, disjoint. */
  readonly whole: readonly string[];
  readonly rest: readonly Interval[];
}

/** Months where they lie in the period as a whole, else days, else what is left of a day. */
export function partsOf(period: Interval, zone: string, unit: 'day' | 'month' = 'month'): PeriodParts {
  const rest: Interval[] = [];
  const whole: string[] = [];
  if (!(period.start < period.end)) return { whole, rest };
  let date = localDateAt(period.start, zone);
  const firstDay = startOfDay(date, zone);
  if (firstDay !== period.start) {
    date = addDays(date, 1);
    const end = startOfDay(date, zone);
    rest.push({ start: period.start, end: end < period.end ? end : period.end });
    if (end >= period.end) return { whole, rest };
  }
  for (;;) {
    const nextMonth = unit === 'month' && date.endsWith('-01') ? firstOfNextMonth(date) : null;
    const monthEnd = nextMonth === null ? null : startOfDay(nextMonth, zone);
    if (nextMonth !== null && monthEnd !== null && monthEnd <= period.end) {
      whole.push(monthOf(date));
      date = nextMonth;
      if (monthEnd === period.end) break;
      continue;
    }
    const start = startOfDay(date, zone);
    if (start >= period.end) break;
    const tomorrow = addDays(date, 1);
    const end = startOfDay(tomorrow, zone);
    if (end > period.end) {
      rest.push({ start, end: period.end });
      break;
    }
    if (end > start) whole.push(date);
    date = tomorrow;
  }
  return { whole, rest };
}

const firstOfNextMonth = (date: LocalDate): LocalDate => {
  const next = addDays(date, 31);
  return `${monthOf(next)}-01` as LocalDate;
};
