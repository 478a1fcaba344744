import type { Because } from '../model/ordered-call.ts';
import type { RegimeRule } from '../model/regime.ts';
import { atSite, dayInWords, frameInWords } from './explain-words.ts';
import type { ExplainedCall } from './explained-call.ts';
import { specificity } from './match-rules.ts';
import { overrulingDay, regimeCandidate, segmentAt } from './regime.ts';

/** The regime rule that decided, and the special day that overruled it. */
export function explainRegime({ terms, table, slot, call }: ExplainedCall): Because[] {
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

/** `contract C1 at site S2, model M1, in Mo-Fr 08:00-18:00`. */
function ruleInWords(rule: RegimeRule): string {
  const owner = rule.contract !== null ? `contract ${rule.contract}` : `customer ${rule.customer}`;
  const site = rule.site === null ? '' : ` at site ${rule.site}`;
  const zone = rule.zone === null ? '' : `, zone ${rule.zone}`;
  const model = rule.model === null ? '' : `, model ${rule.model}`;
  return owner + site + zone + model + frameInWords(rule);
}
