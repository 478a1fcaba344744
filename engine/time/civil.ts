/**
 * Dates of the proleptic Gregorian calendar as day numbers (0 is 1970-01-01), so that date arithmetic is integer
 * arithmetic. After Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
import { DAY, type LocalDate, localDate } from '../model/units.ts';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;
const DAYS_IN_ERA = 146_097;

export const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** `month` is 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);

/** Day number of a date that exists. Years are shifted to begin in March, which puts the leap day last. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_IN_ERA + dayOfEra - EPOCH_SHIFT;
}

/** The date with a day number; inverse of `dayNumber`. */
export function civilDate(dayNo: number): { year: number; month: number; day: number } {
  const shifted = dayNo + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_IN_ERA);
  const dayOfEra = shifted - era * DAYS_IN_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export const weekday = (dayNo: number): number => (((dayNo + 3) % 7) + 7) % 7;

/** Day number of a local date. */
export function dayOfDate(date: LocalDate): number {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** Local date of a day number; years before 0 or after 9999 are held at those ends, so that the text stays ten long. */
export function dateOfDay(dayNo: number): LocalDate {
  const { year, month, day } = civilDate(Math.min(Math.max(dayNo, FIRST_DAY), LAST_DAY));
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  return localDate(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
}

const FIRST_DAY = dayNumber(0, 1, 1);
const LAST_DAY = dayNumber(9999, 12, 31);

/** Milliseconds of a wall clock at a day and minute, as if it stood in UTC. */
export const wallTime = (dayNo: number, minute: number): number => dayNo * DAY + minute * 60_000;
