import { DIMENSIONS } from '../model/priority.ts';
import type { Timelines } from '../time/index.ts';
import { LEVELS_PER_CALL, levelAt, levelDay } from './levels.ts';
import { clockTimeline, overrulingDay, regimeCandidate, ruledRegime } from './regime.ts';
import { BY_INSTANT, type TermRules } from './rules.ts';

type SteadyRules = Pick<TermRules, 'steadyRegime' | 'steadyTimeline' | 'steadyLevels'>;

/**
 * What the rules give for every call of a scope, whenever it is logged in `[from, until]`: most scopes have no rule that
 * comes and goes, and no special day. It is read off the rules themselves, once a scope instead of once a call.
 */
export function compileSteady(
  others: Omit<TermRules, keyof SteadyRules>,
  timelines: Timelines,
  from: number,
  until: number,
): SteadyRules {
  const scopes = others.scopeRegimes.length;
  const steady: SteadyRules = {
    steadyRegime: new Int32Array(scopes).fill(BY_INSTANT),
    steadyTimeline: new Int32Array(scopes).fill(-1),
    steadyLevels: new Uint8Array(scopes * LEVELS_PER_CALL),
  };
  const rules: TermRules = { ...others, ...steady };
  const terms = { rules, timelines };

  /** The first candidate of a list decides, and so does none of an empty one, for any instant of the range. */
  const isSteadyList = (list: number): boolean => {
    const first = rules.listOffset[list]!;
    if (first === rules.listOffset[list + 1]!) return true;
    const always = rules.candidateFrom[first]! <= from && rules.candidateTo[first]! > until;
    return always && rules.candidateHours[first]! < 0;
  };
  const hasDay = (site: number, matters: (segment: number) => boolean): boolean => {
    for (let k = rules.segmentOffset[site]!; k < rules.segmentOffset[site + 1]!; k++) if (matters(k)) return true;
    return false;
  };

  const seen = new Uint8Array(scopes);
  for (const [device, scope] of rules.deviceScope.entries()) {
    if (seen[scope] === 1) continue;
    seen[scope] = 1;
    const site = rules.deviceSite[device]!;
    const overruled = hasDay(site, (segment) => overrulingDay(rules, segment) >= 0);
    if (!overruled && isSteadyList(rules.scopeRegimes[scope]!)) {
      const candidate = regimeCandidate(terms, device, from);
      const regime = ruledRegime(rules, candidate, -1);
      steady.steadyRegime[scope] = regime;
      steady.steadyTimeline[scope] = regime < 0 ? -1 : clockTimeline(rules, site, candidate, -1, regime);
    }
    const raised = hasDay(site, (segment) => levelDay(rules, site, rules.segmentStart[segment]!) >= 0);
    for (const [at, dimension] of DIMENSIONS.entries()) {
      const k = scope * LEVELS_PER_CALL + at;
      if (!isSteadyList(rules.scopeLevels[k]!) || (dimension === 'site' && raised)) continue;
      steady.steadyLevels[k] = levelAt(terms, device, at, from);
    }
  }
  return steady;
}
