import type { Reference } from '../../model/dataset.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import {
  addDays,
  compileShifts,
  fromPairs,
  localDateAt,
  parseOpeningHours,
  startOfDay,
  subtract,
} from '../../time/index.ts';
import type { CallFacts } from './facts.ts';

/** A shift as the checker works it out from calendar, changed days, absences, breaks, lending, overtime and turns on call. */
export interface CheckedShift {
  readonly date: LocalDate;
  /** In which the resource works in it. */
  readonly territory: string;
  readonly begin: number;
  readonly end: number;
  readonly bands: readonly { readonly start: number; readonly end: number }[];
  /** Where calendar or turn end it: later is overtime. */
  readonly regularEnd: number;
  /** On call: the least urgent class that it is there for; null: all. */
  readonly onlyUpTo: CallClass | null;
  /** What its resource has finished in it, or left on hold, by `now`; null: nothing. */
  readonly done: DoneSoFar | null;
}

export interface DoneSoFar {
  readonly calls: number;
  /** Site of the call finished last: whence the next leg goes. */
  readonly lastSite: Site;
  /** Worked on them since the shift began, milliseconds. */
  readonly time: number;
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
  const compiled = new Map<string, readonly DayHours[]>();
  const absences = Map.groupBy(reference.absences, (absence) => absence.resource);
  const changes = Map.groupBy(reference.shiftChanges, (change) => change.resource);
  const breaks = Map.groupBy(reference.breaks, (rest) => rest.resource);
  const turns = Map.groupBy(reference.onCall, (turn) => turn.resource);
  const zones = new Map(reference.territories.map(({ code, timeZone }) => [code, timeZone]));
  const longest = Math.max(...CALL_CLASSES.map((each) => policy.overtimeByClass[each] ?? policy.overtimeUpTo));
  const start = instant(now - 2 * DAY);
  const until = instant(now + policy.horizon);
  const calendarShifts = (code: string, zone: string) => {
    const key = `${code} ${zone}`;
    if (!compiled.has(key)) {
      const calendar = reference.calendars.find((c) => c.code === code)!;
      compiled.set(key, hoursBetween(calendar.hours, calendar.holidays, zone, start, until));
    }
    return compiled.get(key)!;
  };
  return (resource) => {
    const zone = zones.get(resource.territory)!;
    let days = calendarShifts(resource.calendar, zone);
    for (const { on, hours } of changes.get(resource.code) ?? []) {
      const other = hoursBetween(hours, [], zone, startOfDay(on, zone), startOfDay(addDays(on, 1), zone));
      const inRange = other.filter((day) => day.date === on && day.bands[0]!.start < until && endOf(day) > start);
      days = [...days.filter(({ date }) => date !== on), ...inRange];
    }
    days = days.toSorted((a, b) => a.bands[0]!.start - b.bands[0]!.start);
    const absent = (absences.get(resource.code) ?? []).map(({ from, to }): Stretch => [from, to]);
    const rests = (breaks.get(resource.code) ?? []).flatMap(({ hours, validFrom, validTo }) =>
      hoursBetween(hours, [], zone, start, instant(until + 2 * DAY))
        .filter(({ date }) => date >= (validFrom ?? date) && date <= (validTo ?? date))
        .flatMap(({ bands }) => bands.map((band): Stretch => [band.start, band.end])),
    );
    const doneIn = (begin: number, end: number): DoneSoFar | null => {
      const inIt = now < end ? (finished.get(resource.code) ?? []).filter(({ doneAt }) => doneAt! >= begin) : [];
      if (inIt.length === 0) return null;
      const time = inIt.reduce((sum, { doneAt, doneFrom, workTime }) => {
        const from = Math.max(doneFrom ?? 0, doneAt! - workTime, begin);
        return sum + Math.max(0, doneAt! - from);
      }, 0);
      return { calls: inIt.length, time, lastSite: inIt.reduce((a, b) => (b.doneAt! > a.doneAt! ? b : a)).site };
    };
    const result: CheckedShift[] = [];
    const add = (
      date: LocalDate,
      territory: string,
      hours: Stretch[],
      off: Stretch[],
      onlyUpTo: CallClass | null,
      regularEnd: number,
    ) => {
      const worked = subtract(fromPairs(hours), fromPairs(off));
      const bands = Array.from(worked.start, (from, i) => ({ start: from, end: worked.end[i]! }));
      if (bands.length === 0) return;
      const [begin, end] = [bands[0]!.start, bands[bands.length - 1]!.end];
      result.push({ date, territory, begin, end, bands, regularEnd, onlyUpTo, done: doneIn(begin, end) });
    };

    let taken = Number.NEGATIVE_INFINITY;
    const onDuty: Stretch[] = [];
    for (const [k, day] of days.entries()) {
      const regular = endOf(day);
      const next = days[k + 1]?.bands[0]?.start ?? Number.POSITIVE_INFINITY;
      const overtime = Math.max(0, Math.min(longest, next - regular));
      const hours = day.bands
        .map(({ start, end }): Stretch => [Math.max(start, taken), end === regular ? end + overtime : end])
        .filter(([start, end]) => end > start);
      taken = Math.max(taken, regular);
      if (hours.length === 0) continue;
      onDuty.push([hours[0]![0], hours[hours.length - 1]![1]]);
      let territory = resource.territory;
      for (const l of [...policy.lent, ...reference.loans])
        if (l.resource === resource.code && l.on === day.date) territory = l.territory;
      // Overtime goes on from the shift: whoever is absent as that ends has none.
      const isOff = absent.some(([from, to]) => from <= regular && to >= regular);
      const idle: Stretch[] = isOff && overtime > 0 ? [[regular, regular + overtime]] : [];
      add(day.date, territory, hours, [...absent, ...rests, ...idle], null, regular);
    }
    const byClass = (turns.get(resource.code) ?? []).toSorted(
      (a, b) => CALL_CLASSES.indexOf(b.upTo) - CALL_CLASSES.indexOf(a.upTo) || a.from - b.from,
    );
    for (const { from, to, upTo } of byClass) {
      const gaps = subtract(fromPairs([[from, Math.min(to, until)]]), fromPairs(onDuty));
      gaps.start.forEach((gap, i) => {
        add(localDateAt(instant(gap), zone), resource.territory, [[gap, gaps.end[i]!]], absent, upTo, gaps.end[i]!);
      });
      onDuty.push([from, to]);
    }
    return result;
  };
}

type Stretch = [start: number, end: number];

interface DayHours {
  readonly date: LocalDate;
  readonly bands: readonly { readonly start: number; readonly end: number }[];
}

const endOf = ({ bands }: DayHours): number => bands[bands.length - 1]!.end;

function hoursBetween(
  text: string,
  holidays: readonly LocalDate[],
  zone: string,
  from: Instant,
  to: Instant,
): readonly DayHours[] {
  const parsed = parseOpeningHours(text);
  return parsed.ok ? compileShifts(parsed.hours, holidays, zone, from, to) : [];
}

/** Whether `[from, to)` lies in one band. */
export const inOneBand = (shift: CheckedShift, from: number, to: number): boolean =>
  shift.bands.some(({ start, end }) => start <= from && to <= end);
