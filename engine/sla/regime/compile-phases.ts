import { isOpen, type Timelines } from '../../time/index.ts';
import type { TermRules } from '../rules.ts';

type CandidateLists = Pick<
  TermRules,
  'listOffset' | 'candidateFrom' | 'candidateTo' | 'candidateHours' | 'candidateValue' | 'candidateCoverage'
>;
type PhaseRules = Pick<
  TermRules,
  'listPhases' | 'phaseOffset' | 'phaseStart' | 'phaseRank' | 'phaseValue' | 'phaseCoverage'
>;

/**
 * Cuts time into phases for each candidate list: stretches in which one and the same candidate decides. Lists whose
 * candidates come to the same at the same times share their phases: there are few, however many lists there are.
 */
export function compilePhases(lists: CandidateLists, timelines: Timelines): PhaseRules {
  const count = lists.listOffset.length - 1;
  const listPhases = new Int32Array(count);
  const indexByKey = new Map<string, number>();
  const offset = [0];
  const start: number[] = [];
  const rank: number[] = [];
  const value: number[] = [];
  const coverage: number[] = [];
  for (let list = 0; list < count; list++) {
    const key = outcomesOf(lists, list);
    let index = indexByKey.get(key);
    if (index === undefined) {
      const base = lists.listOffset[list]!;
      const begin = start.length;
      for (const at of boundsOf(lists, timelines, list)) {
        const candidate = firstThatApplies(lists, timelines, list, at);
        const next = candidate < 0 ? -1 : candidate - base;
        if (start.length > begin && rank.at(-1) === next) continue;
        start.push(at);
        rank.push(next);
        value.push(candidate < 0 ? -1 : lists.candidateValue[candidate]!);
        coverage.push(candidate < 0 ? -1 : lists.candidateCoverage[candidate]!);
      }
      index = offset.push(start.length) - 2;
      indexByKey.set(key, index);
    }
    listPhases[list] = index;
  }
  return {
    listPhases,
    phaseOffset: Int32Array.from(offset),
    phaseStart: Float64Array.from(start),
    phaseRank: Int32Array.from(rank),
    phaseValue: Int32Array.from(value),
    phaseCoverage: Int32Array.from(coverage),
  };
}

/**
 * The rule of a candidate list that decides at an instant (domain, sections 5 and 8): its candidates stand in winning
 * order, so it is the first whose validity and weekly hours contain `at`. -1: none applies.
 */
function firstThatApplies(lists: CandidateLists, timelines: Timelines, list: number, at: number): number {
  const end = lists.listOffset[list + 1]!;
  for (let k = lists.listOffset[list]!; k < end; k++) {
    if (at < lists.candidateFrom[k]! || at >= lists.candidateTo[k]!) continue;
    const hours = lists.candidateHours[k]!;
    if (hours < 0 || isOpen(timelines, hours, at)) return k;
  }
  return -1;
}

/** When each of a list's candidates applies, and what it comes to: all that its phases are made of. */
function outcomesOf(lists: CandidateLists, list: number): string {
  let key = '';
  for (let k = lists.listOffset[list]!; k < lists.listOffset[list + 1]!; k++) {
    key += `${lists.candidateFrom[k]} ${lists.candidateTo[k]} ${lists.candidateHours[k]} `;
    key += `${lists.candidateValue[k]} ${lists.candidateCoverage[k]};`;
  }
  return key;
}

/** Every instant at which some candidate of a list begins or ceases to apply, sorted; the first is -Infinity. */
function boundsOf(lists: CandidateLists, timelines: Timelines, list: number): number[] {
  const bounds = new Set([Number.NEGATIVE_INFINITY]);
  for (let k = lists.listOffset[list]!; k < lists.listOffset[list + 1]!; k++) {
    bounds.add(lists.candidateFrom[k]!).add(lists.candidateTo[k]!);
    const hours = lists.candidateHours[k]!;
    if (hours < 0) continue;
    for (let i = timelines.offset[hours]!; i < timelines.offset[hours + 1]!; i++) {
      bounds.add(timelines.start[i]!).add(timelines.end[i]!);
    }
  }
  bounds.delete(Number.POSITIVE_INFINITY);
  return [...bounds].sort((a, b) => a - b);
}
