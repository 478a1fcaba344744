import { type Instant, type Interval, instant, type LocalDate } from '../model/units.ts';
import { dateOfDay, dayOfDate, wallTime, weekday } from './civil.ts';
import { ALWAYS, fromPairs, type Intervals } from './intervals.ts';
import { instantOf, localDay } from './local.ts';
import type { Band, OpeningHours } from './opening-hours.ts';
import { type TimeZone, timeZone } from './time-zone.ts';

/** The working hours of one local day. A band over midnight belongs to the day on which it begins. */
export interface Shift {
  readonly date: LocalDate;
  /** In order, disjoint; the gaps between them are breaks. */
  readonly bands: readonly Interval[];
}

/**
 * Coverage as intervals of UTC: the hours of every local day that touches `[from, to)`, and of the day before it, whose
 * bands may run over midnight. Bands at the ends are whole, not cut. `24/7` with no holidays is `ALWAYS`.
 */
export function compileCoverage(
  hours: OpeningHours,
  holidays: readonly LocalDate[],
  zone: string,
  from: Instant,
  to: Instant,
): Intervals {
  if (hours.everyDayWhole && holidays.length === 0) return ALWAYS;
  const pairs: [number, number][] = [];
  eachDay(hours, holidays, zone, from, to, (_, bands) => pairs.push(...bands));
  return fromPairs(pairs);
}

/**
 * The shifts that end after `from` and begin before `to`, one for each local day that has hours, in order of date.
 * Their bands are whole: what lies before `from` or after `to` is not cut off.
 */
export function compileShifts(
  hours: OpeningHours,
  holidays: readonly LocalDate[],
  zone: string,
  from: Instant,
  to: Instant,
): Shift[] {
  const shifts: Shift[] = [];
  eachDay(hours, holidays, zone, from, to, (day, pairs) => {
    const { start, end } = fromPairs(pairs);
    if (start.length === 0 || end.at(-1)! <= from || start[0]! >= to) return;
    const bands = Array.from(start, (at, k) => ({ start: instant(at), end: instant(end[k]!) }));
    shifts.push({ date: dateOfDay(day), bands });
  });
  return shifts;
}

/** Calls `visit` for each local day from the one before `from` to the one that `to` ends in. */
function eachDay(
  hours: OpeningHours,
  holidays: readonly LocalDate[],
  zoneName: string,
  from: Instant,
  to: Instant,
  visit: (day: number, bands: [number, number][]) => void,
): void {
  const zone = timeZone(zoneName);
  const closedDays = new Set(holidays.map(dayOfDate));
  const last = localDay(to - 1, zone);
  for (let day = localDay(from, zone) - 1; day <= last; day++) {
    const bands = closedDays.has(day) ? hours.holiday : hours.week[weekday(day)]!;
    if (bands.length > 0 && dayExists(day, zone))
      visit(
        day,
        bands.map((band) => bandOf(day, band, zone)),
      );
  }
}

function bandOf(day: number, band: Band, zone: TimeZone): [number, number] {
  return [instantOf(wallTime(day, band.from), zone, 'opening'), instantOf(wallTime(day, band.to), zone, 'closing')];
}

/** A zone that crosses the date line skips a whole day (Apia, 2011-12-30): a day that never was has no hours. */
const dayExists = (day: number, zone: TimeZone): boolean =>
  localDay(instantOf(wallTime(day, 0), zone, 'opening'), zone) === day;
