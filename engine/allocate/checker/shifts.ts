import type { Reference } from '../../model/dataset.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import { compileShifts, fromPairs, parseOpeningHours, type Shift, subtract } from '../../time/index.ts';
import type { CallFacts } from './facts.ts';

/** A shift as the checker works it out from calendar, absences, lending and overtime. */
export interface CheckedShift {
  readonly date: LocalDate;
  /** In which the resource works in it. */
  readonly territory: string;
  readonly begin: number;
  readonly end: number;
  readonly bands: readonly { readonly start: number; readonly end: number }[];
  /** What its resource has finished in it by `now`; null: nothing. */
  readonly done: DoneSoFar | null;
}

export interface DoneSoFar {
  readonly calls: number;
  /** Site of the call finished last: whence the next leg goes. */
  readonly lastSite: Site;
}

/** Shifts of resources, each calendar compiled once. */
export function shiftBook(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  now: Instant,
): (resource: Resource) => readonly CheckedShift[] {
  const { policy } = reference;
  const finished = Map.groupBy(
    [...facts.values()].filter(({ doneAt }) => doneAt !== null),
    ({ call }) => call.resource,
  );
  const compiled = new Map<string, readonly Shift[]>();
  const absences = Map.groupBy(reference.absences, (absence) => absence.resource);
  const zones = new Map(reference.territories.map(({ code, timeZone }) => [code, timeZone]));
  const calendarShifts = (code: string, zone: string) => {
    const key = `${code} ${zone}`;
    if (!compiled.has(key)) {
      const calendar = reference.calendars.find((c) => c.code === code)!;
      const parsed = parseOpeningHours(calendar.hours);
      const until = instant(now + policy.horizon);
      compiled.set(
        key,
        parsed.ok ? compileShifts(parsed.hours, calendar.holidays, zone, instant(now - 2 * DAY), until) : [],
      );
    }
    return compiled.get(key)!;
  };
  return (resource) => {
    const zone = zones.get(resource.territory)!;
    const shifts = calendarShifts(resource.calendar, zone);
    const away = fromPairs((absences.get(resource.code) ?? []).map(({ from, to }): [number, number] => [from, to]));
    const result: CheckedShift[] = [];
    let taken = Number.NEGATIVE_INFINITY;
    for (const [k, shift] of shifts.entries()) {
      const regular = shift.bands[shift.bands.length - 1]!.end;
      const next = shifts[k + 1]?.bands[0]?.start ?? Number.POSITIVE_INFINITY;
      const overtime = Math.max(0, Math.min(policy.overtimeUpTo, next - regular));
      const hours = shift.bands.map(({ start, end }): [number, number] => [
        Math.max(start, taken),
        end === regular ? end + overtime : end,
      ]);
      taken = Math.max(taken, regular);
      const worked = subtract(fromPairs(hours.filter(([start, end]) => end > start)), away);
      const bands = Array.from(worked.start, (start, i) => ({ start, end: worked.end[i]! }));
      if (bands.length === 0) continue;
      let territory = resource.territory;
      for (const l of policy.lent) if (l.resource === resource.code && l.on === shift.date) territory = l.territory;
      const [begin, end] = [bands[0]!.start, bands[bands.length - 1]!.end];
      const inIt = now < end ? (finished.get(resource.code) ?? []).filter(({ doneAt }) => doneAt! >= begin) : [];
      const done =
        inIt.length === 0
          ? null
          : { calls: inIt.length, lastSite: inIt.reduce((a, b) => (b.doneAt! > a.doneAt! ? b : a)).site };
      result.push({ date: shift.date, territory, begin, end, bands, done });
    }
    return result;
  };
}

/** Whether `[from, to)` lies in one band. */
export const inOneBand = (shift: CheckedShift, from: number, to: number): boolean =>
  shift.bands.some(({ start, end }) => start <= from && to <= end);
