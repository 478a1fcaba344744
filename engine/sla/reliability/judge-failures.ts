import type { Call } from '../../model/call.ts';
import { indexIn } from '../codes.ts';
import type { RaisedTargets } from '../priority/class.ts';
import type { TermRules, Terms } from '../rules.ts';
import { isOneTooMany } from './failure-log.ts';
import { countsAsFailure } from './reliability.ts';

/**
 * The failures of each reliability target's scope, sorted by `logged_at`: those of target `i` are
 * `loggedAt[offset[i] … offset[i + 1])`. What `FailureLog` holds of one target, for all of them.
 */
export interface FailureTable {
  readonly offset: Int32Array;
  readonly loggedAt: Float64Array;
}

/** Those of `calls` that count as failures, filed under each target whose scope their device is in. */
export function failureTable({ rules, codes }: Terms, calls: readonly Call[]): FailureTable {
  const { deviceTargetOffset, deviceTargets, targetMax } = rules;
  const failures = calls
    .filter(countsAsFailure)
    .map(({ device, loggedAt }) => ({ device: indexIn(codes.devices, device), loggedAt }))
    .filter(({ device }) => device >= 0 && deviceTargetOffset[device]! < deviceTargetOffset[device + 1]!);
  const offset = new Int32Array(targetMax.length + 1);
  for (const { device } of failures) {
    for (let k = deviceTargetOffset[device]!; k < deviceTargetOffset[device + 1]!; k++)
      offset[deviceTargets[k]! + 1]!++;
  }
  for (let target = 0; target < targetMax.length; target++) offset[target + 1]! += offset[target]!;
  const times = new Float64Array(offset.at(-1)!);
  const next = offset.slice();
  for (const { device, loggedAt } of failures) {
    for (let k = deviceTargetOffset[device]!; k < deviceTargetOffset[device + 1]!; k++) {
      times[next[deviceTargets[k]!]!++] = loggedAt;
    }
  }
  for (let target = 0; target < targetMax.length; target++) times.subarray(offset[target]!, offset[target + 1]!).sort();
  return { offset, loggedAt: times };
}

/** No target tipped yet. */
export const noneRaised = (targets: number): RaisedTargets => ({
  lastTipAt: new Float64Array(targets).fill(Number.NaN),
  lastCount: new Int32Array(targets),
});

/**
 * Judges the reliability targets `[fromTarget, toTarget)` at every failure up to `now`, all at once, into `raised`: the
 * same as `Reliability` finds while failures come and go. Threads may share out the targets.
 */
export function judgeFailures(
  { targetMax, targetWindow }: TermRules,
  { offset, loggedAt: times }: FailureTable,
  now: number,
  fromTarget: number,
  toTarget: number,
  raised: RaisedTargets,
): void {
  for (let target = fromTarget; target < toTarget; target++) {
    const begin = offset[target]!;
    const max = targetMax[target]!;
    const window = targetWindow[target]!;
    let k = offset[target + 1]! - 1;
    while (k >= begin && times[k]! > now) k--;
    // The latest decides, so it is looked for from the end.
    while (k >= begin && !isOneTooMany(times, begin, k, max, window)) k--;
    let first = k;
    while (first >= begin && times[first]! > times[k]! - window) first--;
    raised.lastTipAt[target] = k < begin ? Number.NaN : times[k]!;
    raised.lastCount[target] = k - first;
  }
}
