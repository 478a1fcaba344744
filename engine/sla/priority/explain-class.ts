import type { Because } from '../../model/ordered-call.ts';
import { FLAG_EMERGENCY, FLAG_PLANNED, FLAG_RAISED } from '../call-table.ts';
import { atSite, dayInWords, lengthInWords } from '../explain-words.ts';
import type { ExplainedCall } from '../explained-call.ts';
import { isDeferred, segmentAt } from '../regime/regime.ts';
import type { Reliability } from '../reliability/reliability.ts';
import type { Terms } from '../rules.ts';
import { raisingTarget } from './class.ts';

const decides = 'class';

/** What put a call in its class; of several reasons the one that rules (domain, section 8). */
export function explainClass(explained: ExplainedCall): Because[] {
  const { terms, raised, table, slot, call, now } = explained;
  const { rules } = terms;
  const flags = table.flags[slot]!;
  const device = table.device[slot]!;
  if ((flags & FLAG_EMERGENCY) !== 0) {
    return [{ decides, code: 'declared-emergency', text: `Declared an emergency: ${call.emergency}.` }];
  }
  const site = rules.deviceSite[device]!;
  if (isDeferred(rules, site, now)) return [deferredBy(terms, device, site, now)];
  const because: Because[] = [];
  const target = raisingTarget(rules, raised, device, table.loggedAt[slot]!);
  if (target >= 0) because.push(raisedBy(explained, device, target));
  if ((flags & FLAG_RAISED) !== 0) because.push({ decides, code: 'escalation', text: 'Raised by an escalation.' });
  if (because.length > 0) return because;
  if ((flags & FLAG_PLANNED) !== 0) {
    return [{ decides, code: 'planned-work', text: `Planned work: the call's type is ${call.type}.` }];
  }
  return [{ decides, code: 'normal', text: `Normal: a call of type ${call.type} that nothing has raised.` }];
}

function deferredBy(terms: Terms, device: number, site: number, now: number): Because {
  const { rules, reference } = terms;
  const segment = segmentAt(rules, site, now);
  const day = reference.specialDays[rules.segmentDay[segment]!]!;
  return {
    decides,
    code: 'site-deferred',
    file: 'special_days.csv',
    row: day.row,
    text:
      `${dayInWords(day)}: site ${day.site} is non-service-affecting until ` +
      `${atSite(terms, device, rules.segmentEnd[segment]!)}.`,
  };
}

function raisedBy({ terms, raised }: ExplainedCall, device: number, target: number): Because {
  const { row, code, maxFailures, window } = terms.reference.reliabilityTargets[target]!;
  const count = raised.lastCount[target]!;
  const at = atSite(terms, device, raised.lastTipAt[target]!);
  return {
    decides,
    code: 'reliability-target',
    file: 'reliability_targets.csv',
    row,
    text:
      `Reliability target ${code} (${scopeInWords(terms, target)}) was exceeded at ${at}: ` +
      `${count} failures within ${lengthInWords(window)}, ${maxFailures} allowed.`,
  };
}

function scopeInWords(terms: Terms, target: number): string {
  const { device, group, model, zone } = terms.reference.reliabilityTargets[target]!;
  if (device !== null) return `device ${device}`;
  if (group !== null) return `device group ${group}`;
  return model !== null ? `model ${model}` : `zone ${zone}`;
}

/**
 * What else would raise a call, as sentences: the end of a special day that defers it, of a hold, and the failures that
 * are missing for a reliability target to be exceeded now.
 */
export function raisingHints(explained: ExplainedCall, reliability: Reliability): string[] {
  const { terms, raised, table, holds, slot, now } = explained;
  const { rules, reference } = terms;
  const device = table.device[slot]!;
  const site = rules.deviceSite[device]!;
  const hints: string[] = [];
  if ((table.flags[slot]! & FLAG_EMERGENCY) !== 0) return hints;
  if (isDeferred(rules, site, now)) {
    const end = atSite(terms, device, rules.segmentEnd[segmentAt(rules, site, now)]!);
    hints.push(`When the special day at its site ends, at ${end}, it is deferred no longer.`);
  }
  const count = table.holdCount[slot]!;
  if (count > 0 && holds.to[table.holdOffset[slot]! + count - 1]! > now) {
    hints.push('When its hold ends, its clocks run again and it has a deadline to be ordered by.');
  }
  const isHigh =
    raisingTarget(rules, raised, device, table.loggedAt[slot]!) >= 0 || (table.flags[slot]! & FLAG_RAISED) !== 0;
  if (isHigh) return hints;
  for (let k = rules.deviceTargetOffset[device]!; k < rules.deviceTargetOffset[device + 1]!; k++) {
    const target = rules.deviceTargets[k]!;
    // Where there are too many already, it takes the next one to judge the target again.
    const missing = Math.max(1, rules.targetMax[target]! + 1 - reliability.countAt(target, now));
    const { window } = reference.reliabilityTargets[target]!;
    const failures = missing === 1 ? 'One failure more' : `${missing} failures more`;
    hints.push(
      `${failures} on ${scopeInWords(terms, target)} within ${lengthInWords(window)} of the earlier ones would make it high.`,
    );
  }
  return hints;
}
