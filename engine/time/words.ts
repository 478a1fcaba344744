import { DAY, HOUR, type Instant, MINUTE } from '../model/units.ts';
import { weekday } from './civil.ts';
import { timeZone } from './time-zone.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A length of time for a hurried reader, its two largest units: `5 h 36 min`, `7 days`, `1 day 3 h`, `45 min`, `20 s`. Rounded. */
export function spokenLength(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / (ms < DAY ? MINUTE : HOUR)) * (ms < DAY ? 1 : 60);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const parts = [
    days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}` : '',
    hours > 0 ? `${hours} h` : '',
    minutes % 60 > 0 ? `${minutes % 60} min` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** A moment as the clock on the wall of a zone shows it: `Mon 5 Jan 08:30`. Seconds are cut off. */
export function spokenTime(at: Instant, zone: string): string {
  const wall = at + timeZone(zone).offsetAt(at);
  const date = new Date(wall);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${WEEKDAYS[weekday(Math.floor(wall / DAY))]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}
