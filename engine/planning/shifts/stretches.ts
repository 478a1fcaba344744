import { DAY, type Instant, type Interval, instant, type LocalDate } from '../../model/units.ts';
import { addDays, fromPairs, type Intervals, localDateAt, startOfDay } from '../../time/index.ts';

/** One shift of a rota: working hours that count for one date. */
export interface RotaShift {
  /** Local date on which it begins. */
  readonly date: LocalDate;
  /** In order, disjoint; the gaps between them are breaks. */
  readonly bands: readonly Interval[];
  /** A band of it lasts longer than `LONGEST_DAY`: duty goes on over several dates. */
  readonly isContinuous: boolean;
}

/** A stretch of work up to this long belongs whole to the date on which it begins; a longer one belongs to each date that it touches. */
export const LONGEST_DAY = DAY;

/** A stretch, or the part of it, that belongs to one date. */
interface DatedHours {
  readonly date: LocalDate;
  readonly start: number;
  readonly end: number;
}

/** Cuts working hours up by the date that they belong to (`LONGEST_DAY`). */
export function datedHours(hours: Intervals, zone: string): DatedHours[] {
  return Array.from(hours.start, (start, k) => datesOf(start, hours.end[k]!, zone)).flat();
}

function datesOf(start: number, end: number, zone: string): DatedHours[] {
  if (end - start <= LONGEST_DAY) return [{ date: localDateAt(instant(start), zone), start, end }];
  return cutAtMidnight(start, end, zone);
}

function cutAtMidnight(start: number, end: number, zone: string): DatedHours[] {
  const parts: DatedHours[] = [];
  for (let at = start; at < end; ) {
    const date = localDateAt(instant(at), zone);
    const next = Math.min(end, startOfDay(addDays(date, 1), zone));
    parts.push({ date, start: at, end: next });
    at = next;
  }
  return parts;
}

/**
 * The shifts of working hours that end after `from` and begin before `until`. What is open without a gap is one
 * stretch of work, over midnight too, however the hours are written; the stretches that begin on one date are its shift.
 * Of a stretch longer than `LONGEST_DAY` what lies before `from` is cut off, and what lies after `until` (but not within
 * `LONGEST_DAY` of its beginning); it ends where the territory of the next date is another.
 * @param hours known from two days before `from` to two days after `until`.
 */
export function shiftsOfHours(
  hours: Intervals,
  zone: string,
  from: Instant,
  until: Instant,
  territoryOn: (date: LocalDate) => string,
): RotaShift[] {
  const byDate = new Map<LocalDate, { bands: Interval[]; isContinuous: boolean }>();
  const add = ({ date, start, end }: DatedHours, isContinuous: boolean): void => {
    const shift = byDate.get(date) ?? { bands: [], isContinuous: false };
    shift.bands.push({ start: instant(start), end: instant(end) });
    shift.isContinuous ||= isContinuous;
    byDate.set(date, shift);
  };
  hours.start.forEach((start, k) => {
    const end = hours.end[k]!;
    if (end - start <= LONGEST_DAY) add({ date: localDateAt(instant(start), zone), start, end }, false);
    else for (const run of runsOf(start, end, zone, from, until, territoryOn)) add(run, true);
  });
  return Array.from(byDate, ([date, shift]) => ({ date, ...shift })).filter(
    ({ bands }) => bands.at(-1)!.end > from && bands[0]!.start < until,
  );
}

/** A long stretch within the time that is planned, parted where the territory changes. */
function runsOf(
  start: number,
  end: number,
  zone: string,
  from: Instant,
  until: Instant,
  territoryOn: (date: LocalDate) => string,
): DatedHours[] {
  const first = Math.max(start, from);
  const runs: DatedHours[] = [];
  for (const part of cutAtMidnight(first, Math.min(end, Math.max(until, first + LONGEST_DAY)), zone)) {
    const last = runs.at(-1);
    if (last !== undefined && territoryOn(last.date) === territoryOn(part.date)) {
      runs[runs.length - 1] = { ...last, end: part.end };
    } else runs.push(part);
  }
  return runs;
}

/** The dates of a shift, each with the hours from its first to its last in it; one date, unless its duty is continuous. */
export function datesOfShift({ date, bands, isContinuous }: RotaShift, zone: string): DatedHours[] {
  const [start, end] = [bands[0]!.start, bands.at(-1)!.end];
  return isContinuous ? cutAtMidnight(start, end, zone) : [{ date, start, end }];
}

/** The hours of a worked shift by the date that they count for: the shift's own, or each that a stretch longer than `LONGEST_DAY` touches. */
export function hoursByDate(
  { date, bands }: { readonly date: LocalDate; readonly bands: readonly Interval[] },
  zone: string,
): DatedHours[] {
  if (bands.at(-1)!.end - bands[0]!.start <= LONGEST_DAY) return bands.map(({ start, end }) => ({ date, start, end }));
  return bands.flatMap(({ start, end }) => cutAtMidnight(start, end, zone));
}

/** How many dates a shift has from `now` on, one at least (its overtime may run): it takes `max_calls` for each. */
export const datesLeft = (shift: RotaShift, zone: string, now: Instant): number =>
  Math.max(1, datesOfShift(shift, zone).filter(({ end }) => end > now).length);

export const hoursOfShifts = (shifts: readonly { readonly bands: readonly Interval[] }[]): Intervals =>
  fromPairs(shifts.flatMap(({ bands }) => bands.map(({ start, end }): [number, number] => [start, end])));
