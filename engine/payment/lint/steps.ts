import type { StepsRule } from '../../model/payment-terms.ts';
import { compare, decimal, over, subtract } from '../fraction.ts';
import type { Curve } from './curve.ts';
import type { Tell } from './finding.ts';

/** Steps, tiers and limits that no value gets to. */
export function lintSteps(rule: StepsRule, { least, most, shown }: Curve, tell: Tell): void {
  const threshold = decimal(rule.threshold);
  const end = rule.side === 'under' ? least : most;
  const room = end === null ? null : rule.side === 'under' ? subtract(threshold, end) : subtract(end, threshold);
  const never =
    room !== null &&
    (room.n <= 0n || (rule.count === 'full' && compare(over(room, decimal(rule.step)), { n: 1n, d: 1n }) < 0));
  if (never) {
    tell({
      code: 'steps-unreachable',
      severity: 'error',
      path: 'rule.threshold',
      at: shown(threshold),
      message: `No value is a ${rule.count === 'full' ? 'full ' : ''}step ${rule.side} ${shown(threshold)}.`,
      action: 'Correct threshold, side or step.',
    });
  }
  const beyond = (value: number): boolean => {
    const at = decimal(value);
    const past = rule.side === 'under' ? compare(at, threshold) < 0 : compare(at, threshold) > 0;
    const within = end === null || (rule.side === 'under' ? compare(at, end) > 0 : compare(at, end) < 0);
    return past && within;
  };
  for (const tier of rule.tiers) {
    if (beyond(tier.beyond)) continue;
    tell({
      code: 'tier-unreachable',
      severity: 'error',
      path: 'rule.tiers',
      at: shown(decimal(tier.beyond)),
      message: `No step is ${rule.side} ${shown(threshold)} and only then beyond ${shown(decimal(tier.beyond))}.`,
      action: `Give tiers values ${rule.side} the threshold, within what the metric can be.`,
    });
  }
  if (rule.limit !== null && !beyond(rule.limit) && !(end !== null && compare(decimal(rule.limit), end) === 0)) {
    tell({
      code: 'steps-unreachable',
      severity: 'error',
      path: 'rule.limit',
      at: shown(decimal(rule.limit)),
      message: `The limit ${shown(decimal(rule.limit))} does not lie ${rule.side} the threshold ${shown(threshold)}.`,
      action: 'Correct it, or leave it out.',
    });
  }
}
