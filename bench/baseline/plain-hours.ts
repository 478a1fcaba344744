import { DateTime } from 'luxon';
import type { Calendar } from '#engine';

/** Time `[start, end)` in epoch milliseconds. */
export interface PlainStretch {
  readonly start: number;
  readonly end: number;
}

/** Weekly hours as a table: the bands of each day, Monday first, then those of a holiday; minutes after midnight. */
type PlainWeek = readonly (readonly { readonly from: number; readonly to: number }[])[];

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const HOLIDAY = 7;

/** Hours are read once a text, as anybody would. */
const weeks = new Map<string, PlainWeek>();

function weekOf(hours: string): PlainWeek {
  let week = weeks.get(hours);
  if (week === undefined) {
    week = readWeek(hours);
    weeks.set(hours, week);
  }
  return week;
}

/** Later rules override earlier ones, day by day (domain, section 2). */
function readWeek(hours: string): PlainWeek {
  const week: { from: number; to: number }[][] = Array.from({ length: 8 }, () => []);
  for (const rule of hours.split(';').map((text) => text.trim().replace(/\s*([,-])\s*/g, '$1'))) {
    if (rule === '') continue;
    const named = /^[A-Z]/.test(rule);
    const [days, bands] = named ? (rule.split(/\s+/) as [string, string]) : ['Mo-Su', rule];
    for (const day of daysOf(days)) week[day] = bandsOf(bands);
  }
  return week;
}

function daysOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    if (part === 'PH') return [HOLIDAY];
    const [first, last = first] = part.split('-').map((name) => DAYS.indexOf(name)) as [number, number?];
    const days = [first];
    for (let day = first; day !== last; ) {
      day = (day + 1) % 7;
      days.push(day);
    }
    return days;
  });
}

function bandsOf(text: string): { from: number; to: number }[] {
  if (text === 'off') return [];
  if (text === '24/7') return [{ from: 0, to: 1440 }];
  return text
    .split(',')
    .map((band) => {
      const [from, to] = band.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
      return { from: from!, to: to! > from! ? to! : to! + 1440 };
    })
    .sort((a, b) => a.from - b.from);
}

/** The bands that begin on a local day, in order. */
export function bandsOfDay(hours: string, holidays: readonly string[], day: DateTime): PlainStretch[] {
  const holiday = holidays.length > 0 && holidays.includes(day.toISODate()!);
  const bands = weekOf(hours)[holiday ? HOLIDAY : day.weekday - 1]!;
  if (bands.length === 0) return [];
  // A time exists twice only where the offset changes.
  const changes = day.minus({ days: 1 }).offset !== day.plus({ days: 2 }).offset;
  return bands.map(({ from, to }) => {
    const opening = timeOfDay(day, from);
    const closing = timeOfDay(day, to);
    return {
      start: changes ? Math.min(...possibleInstants(opening)) : opening.toMillis(),
      end: changes ? Math.max(...possibleInstants(closing)) : closing.toMillis(),
    };
  });
}

/** Luxon moves a time that does not exist forward by the gap, as section 3 of the domain asks. */
function timeOfDay(day: DateTime, minutes: number): DateTime {
  const date = minutes >= 1440 ? day.plus({ days: 1 }) : day;
  return date.set({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 });
}

/** Of a local time that exists twice an opening takes the first, a closing the second. */
const possibleInstants = (local: DateTime): number[] => local.getPossibleOffsets().map((each) => each.toMillis());

/** Whether weekly hours (no holidays: rules have none) contain the local time of an instant. */
export function hoursContain(hours: string, at: number, zone: string): boolean {
  const today = DateTime.fromMillis(at, { zone }).startOf('day');
  return [today.minus({ days: 1 }), today].some((day) =>
    bandsOfDay(hours, [], day).some(({ start, end }) => start <= at && at < end),
  );
}

/** Open time of a calendar within `[from, to)`, day by day from the day before (whose last band may run over midnight). */
export function* openStretches(calendar: Calendar, zone: string, from: number, to: number): Generator<PlainStretch> {
  let day = DateTime.fromMillis(from, { zone }).startOf('day').minus({ days: 1 });
  let known = from;
  while (day.toMillis() < to) {
    for (const band of bandsOfDay(calendar.hours, calendar.holidays, day)) {
      const start = Math.max(band.start, known);
      const end = Math.min(band.end, to);
      if (start >= end) continue;
      yield { start, end };
      known = end;
    }
    day = day.plus({ days: 1 });
  }
}
