import { isOpen, type Timelines } from '../time/index.ts';
import { CLOCK_ELAPSED, type TermRules, type TermTables } from './rules.ts';

/**
 * The rule of a candidate list that decides at an instant (domain, sections 5 and 8): its candidates stand in winning
 * order, so it is the first whose validity and weekly hours contain `at`. -1: none applies.
 */
export function decidingCandidate(rules: TermRules, timelines: Timelines, list: number, at: number): number {
  const end = rules.listOffset[list + 1]!;
  for (let k = rules.listOffset[list]!; k < end; k++) {
    if (at < rules.candidateFrom[k]! || at >= rules.candidateTo[k]!) continue;
    const hours = rules.candidateHours[k]!;
    if (hours < 0 || isOpen(timelines, hours, at)) return k;
  }
  return -1;
}

/** The special-day stretch of a site that contains an instant; -1: none. */
export function segmentAt(rules: TermRules, site: number, at: number): number {
  let low = rules.segmentOffset[site]!;
  let high = rules.segmentOffset[site + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rules.segmentEnd[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low < rules.segmentOffset[site + 1]! && rules.segmentStart[low]! <= at ? low : -1;
}

/** Whether a site's calls are deferred at an instant: a non-service-affecting special day rules it. */
export function isDeferred(rules: TermRules, site: number, at: number): boolean {
  const segment = segmentAt(rules, site, at);
  return segment >= 0 && rules.dayServiceAffecting[rules.segmentDay[segment]!] === 0;
}

/** Candidate of the regime rule that decides for a device; -1: none applies. */
export function regimeCandidate(terms: TermTables, device: number, at: number): number {
  const { rules, timelines } = terms;
  return decidingCandidate(rules, timelines, rules.scopeRegimes[rules.deviceScope[device]!]!, at);
}

/** Special day of a stretch whose regime overrules the base one; -1: none (`segment` may be -1). */
export function overrulingDay(rules: TermRules, segment: number): number {
  if (segment < 0) return -1;
  const day = rules.segmentDay[segment]!;
  return rules.dayServiceAffecting[day] === 1 && rules.dayRegime[day]! >= 0 ? day : -1;
}

/**
 * The regime whose targets and clock kind a call gets, given what rules at its `logged_at`: the special day's, where it
 * names one, else that of the deciding rule. -1: none applies.
 */
export function ruledRegime(rules: TermRules, candidate: number, segment: number): number {
  const day = overrulingDay(rules, segment);
  if (day >= 0) return rules.dayRegime[day]!;
  return candidate < 0 ? -1 : rules.candidateValue[candidate]!;
}

/** The timeline on which the clocks of a call run. `regime` is the one that `ruledRegime` gave. */
export function clockTimeline(
  rules: TermRules,
  site: number,
  candidate: number,
  segment: number,
  regime: number,
): number {
  if (rules.regimeClock[regime] === CLOCK_ELAPSED) return rules.siteElapsed[site]!;
  return candidate >= 0 ? rules.candidateCoverage[candidate]! : rules.segmentCoverage[segment]!;
}

/** Regime of a device at an instant, in one step; -1: none applies. */
export function regimeAt(terms: TermTables, device: number, at: number): number {
  const segment = segmentAt(terms.rules, terms.rules.deviceSite[device]!, at);
  return ruledRegime(terms.rules, regimeCandidate(terms, device, at), segment);
}
