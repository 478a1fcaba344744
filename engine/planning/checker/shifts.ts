import type { Reference } from '../../model/dataset.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import { addDays, fromPairs, localDateAt, startOfDay, subtract } from '../../time/index.ts';
import { dated, dutiesOf, endOf, hoursBetween, joined, type Stretch, stretchesOf } from './duties.ts';
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
  /** Calls that `max_calls` of 1 would allow: one for each date of the shift that is not over. */
  readonly dates: number;
}

export interface DoneSoFar {
  /** Of today, where the shift goes on for more than a day. */
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
  const compiled = new Map<string, readonly Stretch[]>();
  const absences = Map.groupBy(reference.absences, (absence) => absence.resource);
  const changes = Map.groupBy(reference.shiftChanges, (change) => change.resource);
  const breaks = Map.groupBy(reference.breaks, (rest) => rest.resource);
  const turns = Map.groupBy(reference.onCall, (turn) => turn.resource);
  const lent = Map.groupBy([...policy.lent, ...reference.loans], (loan) => loan.resource);
  const zones = new Map(reference.territories.map(({ code, timeZone }) => [code, timeZone]));
  const longest = Math.max(...CALL_CLASSES.map((each) => policy.overtimeByClass[each] ?? policy.overtimeUpTo));
  const start = instant(now - 2 * DAY);
  const until = instant(now + policy.horizon);
  const calendarHours = (code: string, zone: string): readonly Stretch[] => {
    const key = `${code} ${zone}`;
    if (!compiled.has(key)) {
      const { hours, holidays } = reference.calendars.find((c) => c.code === code)!;
      const days = hoursBetween(hours, holidays, zone, instant(start - 2 * DAY), instant(until + 2 * DAY));
      compiled.set(key, joined(days.flatMap(stretchesOf)));
    }
    return compiled.get(key)!;
  };
  return (resource) => {
    const zone = zones.get(resource.territory)!;
    const territoryOn = (date: LocalDate): string => {
      let territory = resource.territory;
      for (const loan of lent.get(resource.code) ?? []) if (loan.on === date) territory = loan.territory;
      return territory;
    };
    let worked = calendarHours(resource.calendar, zone);
    // Of several rows about one date the last one holds.
    const changed = [...new Map((changes.get(resource.code) ?? []).map((row) => [row.on, row])).values()];
    if (changed.length > 0) {
      const usual = worked.flatMap((stretch) => dated(stretch, zone));
      const kept = usual.filter(({ date }) => !changed.some(({ on }) => on === date)).flatMap(stretchesOf);
      const other = changed.flatMap(({ on, hours }) =>
        hoursBetween(hours, [], zone, startOfDay(on, zone), startOfDay(addDays(on, 1), zone))
          .filter(({ date }) => date === on)
          .flatMap(stretchesOf),
      );
      worked = joined([...kept, ...other]);
    }
    const days = dutiesOf(worked, zone, start, until, territoryOn);
    const absent = (absences.get(resource.code) ?? []).map(({ from, to }): Stretch => [from, to]);
    const rests = (breaks.get(resource.code) ?? []).flatMap(({ hours, validFrom, validTo }) =>
      hoursBetween(hours, [], zone, start, instant(until + 2 * DAY))
        .filter(({ date }) => date >= (validFrom ?? date) && date <= (validTo ?? date))
        .flatMap(stretchesOf),
    );
    const midnight = startOfDay(localDateAt(now, zone), zone);
    const doneIn = (begin: number, end: number, isLong: boolean): DoneSoFar | null => {
      const inIt = now < end ? (finished.get(resource.code) ?? []).filter(({ doneAt }) => doneAt! >= begin) : [];
      if (inIt.length === 0) return null;
      const time = inIt.reduce((sum, { doneAt, doneFrom, workTime }) => {
        const from = Math.max(doneFrom ?? 0, doneAt! - workTime, begin);
        return sum + Math.max(0, doneAt! - from);
      }, 0);
      const calls = isLong ? inIt.filter(({ doneAt }) => doneAt! >= midnight).length : inIt.length;
      return { calls, time, lastSite: inIt.reduce((a, b) => (b.doneAt! > a.doneAt! ? b : a)).site };
    };
    const result: CheckedShift[] = [];
    const add = (
      date: LocalDate,
      territory: string,
      hours: Stretch[],
      off: Stretch[],
      onlyUpTo: CallClass | null,
      regularEnd: number,
      isLong: boolean,
    ) => {
      const left = subtract(fromPairs(hours), fromPairs(off));
      const bands = Array.from(left.start, (from, i) => ({ start: from, end: left.end[i]! }));
      if (bands.length === 0) return;
      const [begin, end] = [bands[0]!.start, bands[bands.length - 1]!.end];
      const first = localDateAt(instant(Math.max(begin, now)), zone);
      let dates = 1;
      if (isLong) while (startOfDay(addDays(first, dates), zone) < regularEnd) dates += 1;
      result.push({
        date,
        territory,
        begin,
        end,
        bands,
        regularEnd,
        onlyUpTo,
        dates,
        done: doneIn(begin, end, isLong),
      });
    };

    const onDuty: Stretch[] = [];
    for (const [k, day] of days.entries()) {
      const regular = endOf(day);
      const next = days[k + 1]?.bands[0]?.start ?? Number.POSITIVE_INFINITY;
      const overtime = Math.max(0, Math.min(longest, next - regular));
      const hours = day.bands.map(({ start, end }): Stretch => [start, end === regular ? end + overtime : end]);
      onDuty.push([hours[0]![0], hours[hours.length - 1]![1]]);
      // Overtime goes on from the shift: whoever is absent as that ends has none.
      const isOff = absent.some(([from, to]) => from <= regular && to >= regular);
      const idle: Stretch[] = isOff && overtime > 0 ? [[regular, regular + overtime]] : [];
      add(day.date, territoryOn(day.date), hours, [...absent, ...rests, ...idle], null, regular, day.isLong);
    }
    const byClass = (turns.get(resource.code) ?? []).toSorted(
      (a, b) => CALL_CLASSES.indexOf(b.upTo) - CALL_CLASSES.indexOf(a.upTo) || a.from - b.from,
    );
    for (const { from, to, upTo } of byClass) {
      const gaps = subtract(fromPairs([[from, Math.min(to, until)]]), fromPairs(onDuty));
      gaps.start.forEach((gap, i) => {
        const [hours, end] = [[gap, gaps.end[i]!] as Stretch, gaps.end[i]!];
        add(localDateAt(instant(gap), zone), resource.territory, [hours], absent, upTo, end, false);
      });
      onDuty.push([from, to]);
    }
    return result;
  };
}

/** Whether `[from, to)` lies in one band. */
export const inOneBand = (shift: CheckedShift, from: number, to: number): boolean =>
  shift.bands.some(({ start, end }) => start <= from && to <= end);
