import { ALWAYS, fromPairs, type Intervals, intersect, intervalsAt, NEVER, subtract, union } from '../../time/index.ts';
import type { TermTables } from '../rules.ts';

/**
 * The covered time of a device as one timeline (domain, sections 7 and 11): at each instant the coverage of the regime
 * that rules there and then, with the stretches of special days replaced. Where no rule applies, only a
 * service-affecting special day covers, by its own regime's calendar, or all day where it names none.
 */
export function serviceCoverage({ rules, timelines }: TermTables, device: number): Intervals {
  const list = rules.scopeRegimes[rules.deviceScope[device]!]!;
  let covered = NEVER;
  let unruled = ALWAYS;
  for (let k = rules.listOffset[list]!; k < rules.listOffset[list + 1]!; k++) {
    const valid = fromPairs([[rules.candidateFrom[k]!, rules.candidateTo[k]!]]);
    const hours = rules.candidateHours[k]!;
    const applies = hours < 0 ? valid : intersect(valid, intervalsAt(timelines, hours));
    const decides = intersect(applies, unruled);
    covered = union(covered, intersect(decides, intervalsAt(timelines, rules.candidateCoverage[k]!)));
    unruled = subtract(unruled, applies);
  }
  if (unruled.start.length === 0) return covered;
  const site = rules.deviceSite[device]!;
  for (let k = rules.segmentOffset[site]!; k < rules.segmentOffset[site + 1]!; k++) {
    if (rules.dayServiceAffecting[rules.segmentDay[k]!] === 0) continue;
    const stretch = intersect(unruled, fromPairs([[rules.segmentStart[k]!, rules.segmentEnd[k]!]]));
    const own = rules.segmentCoverage[k]!;
    covered = union(covered, own < 0 ? stretch : intersect(stretch, intervalsAt(timelines, own)));
  }
  return covered;
}
