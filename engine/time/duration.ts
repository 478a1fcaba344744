import { type CalendarPeriod, DAY, HOUR, type LocalDate, MINUTE, type Millis, millis, SECOND } from '../model/units.ts';
import { civilDate, dateOfDay, dayNumber, dayOfDate, daysInMonth } from './civil.ts';

const NUMBER = '(\\d{1,15}(?:[.,]\\d{1,9})?)';
const DURATION = new RegExp(
  `^P(?=[\\dT])(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);
const UNITS = [7 * DAY, DAY, HOUR, MINUTE, SECOND] as const;
const PERIOD = /^P(?=\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?$/;

/**
 * Reads an ISO 8601 duration of weeks, days (24 hours each), hours, minutes and seconds: `PT4H`, `P30D`, `PT1H30M`.
 * The last unit may have a decimal fraction (`PT0.5H`), down to the millisecond. Years and months have no fixed length
 * and are refused, as are negative and empty durations (`P`, `PT`). null: not such a duration.
 */
export function parseDuration(text: string): Millis | null {
  const parts = DURATION.exec(text);
  if (parts === null) return null;
  let total = 0;
  let fractionSeen = false;
  for (const [k, unit] of UNITS.entries()) {
    const part = parts[k + 1];
    if (part === undefined) continue;
    if (fractionSeen) return null;
    const [whole, fraction] = part.split(/[.,]/);
    total += Number(whole) * unit;
    if (fraction !== undefined) {
      fractionSeen = true;
      total += (Number(fraction) * unit) / 10 ** fraction.length;
    }
  }
  return Number.isSafeInteger(total) ? millis(total) : null;
}

/** Canonical form in days, hours, minutes and seconds: `PT1H30M`, `P30D`, `P1DT12H`; `PT0S` for none. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = (ms % MINUTE) / SECOND;
  const time = (hours > 0 ? `${hours}H` : '') + (minutes > 0 ? `${minutes}M` : '') + (seconds > 0 ? `${seconds}S` : '');
  const date = days > 0 ? `${days}D` : '';
  return time !== '' ? `P${date}T${time}` : date !== '' ? `P${date}` : 'PT0S';
}

/** Reads a period in calendar units: `P1Y`, `P6M`, `P2W`, `P1Y6M10D`. A week is seven days. null: not such a period. */
export function parsePeriod(text: string): CalendarPeriod | null {
  const parts = PERIOD.exec(text);
  if (parts === null) return null;
  const [years, months, weeks, days] = parts.slice(1, 5).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  return { years, months, days: weeks * 7 + days };
}

/** `P1Y6M10D`; `P0D` for none. Inverse of `parsePeriod`, but for weeks, which come out as days. */
export function formatPeriod(p: CalendarPeriod): string {
  const text = (p.years ? `${p.years}Y` : '') + (p.months ? `${p.months}M` : '') + (p.days ? `${p.days}D` : '');
  return text === '' ? 'P0D' : `P${text}`;
}

/**
 * The date `times` periods after a date, in one step: years and months first, held at the month's last day, then days.
 * (The nth renewal of a contract is counted from its start: step by step, 31 January would drift to the 28th.)
 */
export function addPeriod(date: LocalDate, p: CalendarPeriod, times = 1): LocalDate {
  const from = civilDate(dayOfDate(date));
  const months = from.year * 12 + (from.month - 1) + (p.years * 12 + p.months) * times;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return dateOfDay(dayNumber(year, month, Math.min(from.day, daysInMonth(year, month))) + p.days * times);
}
