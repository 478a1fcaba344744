import type { CallTerms } from '../../model/call-terms.ts';
import type { Because } from '../../model/ordered-call.ts';
import { atSite, dayInWords, ruleInWords, termsInWords } from '../explain-words.ts';
import type { ExplainedCall } from '../explained-call.ts';
import type { Terms } from '../rules.ts';
import { sameTerms, termsAt } from './logged-terms.ts';
import { specificity } from './match-rules.ts';
import { overrulingDay, regimeCandidate, segmentAt } from './regime.ts';

/**
 * The regime rule that decided, and the special day that overruled it; where the rules of today would give something
 * else, those that did when the call was logged.
 */
export function explainRegime({ terms, table, slot, call, kept }: ExplainedCall): Because[] {
  const { rules, reference } = terms;
  const device = table.clockDevice[slot]!;
  const at = table.clockFrom[slot]!;
  const because: Because[] = [];
  if (call.duplicateOf !== null) {
    because.push({
      decides: 'regime',
      code: 'duplicate',
      text: `Call ${call.number} reports the failure of call ${call.duplicateOf} again: regime and clocks are that call's.`,
    });
  }
  if (kept !== null) {
    const today = termsAt(terms, device, at);
    if (!sameTerms(kept, today)) return [...because, ...asItWas(terms, kept, today)];
  }
  const candidate = regimeCandidate(terms, device, at);
  if (candidate >= 0) {
    const rule = reference.regimeRules[rules.candidateRule[candidate]!]!;
    because.push({
      decides: 'regime',
      code: 'regime-rule',
      file: 'regime_rules.csv',
      row: rule.row,
      text:
        `Rule in row ${rule.row} of regime_rules.csv: ${ruleInWords(rule)} has regime ${rule.regime} ` +
        `(specificity ${specificity(rule)}), and applied at ${atSite(terms, device, at)}.`,
    });
  }
  const segment = segmentAt(rules, rules.deviceSite[device]!, at);
  const dayIndex = overrulingDay(rules, segment);
  if (dayIndex >= 0) {
    const day = reference.specialDays[dayIndex]!;
    because.push({
      decides: 'regime',
      code: 'special-day',
      file: 'special_days.csv',
      row: day.row,
      text:
        `${dayInWords(day)} rules site ${day.site} from ${atSite(terms, device, rules.segmentStart[segment]!)} ` +
        `to ${atSite(terms, device, rules.segmentEnd[segment]!)}: regime ${day.regime}, since the call was logged within it.`,
    });
  }
  if (because.every(({ code }) => code === 'duplicate')) {
    because.push({ decides: 'regime', code: 'no-regime', text: 'No regime rule applied: the call has no targets.' });
  }
  return because;
}

/** What decided when the call was logged, and that it holds although the rules have changed since. */
function asItWas(terms: Terms, kept: CallTerms, today: CallTerms | null): Because[] {
  const rows = kept.decidedBy.map(({ code, row, text }): Because => {
    const file = code === 'regime-rule' ? 'regime_rules.csv' : 'special_days.csv';
    const decided = `Row ${row} of ${file}, as it was when the call was logged: ${text}.`;
    return { decides: 'regime', code, file, row, text: decided };
  });
  const given = today === null ? 'The rules of today give none' : `The rules of today give ${termsInWords(today)}`;
  const because: Because[] = [
    ...rows,
    {
      decides: 'regime',
      code: 'kept-terms',
      text: `Ruled by ${termsInWords(kept)}, as it was when the call was logged. ${given}: later edits change no past call.`,
    },
  ];
  if (kept.clock === 'coverage' && !terms.codes.calendars.indexOf.has(kept.calendar)) {
    because.push({
      decides: 'regime',
      code: 'kept-calendar-gone',
      text:
        `Calendar ${kept.calendar} is no more: the clocks count ` +
        `${today === null ? 'all time' : 'what the rule of today covers'}.`,
    });
  }
  return because;
}
