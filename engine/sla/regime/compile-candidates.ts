import type { Reference } from '../../model/dataset.ts';
import type { TimeFrame } from '../../model/regime.ts';
import { addDays, startOfDay } from '../../time/index.ts';
import type { TimelineCompiler } from '../clocks/compile-timelines.ts';
import { indexIn } from '../codes.ts';
import type { Codes, TermRules } from '../rules.ts';
import type { Segment } from '../special-days/compile-special-days.ts';
import { priorityMatchers, regimeMatcher } from './match-rules.ts';
import type { Scope } from './scopes.ts';

type CandidateRules = Pick<
  TermRules,
  | 'scopeRegimes'
  | 'scopeLevels'
  | 'listOffset'
  | 'candidateFrom'
  | 'candidateTo'
  | 'candidateHours'
  | 'candidateRule'
  | 'candidateValue'
  | 'candidateCoverage'
>;

/** Collects candidate lists; equal ones are kept once. */
interface Lists {
  readonly offset: number[];
  readonly from: number[];
  readonly to: number[];
  readonly hours: number[];
  readonly rule: number[];
  readonly value: number[];
  readonly coverage: number[];
  readonly indexByKey: Map<string, number>;
}

/** Resolves the rules of every scope to candidate lists in winning order, read at the scope's site. */
export function compileCandidates(
  reference: Reference,
  codes: Codes,
  scopes: readonly Scope[],
  segmentsOfSite: readonly (readonly Segment[])[],
  timelines: TimelineCompiler,
): CandidateRules {
  const lists: Lists = {
    offset: [0],
    from: [],
    to: [],
    hours: [],
    rule: [],
    value: [],
    coverage: [],
    indexByKey: new Map(),
  };
  const regimeCalendar = reference.regimes.map(({ calendar }) => indexIn(codes.calendars, calendar));
  const matchRegimes = regimeMatcher(reference, codes);
  const matchLevels = priorityMatchers(reference, codes);
  const scopeRegimes = new Int32Array(scopes.length);
  const scopeLevels = new Int32Array(scopes.length * matchLevels.length);

  for (const [k, scope] of scopes.entries()) {
    const zone = reference.sites[scope.site]!.timeZone;
    const segments = segmentsOfSite[scope.site]!;
    // Coverage is a site's own where it has special days; without them a zone's sites share their lists.
    const place = segments.length > 0 ? `${scope.site}` : zone;
    scopeRegimes[k] = addList(lists, timelines, `regimes ${place}`, zone, matchRegimes(scope), (rule) => {
      const { regime, ...frame } = reference.regimeRules[rule]!;
      const value = indexIn(codes.regimes, regime);
      return { frame, value, coverage: () => timelines.coverage(regimeCalendar[value]!, zone, segments) };
    });
    for (const [dimension, match] of matchLevels.entries()) {
      const list = addList(lists, timelines, `levels ${zone}`, zone, match(scope), (rule) => {
        const { level, ...frame } = reference.priorityRules[rule]!;
        return { frame, value: level, coverage: () => -1 };
      });
      scopeLevels[k * matchLevels.length + dimension] = list;
    }
  }
  return {
    scopeRegimes,
    scopeLevels,
    listOffset: Int32Array.from(lists.offset),
    candidateFrom: Float64Array.from(lists.from),
    candidateTo: Float64Array.from(lists.to),
    candidateHours: Int32Array.from(lists.hours),
    candidateRule: Int32Array.from(lists.rule),
    candidateValue: Int32Array.from(lists.value),
    candidateCoverage: Int32Array.from(lists.coverage),
  };
}

interface Candidate {
  readonly frame: TimeFrame;
  readonly value: number;
  readonly coverage: () => number;
}

/** Index of the list of these rules at this place. Rules that never come to decide are left out. */
function addList(
  lists: Lists,
  timelines: TimelineCompiler,
  place: string,
  zone: string,
  rules: readonly number[],
  candidateOf: (rule: number) => Candidate,
): number {
  const key = `${place} ${rules.join(',')}`;
  const known = lists.indexByKey.get(key);
  if (known !== undefined) return known;
  for (const rule of rules) {
    const { frame, value, coverage } = candidateOf(rule);
    const { validFrom, validTo, hours } = frame;
    lists.from.push(validFrom === null ? Number.NEGATIVE_INFINITY : startOfDay(validFrom, zone));
    lists.to.push(validTo === null ? Number.POSITIVE_INFINITY : startOfDay(addDays(validTo, 1), zone));
    lists.hours.push(hours === null ? -1 : timelines.ruleHours(hours, zone));
    lists.rule.push(rule);
    lists.value.push(value);
    lists.coverage.push(coverage());
    // One that always applies ends the list: nothing after it can decide.
    if (validFrom === null && validTo === null && hours === null) break;
  }
  const index = lists.offset.push(lists.rule.length) - 2;
  lists.indexByKey.set(key, index);
  return index;
}
