import type { Call } from '../../model/call.ts';
import type { CallTerms, DecidingRow } from '../../model/call-terms.ts';
import type { Dataset } from '../../model/dataset.ts';
import { withFirstReports } from '../../model/first-report.ts';
import { type Instant, instant } from '../../model/units.ts';
import { indexIn } from '../codes.ts';
import { compileTerms } from '../compile.ts';
import { ruleInWords } from '../explain-words.ts';
import type { Terms } from '../rules.ts';
import { specificity } from './match-rules.ts';
import { overrulingDay, regimeCandidate, regimePhase, ruledRegime, segmentAt } from './regime.ts';

/** What was made of some terms: calls that the same rows rule share one record. */
const made = new WeakMap<Terms, Map<number, CallTerms>>();

/** What a call on a device, logged at an instant, keeps by the rules of today; null: no regime applies. */
export function termsAt(terms: Terms, device: number, at: number): CallTerms | null {
  const { rules, reference } = terms;
  const segment = segmentAt(rules, rules.deviceSite[device]!, at);
  const candidate = regimeCandidate(terms, device, at);
  const regime = ruledRegime(rules, regimePhase(rules, device, at), segment);
  if (regime < 0) return null;
  const day = overrulingDay(rules, segment);
  const records = made.get(terms) ?? new Map<number, CallTerms>();
  made.set(terms, records);
  const key = (candidate + 1) * (reference.specialDays.length + 1) + day + 1;
  const record = records.get(key) ?? recordOf(terms, regime, candidate, day);
  records.set(key, record);
  return record;
}

function recordOf({ rules, reference }: Terms, regime: number, candidate: number, day: number): CallTerms {
  const { code, respondWithin, fixWithin, clock } = reference.regimes[regime]!;
  const base = reference.regimes[candidate < 0 ? regime : rules.candidateValue[candidate]!]!;
  const decidedBy: DecidingRow[] = [];
  if (candidate >= 0) {
    const rule = reference.regimeRules[rules.candidateRule[candidate]!]!;
    const text = `${ruleInWords(rule)} has regime ${rule.regime} (specificity ${specificity(rule)})`;
    decidedBy.push({ code: 'regime-rule', row: rule.row, text });
  }
  if (day >= 0) {
    const { row, site, label } = reference.specialDays[day]!;
    const named = label === null ? '' : ` (${label})`;
    decidedBy.push({
      code: 'special-day',
      row,
      text: `site ${site} has regime ${code} during the special day${named}`,
    });
  }
  return { regime: code, respondWithin, fixWithin, clock, calendar: base.calendar, decidedBy };
}

/** Whether clocks run alike under both; which rows decided does not matter. */
export const sameTerms = (a: CallTerms | null, b: CallTerms | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.regime === b.regime &&
    a.respondWithin === b.respondWithin &&
    a.fixWithin === b.fixWithin &&
    a.clock === b.clock &&
    a.calendar === b.calendar);

/**
 * The same calls, each with the terms that it is to keep: those that it has, else what the rules give it. `terms` are
 * compiled `from` the oldest call or before (those of a book that was opened on these calls are).
 */
export function keepTerms(terms: Terms, calls: readonly Call[]): Call[] {
  const kept = calls.map((call) => (call.keptTerms === null ? { ...call, keptTerms: ruledNow(terms, call) } : call));
  return [...withFirstReports(kept)];
}

/** A dataset without the kept terms that its own rules give anyway: what an export need not say. */
export function withoutImpliedTerms(dataset: Dataset, now: Instant): Dataset {
  const oldest = dataset.calls.reduce((least, { loggedAt }) => Math.min(least, loggedAt), now as number);
  const terms = compileTerms(dataset, { from: instant(oldest), now });
  const calls = dataset.calls.map((call) =>
    call.keptTerms !== null && sameTerms(call.keptTerms, ruledNow(terms, call)) ? { ...call, keptTerms: null } : call,
  );
  return { ...dataset, calls };
}

function ruledNow(terms: Terms, call: Call): CallTerms | null {
  const device = indexIn(terms.codes.devices, call.device);
  return device < 0 ? null : termsAt(terms, device, call.loggedAt);
}
