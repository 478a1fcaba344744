import type { Because } from '../../model/ordered-call.ts';
import { DEFAULT_LEVEL, DIMENSIONS, type Dimension } from '../../model/priority.ts';
import { dayInWords, frameInWords } from '../explain-words.ts';
import type { ExplainedCall } from '../explained-call.ts';
import { LEVELS_PER_CALL, levelCandidate, levelDay } from './levels.ts';

/** The rule behind each of the four levels, and which of them makes the priority. */
export function explainLevels(explained: ExplainedCall): Because[] {
  const { targets, slot } = explained;
  const priority = targets.priority[slot]!;
  const deciding = DIMENSIONS.filter((_, k) => targets.levels[slot * LEVELS_PER_CALL + k] === priority);
  const last = deciding.at(-1)!;
  const named = deciding.length === 1 ? `${last} level` : `${deciding.slice(0, -1).join(', ')} and ${last} levels`;
  return [
    ...DIMENSIONS.map((dimension, k) => levelOf(explained, dimension, k)),
    { decides: 'priority', code: 'most-urgent-level', text: `Priority ${priority}: the most urgent, by the ${named}.` },
  ];
}

function levelOf({ terms, table, slot }: ExplainedCall, dimension: Dimension, index: number): Because {
  const { rules, reference } = terms;
  const decides = `level.${dimension}`;
  const device = table.device[slot]!;
  const at = table.loggedAt[slot]!;
  const day = dimension === 'site' ? levelDay(rules, rules.deviceSite[device]!, at) : -1;
  if (day >= 0) {
    const specialDay = reference.specialDays[day]!;
    return {
      decides,
      code: 'special-day',
      file: 'special_days.csv',
      row: specialDay.row,
      text: `${dayInWords(specialDay)}: site ${specialDay.site} has level ${specialDay.level} while it lasts.`,
    };
  }
  const candidate = levelCandidate(terms, device, index, at);
  if (candidate < 0) {
    const code = reference.devices[device]![dimension];
    const what = code === null ? 'the device is in no zone' : `no row for ${dimension} ${code} applies`;
    return { decides, code: 'no-priority-rule', text: `Level ${DEFAULT_LEVEL} for the ${dimension}: ${what}.` };
  }
  const rule = reference.priorityRules[rules.candidateRule[candidate]!]!;
  const under = rule.contract === null ? '' : ` under contract ${rule.contract}`;
  return {
    decides,
    code: 'priority-rule',
    file: 'priority_rules.csv',
    row: rule.row,
    text:
      `Rule in row ${rule.row} of priority_rules.csv: ${dimension} ${rule.code}${under}${frameInWords(rule)} ` +
      `has level ${rule.level}.`,
  };
}
