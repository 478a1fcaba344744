import type { Reference } from '../../model/dataset.ts';
import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import {
  ALWAYS,
  buildTimelines,
  compileCoverage,
  type Intervals,
  NEVER,
  type OpeningHours,
  parseOpeningHours,
  replaceStretches,
  type Stretch,
  subtract,
  type Timelines,
} from '../../time/index.ts';
import type { Segment } from '../special-days/compile-special-days.ts';

/** How far `now` may move on before the terms must be compiled anew. */
export const FRESH_FOR = 30 * DAY;
/** Timelines reach at least so far past that. */
const FIRST_REACH = 90 * DAY;
/** A target that is not reached within so long has no deadline (decision 10). */
const LONGEST_REACH = 20 * 365.25 * DAY;

/** Compiles timelines and shares them: what is asked for twice is compiled once. Answers are indices. */
export interface TimelineCompiler {
  /** When a rule's weekly hours contain the local time of a zone. */
  ruleHours(hours: string, zone: string): number;
  /** Coverage under a calendar at a site with these special-day stretches. */
  coverage(calendar: number, zone: string, segments: readonly Segment[]): number;
  /** All time but for the non-service-affecting stretches. */
  elapsed(segments: readonly Segment[]): number;
  /** All of them, and the index of each by its key. */
  build(): { readonly timelines: Timelines; readonly indexByKey: ReadonlyMap<string, number> };
}

/** `longestTarget`: the longest that any coverage clock counts; each timeline is made long enough to hold it. */
export function createTimelineCompiler(
  reference: Reference,
  from: Instant,
  freshUntil: Instant,
  longestTarget: number,
): TimelineCompiler {
  const timelines: Intervals[] = [];
  const indexByKey = new Map<string, number>();
  const rawByKey = new Map<string, Intervals>();

  function shared(key: string, make: () => Intervals): number {
    let index = indexByKey.get(key);
    if (index === undefined) {
      index = timelines.push(make()) - 1;
      indexByKey.set(key, index);
    }
    return index;
  }

  /** A calendar's plain coverage up to an instant; kept, since every site with special days starts from it. */
  function raw(calendar: number, zone: string, until: Instant): Intervals {
    const key = `${calendar} ${until} ${zone}`;
    let intervals = rawByKey.get(key);
    if (intervals === undefined) {
      const { hours, holidays } = reference.calendars[calendar]!;
      intervals = coverageOf(hours, holidays, zone, from, until);
      rawByKey.set(key, intervals);
    }
    return intervals;
  }

  function siteCoverage(calendar: number, zone: string, segments: readonly Segment[], until: Instant): Intervals {
    const base = raw(calendar, zone, until);
    if (segments.length === 0) return base;
    const stretches: Stretch[] = segments.map(({ start, end, day }) => {
      const { effect, regime } = reference.specialDays[day]!;
      if (effect === 'non-service-affecting') return { start, end, replacement: NEVER };
      if (regime === null) return { start, end, replacement: ALWAYS };
      const calendarOfDay = calendarOfRegime.get(regime)!;
      return { start, end, replacement: raw(calendarOfDay, zone, until) };
    });
    return replaceStretches(base, stretches);
  }

  const calendarIndex = new Map(reference.calendars.map(({ code }, k) => [code, k]));
  const calendarOfRegime = new Map(reference.regimes.map(({ code, calendar }) => [code, calendarIndex.get(calendar)!]));

  return {
    ruleHours: (hours, zone) =>
      shared(`hours ${zone} ${hours}`, () => coverageOf(hours, [], zone, from, instant(freshUntil + FIRST_REACH))),
    coverage: (calendar, zone, segments) =>
      shared(coverageKey(reference, calendar, zone, segments), () => {
        for (let reach: number = FIRST_REACH; ; reach *= 2) {
          const until = instant(freshUntil + Math.min(reach, LONGEST_REACH));
          const intervals = siteCoverage(calendar, zone, segments, until);
          if (reach >= LONGEST_REACH || coveredWithin(intervals, freshUntil, until) >= longestTarget) return intervals;
        }
      }),
    elapsed(segments) {
      const stood = segments.filter(({ day }) => reference.specialDays[day]!.effect === 'non-service-affecting');
      return shared(`elapsed ${keyOf(reference, stood)}`, () => subtract(ALWAYS, intervalsOf(stood)));
    },
    build: () => ({ timelines: buildTimelines(timelines), indexByKey }),
  };
}

/** Key of a coverage timeline: equal for places that are covered alike. */
export const coverageKey = (
  reference: Reference,
  calendar: number,
  zone: string,
  segments: readonly Segment[],
): string => `coverage ${calendar} ${zone} ${keyOf(reference, segments)}`;

function keyOf(reference: Reference, segments: readonly Segment[]): string {
  return segments
    .map(({ start, end, day }) => {
      const { effect, regime } = reference.specialDays[day]!;
      return `${start}/${end}/${effect === 'service-affecting' ? (regime ?? '*') : '-'}`;
    })
    .join(';');
}

function coverageOf(
  text: string,
  holidays: readonly LocalDate[],
  zone: string,
  from: Instant,
  until: Instant,
): Intervals {
  return compileCoverage(parsed(text), holidays, zone, from, until);
}

function parsed(text: string): OpeningHours {
  const result = parseOpeningHours(text);
  // Hours are checked when a dataset is read; what fails here never passed that check.
  if (!result.ok) throw new Error(`Hours that were never checked: ${result.message}`);
  return result.hours;
}

/** Segments are in order and disjoint; those that touch are merged. */
function intervalsOf(segments: readonly Segment[]): Intervals {
  return segments.reduce<Intervals>(
    (all, { start, end }) => replaceStretches(all, [{ start, end, replacement: ALWAYS }]),
    NEVER,
  );
}

function coveredWithin(intervals: Intervals, from: number, until: number): number {
  let sum = 0;
  for (let k = intervals.start.length - 1; k >= 0 && intervals.end[k]! > from; k--) {
    sum += Math.max(0, Math.min(intervals.end[k]!, until) - Math.max(intervals.start[k]!, from));
  }
  return sum;
}
