import type { Call } from '../../model/call.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Device } from '../../model/device.ts';
import type { CallClass } from '../../model/priority.ts';
import type { Site } from '../../model/site.ts';
import type { DayAccess, SpecialDay } from '../../model/special-day.ts';
import { DAY, type Instant, type Interval, instant, type LocalDate, type Millis } from '../../model/units.ts';
import { stretchOfDay } from '../../sla/index.ts';
import {
  ALWAYS,
  addDays,
  compileCoverage,
  fromPairs,
  type Intervals,
  intersect,
  NEVER,
  parseOpeningHours,
  replaceStretches,
  startOfDay,
} from '../../time/index.ts';

/** How far past the horizon it is looked: remedies look a fortnight beyond it, and a shift goes on behind that. */
const BEHIND_HORIZON = 18 * DAY;

/**
 * When people are let in to the device of a call (rule 10.6), in order, disjoint, those that are over at `now` left out;
 * null: at any time, and a declared emergency where the site says so.
 */
export type AccessBook = (
  call: Pick<Call, 'loggedAt' | 'latest'>,
  callClass: CallClass,
  device: Device,
  site: Site,
) => readonly Interval[] | null;

/** Reads when people are let in from the tables; the times of each site and device are worked out once. */
export function accessBook(reference: Reference, now: Instant, horizon: Millis): AccessBook {
  const until = instant(now + horizon + BEHIND_HORIZON);
  const daysAt = Map.groupBy(reference.specialDays, ({ site }) => site);
  const compiled = new Map<string, Intervals>();
  const hoursOf = (text: string | null, zone: string): Intervals => {
    if (text === null) return ALWAYS;
    return known(compiled, `${zone}\n${text}`, () => {
      const parsed = parseOpeningHours(text);
      return parsed.ok ? compileCoverage(parsed.hours, [], zone, now, until) : ALWAYS;
    });
  };
  const times = new Map<string, Intervals>();
  const timesOf = (device: Device, site: Site): Intervals =>
    known(times, `${site.code}\n${device.accessHours ?? ''}`, () => {
      const zone = site.timeZone;
      const usual = intersect(hoursOf(site.accessHours, zone), hoursOf(device.accessHours, zone));
      return withSpecialDays(usual, daysAt.get(site.code) ?? [], zone);
    });
  const windows = new Map<Intervals, readonly Interval[]>();
  const windowsOf = (open: Intervals) => known(windows, open, () => windowsFrom(open, now, until));

  return ({ loggedAt, latest }, callClass, device, site) => {
    if (callClass === 'emergency' && site.emergencyAccess === true) return null;
    const open = timesOf(device, site);
    const isArranged = site.accessNotice === null || latest !== null;
    if (!isArranged) {
      const notified = fromPairs([[loggedAt + site.accessNotice!, Number.POSITIVE_INFINITY]]);
      return unlessAlways(windowsFrom(intersect(open, notified), now, until), now, until);
    }
    return unlessAlways(windowsOf(open), now, until);
  };
}

/** Special days in the place of what is usual; of those that overlap the later `from` rules, then the row further down (rule 7.4). */
function withSpecialDays(usual: Intervals, days: readonly SpecialDay[], zone: string): Intervals {
  const stretches = days
    .map((day) => ({ ...stretchOfDay(day, zone), row: day.row, replacement: ON_DAY[accessOn(day)] ?? usual }))
    .sort((a, b) => a.start - b.start || a.row - b.row);
  return replaceStretches(usual, stretches);
}

const ON_DAY: Readonly<Record<DayAccess, Intervals | null>> = { shut: NEVER, open: ALWAYS, usual: null };

/** Whether people are let in on a special day. Where it does not say: not where nothing is served on it. */
export const accessOn = ({ access, effect }: SpecialDay): DayAccess =>
  access ?? (effect === 'non-service-affecting' ? 'shut' : 'usual');

/** Whether work of a length can begin on a local date while people are let in. @param windows see `AccessBook`. */
export function isLetInOn(windows: readonly Interval[] | null, date: LocalDate, zone: string, work: Millis): boolean {
  if (windows === null) return true;
  const [midnight, next] = [startOfDay(date, zone), startOfDay(addDays(date, 1), zone)];
  return windows.some(({ start, end }) => {
    const begin = Math.max(start, midnight);
    return begin < next && begin + work <= end;
  });
}

function windowsFrom({ start, end }: Intervals, now: number, until: number): Interval[] {
  const windows: Interval[] = [];
  start.forEach((from, k) => {
    if (end[k]! > now && from < until) windows.push({ start: instant(from), end: instant(end[k]!) });
  });
  return windows;
}

const unlessAlways = (windows: readonly Interval[], now: number, until: number): readonly Interval[] | null =>
  windows.length === 1 && windows[0]!.start <= now && windows[0]!.end >= until ? null : windows;

function known<K, V>(map: Map<K, V>, key: K, value: () => V): V {
  let found = map.get(key);
  if (found === undefined) {
    found = value();
    map.set(key, found);
  }
  return found;
}
