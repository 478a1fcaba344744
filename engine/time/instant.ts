import { DAY, HOUR, type Instant, instant, MINUTE, SECOND } from '../model/units.ts';
import { dayNumber, daysInMonth } from './civil.ts';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d))$/;
/** No place on Earth has ever been further from UTC. */
const MAX_OFFSET = 18 * HOUR;

/**
 * Reads an ISO 8601 instant: `2026-10-23T16:30+01:00`, `2026-10-23T15:30:00.250Z`. The offset is required, seconds are
 * not; digits past the millisecond are cut off. null: not in that form, or no such date or time.
 */
export function parseInstant(text: string): Instant | null {
  const parts = INSTANT.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [number, number, number, number, number];
  const second = Number(parts[6] ?? 0);
  const fraction = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetMinutes = Number(parts[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59 || offsetMinutes > 59) return null;
  const offset = (parts[8] === '-' ? -1 : 1) * (Number(parts[9] ?? 0) * HOUR + offsetMinutes * MINUTE);
  if (Math.abs(offset) > MAX_OFFSET) return null;
  const wall = dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction;
  return instant(wall - offset);
}

/** `2026-10-23T15:30:00Z`: UTC, with milliseconds only where there are any. */
export function formatInstant(i: Instant): string {
  const text = new Date(i).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
