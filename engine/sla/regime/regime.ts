import { lastAt } from '../../time/index.ts';
import { CLOCK_ELAPSED, type TermRules, type TermTables } from '../rules.ts';
import { DEVICE_FIELDS, DEVICE_REGIME_PHASES } from './device-terms.ts';

/** Which of some phases (see compile-phases.ts) an instant lies in. */
export function phaseAt({ phaseOffset, phaseStart }: TermRules, phases: number, at: number): number {
  return lastAt(phaseStart, phaseOffset[phases]! + 1, phaseOffset[phases + 1]! - 1, at);
}

/** The candidate of a list that decides at an instant (see compile-phases.ts); -1: none applies. */
export function decidingCandidate(rules: TermRules, list: number, at: number): number {
  const rank = rules.phaseRank[phaseAt(rules, rules.listPhases[list]!, at)]!;
  return rank < 0 ? -1 : rules.listOffset[list]! + rank;
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
export function regimeCandidate({ rules }: TermTables, device: number, at: number): number {
  return decidingCandidate(rules, rules.scopeRegimes[rules.deviceScope[device]!]!, at);
}

/** Phase of a device's regime rules: what the deciding one comes to. */
export function regimePhase(rules: TermRules, device: number, at: number): number {
  return phaseAt(rules, rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_REGIME_PHASES]!, at);
}

/** Special day of a stretch whose regime overrules the base one; -1: none (`segment` may be -1). */
export function overrulingDay(rules: TermRules, segment: number): number {
  if (segment < 0) return -1;
  const day = rules.segmentDay[segment]!;
  return rules.dayServiceAffecting[day] === 1 && rules.dayRegime[day]! >= 0 ? day : -1;
}

/**
 * The regime whose targets and clock kind a call gets, given the phase and the special-day stretch of its `logged_at`: the
 * special day's, where it names one, else that of the deciding rule. -1: none applies.
 */
export function ruledRegime(rules: TermRules, phase: number, segment: number): number {
  const day = overrulingDay(rules, segment);
  return day >= 0 ? rules.dayRegime[day]! : rules.phaseValue[phase]!;
}

/** The timeline on which the clocks of a call run. `regime` is the one that `ruledRegime` gave. */
export function clockTimeline(rules: TermRules, site: number, phase: number, segment: number, regime: number): number {
  if (rules.regimeClock[regime] === CLOCK_ELAPSED) return rules.siteElapsed[site]!;
  return rules.phaseRank[phase]! >= 0 ? rules.phaseCoverage[phase]! : rules.segmentCoverage[segment]!;
}

/** Regime of a device at an instant, in one step; -1: none applies. */
export function regimeAt({ rules }: TermTables, device: number, at: number): number {
  const segment = segmentAt(rules, rules.deviceSite[device]!, at);
  return ruledRegime(rules, regimePhase(rules, device, at), segment);
}
