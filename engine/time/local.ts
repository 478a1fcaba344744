import { DAY, type Instant, instant, type LocalDate, localDate, MINUTE } from '../model/units.ts';
import { dateOfDay, dayOfDate, daysInMonth, wallTime } from './civil.ts';
import { type TimeZone, timeZone } from './time-zone.ts';

export { isTimeZone } from './time-zone.ts';

/** Of a local time that exists twice an opening takes the first, a closing the second (domain, section 3). */
export type Edge = 'opening' | 'closing';

/** Reads `2026-10-23`. null: not in that form, or no such date. */
export function parseLocalDate(text: string): LocalDate | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? localDate(text) : null;
}

/** The date on the calendar on the wall in a zone. */
export function localDateAt(i: Instant, zone: string): LocalDate {
  return dateOfDay(localDay(i, timeZone(zone)));
}

/** Day number (see civil.ts) of an instant in a zone. */
export const localDay = (at: number, zone: TimeZone): number => Math.floor((at + zone.offsetAt(at)) / DAY);

/** First instant of a date; where there is no midnight, the first that exists after it. */
export function startOfDay(date: LocalDate, zone: string): Instant {
  return instant(instantOf(wallTime(dayOfDate(date), 0), timeZone(zone), 'opening'));
}

/** The date `n` days later (earlier where negative). */
export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfDay(dayOfDate(date) + n);
}

/**
 * The instant of a local time (domain, section 3). A time that does not exist moves forward by the gap.
 * `minutesAfterMidnight` is read off the wall clock, 0 to 1440; 1440 is midnight at the day's end.
 */
export function localTime(date: LocalDate, minutesAfterMidnight: number, zone: string, edge: Edge): Instant {
  return instant(instantOf(wallTime(dayOfDate(date), minutesAfterMidnight), timeZone(zone), edge));
}

/** The instant at which the wall clock shows `wall` (milliseconds, as if it stood in UTC). */
export function instantOf(wall: number, zone: TimeZone, edge: Edge): number {
  // Offsets lie within 14 hours of UTC, so that a day earlier and later embrace any change that matters.
  const before = zone.offsetAt(wall - DAY);
  const after = zone.offsetAt(wall + DAY);
  const byBefore = wall - before;
  if (before === after) return byBefore;
  const byAfter = wall - after;
  const beforeHolds = zone.offsetAt(byBefore) === before;
  const afterHolds = zone.offsetAt(byAfter) === after;
  if (beforeHolds && afterHolds) return edge === 'opening' ? Math.min(byBefore, byAfter) : Math.max(byBefore, byAfter);
  // In a gap neither holds: read with the old offset, the clock has moved forward by just the gap.
  return afterHolds ? byAfter : byBefore;
}

/** For texts that people read: `2026-10-23 16:30 +01:00`. */
export function formatLocal(i: Instant, zone: string): string {
  const offset = timeZone(zone).offsetAt(i);
  const wall = new Date(i + offset).toISOString();
  const minutes = Math.round(Math.abs(offset) / MINUTE);
  const two = (n: number) => String(n).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)} ${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
