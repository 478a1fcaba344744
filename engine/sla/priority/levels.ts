import { DEFAULT_LEVEL } from '../../model/priority.ts';
import { DEVICE_FIELDS, DEVICE_LEVEL_PHASES, DEVICE_SPECIAL_SITE } from '../regime/device-terms.ts';
import { decidingCandidate, phaseAt, segmentAt } from '../regime/regime.ts';
import type { TermRules, TermTables } from '../rules.ts';

/** Positions in DIMENSIONS. */
export const LEVELS_PER_CALL = 4;
const SITE = 1;

/** Candidate of the priority rule that decides a device's level in one dimension; -1: none applies. */
export function levelCandidate(terms: TermTables, device: number, dimension: number, at: number): number {
  const { rules } = terms;
  const list = rules.scopeLevels[rules.deviceScope[device]! * LEVELS_PER_CALL + dimension]!;
  return decidingCandidate(rules, list, at);
}

/** The special day whose level is the site level at an instant (domain, section 7); -1: none. */
export function levelDay(rules: TermRules, site: number, at: number): number {
  const segment = segmentAt(rules, site, at);
  if (segment < 0) return -1;
  const day = rules.segmentDay[segment]!;
  return rules.dayServiceAffecting[day] === 1 && rules.dayLevel[day]! > 0 ? day : -1;
}

/** One of the four levels of a call logged at an instant (domain, section 8). */
export function levelAt(rules: TermRules, device: number, dimension: number, at: number): number {
  const record = device * DEVICE_FIELDS;
  if (dimension === SITE) {
    const site = rules.deviceTerms[record + DEVICE_SPECIAL_SITE]!;
    const day = site < 0 ? -1 : levelDay(rules, site, at);
    if (day >= 0) return rules.dayLevel[day]!;
  }
  const level = rules.phaseValue[phaseAt(rules, rules.deviceTerms[record + DEVICE_LEVEL_PHASES + dimension]!, at)]!;
  return level < 0 ? DEFAULT_LEVEL : level;
}
