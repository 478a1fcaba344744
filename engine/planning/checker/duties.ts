import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import { compileShifts, localDateAt, localTime, parseOpeningHours } from '../../time/index.ts';

/** `[start, end)`, epoch milliseconds. */
export type Stretch = [start: number, end: number];

/** Working hours of one date. */
export interface DayHours {
  readonly date: LocalDate;
  readonly bands: readonly { readonly start: number; readonly end: number }[];
}

/** The duty that begins on a date. */
export interface Duty extends DayHours {
  /** Goes on without a gap for more than a day. */
  readonly isLong: boolean;
}

export const endOf = ({ bands }: DayHours): number => bands[bands.length - 1]!.end;

export const stretchesOf = ({ bands }: DayHours): Stretch[] => bands.map(({ start, end }): Stretch => [start, end]);

export function hoursBetween(
  text: string,
  holidays: readonly LocalDate[],
  zone: string,
  from: Instant,
  to: Instant,
): readonly DayHours[] {
  const parsed = parseOpeningHours(text);
  return parsed.ok ? compileShifts(parsed.hours, holidays, zone, from, to) : [];
}

/** Stretches in order, those that touch or overlap made one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const [start, end] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** The dates to which a stretch of work belongs: that of its beginning where it lasts a day at most, else each that it touches. */
export function dated([start, end]: Stretch, zone: string): DayHours[] {
  const days: DayHours[] = [];
  let at = start;
  do {
    const date = localDateAt(instant(at), zone);
    const midnight = localTime(date, 1440, zone, 'opening');
    const last = end - start > DAY ? Math.min(end, midnight) : end;
    days.push({ date, bands: [{ start: at, end: last }] });
    at = last;
  } while (at < end);
  return days;
}

/**
 * The duties of a resource, given its joined working hours, that end after `from` and begin before `until`: all that
 * begins on one date is one. A long one is cut at `from` and `until` (a day is left of it at least) and where the
 * resource works in another territory on the next date.
 */
export function dutiesOf(
  worked: readonly Stretch[],
  zone: string,
  from: number,
  until: number,
  territoryOn: (date: LocalDate) => string,
): Duty[] {
  const pieces: Duty[] = [];
  for (const [start, end] of worked) {
    const isLong = end - start > DAY;
    if (!isLong) {
      pieces.push({ date: localDateAt(instant(start), zone), bands: [{ start, end }], isLong });
      continue;
    }
    const begin = Math.max(start, from);
    const stop = Math.min(end, Math.max(until, begin + DAY));
    let open: { date: LocalDate; start: number; end: number } | null = null;
    for (const { date, bands } of dated([start, end], zone)) {
      const piece = { start: Math.max(bands[0]!.start, begin), end: Math.min(bands[0]!.end, stop) };
      if (piece.start >= piece.end) continue;
      if (open !== null && territoryOn(open.date) === territoryOn(date)) open.end = piece.end;
      else {
        if (open !== null) pieces.push({ date: open.date, bands: [open], isLong });
        open = { date, ...piece };
      }
    }
    if (open !== null) pieces.push({ date: open.date, bands: [open], isLong });
  }
  const byDate = Map.groupBy(pieces, ({ date }) => date);
  return [...byDate]
    .map(([date, parts]) => ({
      date,
      bands: parts.flatMap(({ bands }) => bands),
      isLong: parts.some((part) => part.isLong),
    }))
    .filter((duty) => endOf(duty) > from && duty.bands[0]!.start < until);
}
