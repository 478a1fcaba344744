import type { Calendar } from '../model/calendar.ts';
import type { Reference } from '../model/dataset.ts';
import type { Lending } from '../model/policy.ts';
import type { Resource } from '../model/resource.ts';
import type { OnCall } from '../model/rota.ts';
import { type Instant, instant, type LocalDate, type Millis } from '../model/units.ts';
import {
  addDays,
  compileShifts,
  fromPairs,
  type Intervals,
  parseOpeningHours,
  type Shift,
  startOfDay,
  union,
} from '../time/index.ts';
import { FINISHED_LOOK_BACK } from './work-done.ts';

/** When one resource is to work, all tables put together, for shifts that are not over at `now` and begin before `until`. */
export interface Rota {
  /** Of its calendar, changed days as they are changed; in order of date. */
  readonly shifts: readonly Shift[];
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
  const calendarShifts = shiftCompiler(reference.calendars, from, until);

  return ({ code, territory, calendar }) => {
    const timeZone = zones.get(territory)!;
    const changed = new Map((changes.get(code) ?? []).map(({ on, hours }) => [on, hours]));
    const rests = (breaks.get(code) ?? []).map(({ hours, validFrom, validTo }) =>
      breakTimes(hours, validFrom, validTo, timeZone, from, until),
    );
    return {
      shifts: withChanges(calendarShifts(calendar, timeZone), changed, timeZone, from, until),
      away: fromPairs((absences.get(code) ?? []).map((absence) => [absence.from, absence.to])),
      breaks: rests.reduce(union, fromPairs([])),
      onCall: onCall.get(code) ?? [],
      lent: lent.get(code) ?? [],
      timeZone,
      until,
    };
  };
}

function shiftCompiler(
  calendars: readonly Calendar[],
  from: Instant,
  until: Instant,
): (calendar: string, zone: string) => readonly Shift[] {
  const byCode = new Map(calendars.map((calendar) => [calendar.code, calendar]));
  const compiled = new Map<string, readonly Shift[]>();
  return (code, zone) => {
    const key = `${code}\n${zone}`;
    let shifts = compiled.get(key);
    if (shifts === undefined) {
      const calendar = byCode.get(code);
      const hours = calendar && parseOpeningHours(calendar.hours);
      shifts = hours?.ok ? compileShifts(hours.hours, calendar!.holidays, zone, from, until) : [];
      compiled.set(key, shifts);
    }
    return shifts;
  };
}

/** The shift of a changed date is the one of its own hours, whatever the calendar and its holidays say. */
function withChanges(
  shifts: readonly Shift[],
  changed: ReadonlyMap<LocalDate, string>,
  zone: string,
  from: Instant,
  until: Instant,
): readonly Shift[] {
  if (changed.size === 0) return shifts;
  const own = [...changed].flatMap(([on, text]) => {
    const parsed = parseOpeningHours(text);
    if (!parsed.ok) return [];
    const day = compileShifts(parsed.hours, [], zone, startOfDay(on, zone), startOfDay(addDays(on, 1), zone));
    return day.filter(({ date, bands }) => date === on && bands.at(-1)!.end > from && bands[0]!.start < until);
  });
  return [...shifts.filter(({ date }) => !changed.has(date)), ...own].sort((a, b) => (a.date < b.date ? -1 : 1));
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
