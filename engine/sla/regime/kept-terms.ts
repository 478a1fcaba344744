import type { CallTerms } from '../../model/call-terms.ts';
import type { Clock } from '../../model/escalation.ts';
import type { CallTable } from '../call-table.ts';
import { indexIn } from '../codes.ts';
import type { Terms, TermTables } from '../rules.ts';
import { clockTimeline, regimeCandidate, regimePhase, segmentAt } from './regime.ts';

/** Writes the terms that a call keeps into its slot, whose `clockDevice` and `clockFrom` are written; null: it keeps none. */
export function writeKeptTerms(terms: Terms, table: CallTable, slot: number, kept: CallTerms | null): void {
  if (kept === null) {
    table.keptTimeline[slot] = -1;
    return;
  }
  table.keptTimeline[slot] = keptTimeline(terms, table.clockDevice[slot]!, table.clockFrom[slot]!, kept);
  table.keptRegime[slot] = indexIn(terms.codes.regimes, kept.regime);
  table.keptRespond[slot] = kept.respondWithin ?? Number.NaN;
  table.keptFix[slot] = kept.fixWithin ?? Number.NaN;
}

/**
 * The timeline on which clocks under kept terms run: targets stay as they were, but coverage follows the site's timeline
 * of today (domain, section 7).
 */
function keptTimeline(terms: Terms, device: number, at: number, kept: CallTerms): number {
  const { rules } = terms;
  const site = rules.deviceSite[device]!;
  if (kept.clock === 'elapsed') return rules.siteElapsed[site]!;
  const calendar = indexIn(terms.codes.calendars, kept.calendar);
  const timeline = calendar < 0 ? -1 : terms.coverageOf(site, calendar);
  return timeline >= 0 ? timeline : todaysCoverage(terms, device, at);
}

/** Coverage by the rule of today, for a calendar that is gone; all time where no rule applies any more. */
function todaysCoverage(terms: Terms, device: number, at: number): number {
  const { rules } = terms;
  const site = rules.deviceSite[device]!;
  const candidate = regimeCandidate(terms, device, at);
  if (candidate >= 0) return rules.candidateCoverage[candidate]!;
  const segment = segmentAt(rules, site, at);
  const own = segment < 0 ? -1 : rules.segmentCoverage[segment]!;
  return own >= 0 ? own : rules.siteElapsed[site]!;
}

/** The timeline of a slot's clocks; -1: it has none. `regime` is the one of its targets. */
export function timelineOf(terms: TermTables, table: CallTable, slot: number, regime: number): number {
  const kept = table.keptTimeline[slot]!;
  if (kept >= 0 || regime < 0) return kept;
  const { rules } = terms;
  const device = table.clockDevice[slot]!;
  const from = table.clockFrom[slot]!;
  const site = rules.deviceSite[device]!;
  return clockTimeline(rules, site, regimePhase(rules, device, from), segmentAt(rules, site, from), regime);
}

/** A target of a slot in milliseconds; NaN: none. `regime` is the one of its targets. */
export function targetOf({ rules }: TermTables, table: CallTable, slot: number, regime: number, clock: Clock): number {
  if (table.keptTimeline[slot]! >= 0) return clock === 'respond' ? table.keptRespond[slot]! : table.keptFix[slot]!;
  if (regime < 0) return Number.NaN;
  return clock === 'respond' ? rules.regimeRespond[regime]! : rules.regimeFix[regime]!;
}
