import { type Call, clockTerms } from '../../model/call.ts';
import type { CallTerms } from '../../model/call-terms.ts';
import type { Reference } from '../../model/dataset.ts';
import { coverageKey, type TimelineCompiler } from '../clocks/compile-timelines.ts';
import { indexIn } from '../codes.ts';
import type { Codes, Terms } from '../rules.ts';
import type { Segment } from '../special-days/compile-special-days.ts';

type Segments = readonly (readonly Segment[])[];

const longestOf = ({ clock, respondWithin, fixWithin }: CallTerms): number =>
  clock === 'elapsed' ? 0 : Math.max(respondWithin ?? 0, fixWithin ?? 0);

/** The longest that a coverage clock of any call counts under terms that it keeps, milliseconds. */
export const longestKeptTarget = (calls: readonly Call[]): number =>
  calls.map(clockTerms).reduce((longest, kept) => (kept === null ? longest : Math.max(longest, longestOf(kept))), 0);

/** Has the coverage compiled on which calls run that keep their terms: no rule of today may name that calendar there. */
export function compileKeptCoverage(
  reference: Reference,
  codes: Codes,
  segments: Segments,
  timelines: TimelineCompiler,
  calls: readonly Call[],
): void {
  const asked = new Set<number>();
  for (const call of calls) {
    const kept = clockTerms(call);
    if (kept === null || kept.clock === 'elapsed') continue;
    const site = indexIn(codes.sites, reference.devices[indexIn(codes.devices, call.device)]?.site ?? null);
    const calendar = indexIn(codes.calendars, kept.calendar);
    const place = site * reference.calendars.length + calendar;
    if (site < 0 || calendar < 0 || asked.has(place)) continue;
    asked.add(place);
    timelines.coverage(calendar, reference.sites[site]!.timeZone, segments[site]!);
  }
}

/** See `Terms.coverageOf`. `indexByKey` are the compiled timelines. */
export function coverageLookup(
  reference: Reference,
  segments: Segments,
  indexByKey: ReadonlyMap<string, number>,
): Terms['coverageOf'] {
  const known = new Map<number, number>();
  return (site, calendar) => {
    const place = site * reference.calendars.length + calendar;
    let index = known.get(place);
    if (index === undefined) {
      const key = coverageKey(reference, calendar, reference.sites[site]!.timeZone, segments[site]!);
      index = indexByKey.get(key) ?? -1;
      known.set(place, index);
    }
    return index;
  };
}

/** Whether the terms have all timelines that a call needs for the terms that it keeps; else compile anew with it. */
export function isCompiledFor(terms: Terms, call: Call): boolean {
  const kept = clockTerms(call);
  if (kept === null || kept.clock === 'elapsed') return true;
  const at = indexIn(terms.codes.devices, call.device);
  const calendar = indexIn(terms.codes.calendars, kept.calendar);
  if (at < 0 || calendar < 0) return true;
  return longestOf(kept) <= terms.longestTarget && terms.coverageOf(terms.rules.deviceSite[at]!, calendar) >= 0;
}
