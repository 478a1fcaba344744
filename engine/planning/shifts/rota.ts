import type { Calendar } from '../../model/calendar.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Lending } from '../../model/policy.ts';
import type { Resource } from '../../model/resource.ts';
import type { OnCall } from '../../model/rota.ts';
import { DAY, type Instant, instant, type LocalDate, type Millis } from '../../model/units.ts';
import {
  addDays,
  compileShifts,
  fromPairs,
  type Intervals,
  parseOpeningHours,
  startOfDay,
  union,
} from '../../time/index.ts';
import { FINISHED_LOOK_BACK } from '../problem/work-done.ts';
import { datedHours, hoursOfShifts, type RotaShift, shiftsOfHours } from './stretches.ts';

/** When one resource is to work, all tables put together, for shifts that are not over at `now` and begin before `until`. */
export interface Rota {
  /** Of its calendar, changed days as they are changed; in order of date. */
  readonly shifts: readonly RotaShift[];
  /** Absences. */
  readonly away: Intervals;
  readonly breaks: Intervals;
  readonly onCall: readonly OnCall[];
  /** Where it is lent, and when; the last of a day rules. */
  readonly lent: readonly Lending[];
  readonly timeZone: string;
  readonly until: Instant;
}

/** Reads the rotas of resources from the tables; each calendar is compiled once, each table gone through once. */
export function rotaBook(reference: Reference, now: Instant, horizon: Millis): (resource: Resource) => Rota {
  const from = instant(now - FINISHED_LOOK_BACK);
  const until = instant(now + horizon);
  const zones = new Map(reference.territories.map(({ code, timeZone }) => [code, timeZone]));
  const byResource = <R extends { readonly resource: string }>(rows: readonly R[]) =>
    Map.groupBy(rows, ({ resource }) => resource);
  const absences = byResource(reference.absences);
  const changes = byResource(reference.shiftChanges);
  const breaks = byResource(reference.breaks);
  const onCall = byResource(reference.onCall);
  const lent = byResource([...reference.policy.lent, ...reference.loans]);
  const calendarHours = hoursCompiler(reference.calendars, from, until);
  const shiftsOfCalendar = new Map<Intervals, readonly RotaShift[]>();

  return ({ code, territory, calendar }) => {
    const timeZone = zones.get(territory)!;
    const changed = new Map((changes.get(code) ?? []).map(({ on, hours }) => [on, hours]));
    const rests = (breaks.get(code) ?? []).map(({ hours, validFrom, validTo }) =>
      breakTimes(hours, validFrom, validTo, timeZone, from, until),
    );
    const loans = lent.get(code) ?? [];
    const usual = calendarHours(calendar, timeZone);
    const shifts = (hours: Intervals) =>
      shiftsOfHours(hours, timeZone, from, until, (date) => territoryOn(territory, loans, date));
    return {
      shifts:
        changed.size > 0 || loans.length > 0
          ? shifts(withChanges(usual, changed, timeZone))
          : known(shiftsOfCalendar, usual, () => shifts(usual)),
      away: fromPairs((absences.get(code) ?? []).map((absence) => [absence.from, absence.to])),
      breaks: rests.reduce(union, fromPairs([])),
      onCall: onCall.get(code) ?? [],
      lent: loans,
      timeZone,
      until,
    };
  };
}

/** Where a resource works on a date: where it is lent, else at home. The last lending rules. */
export const territoryOn = (home: string, lent: readonly Lending[], date: LocalDate): string =>
  lent.findLast(({ on }) => on === date)?.territory ?? home;

/** What a map has for a key, worked out the first time. */
function known<K, V>(map: Map<K, V>, key: K, value: () => V): V {
  let found = map.get(key);
  if (found === undefined) {
    found = value();
    map.set(key, found);
  }
  return found;
}

/** The hours of calendars from two days before `from` to two days after `until`, each compiled once. */
function hoursCompiler(
  calendars: readonly Calendar[],
  from: Instant,
  until: Instant,
): (calendar: string, zone: string) => Intervals {
  const byCode = new Map(calendars.map((calendar) => [calendar.code, calendar]));
  const compiled = new Map<string, Intervals>();
  const [first, last] = [instant(from - 2 * DAY), instant(until + 2 * DAY)];
  return (code, zone) =>
    known(compiled, `${code}\n${zone}`, () => {
      const calendar = byCode.get(code);
      const hours = calendar && parseOpeningHours(calendar.hours);
      const written = hours?.ok ? compileShifts(hours.hours, calendar!.holidays, zone, first, last) : [];
      return hoursOfShifts(written);
    });
}

/** The hours that belong to a changed date are its own, whatever the calendar and its holidays say. */
function withChanges(usual: Intervals, changed: ReadonlyMap<LocalDate, string>, zone: string): Intervals {
  if (changed.size === 0) return usual;
  const kept = datedHours(usual, zone).filter(({ date }) => !changed.has(date));
  const own = [...changed].flatMap(([on, text]) => {
    const parsed = parseOpeningHours(text);
    if (!parsed.ok) return [];
    const day = compileShifts(parsed.hours, [], zone, startOfDay(on, zone), startOfDay(addDays(on, 1), zone));
    return day.filter(({ date }) => date === on);
  });
  return union(fromPairs(kept.map(({ start, end }): [number, number] => [start, end])), hoursOfShifts(own));
}

function breakTimes(
  text: string,
  validFrom: LocalDate | null,
  validTo: LocalDate | null,
  zone: string,
  from: Instant,
  until: Instant,
): Intervals {
  const parsed = parseOpeningHours(text);
  const first = Math.max(from, validFrom === null ? from : startOfDay(validFrom, zone));
  // A shift that begins before the horizon's end is filled whole, so its breaks are known whole.
  const beyond = until + FINISHED_LOOK_BACK;
  const last = Math.min(beyond, validTo === null ? beyond : startOfDay(addDays(validTo, 1), zone));
  if (!parsed.ok || first >= last) return fromPairs([]);
  const days = compileShifts(parsed.hours, [], zone, instant(first), instant(last)).filter(
    ({ date }) => (validFrom === null || date >= validFrom) && (validTo === null || date <= validTo),
  );
  return fromPairs(days.flatMap(({ bands }) => bands.map(({ start, end }): [number, number] => [start, end])));
}
