import type { Call } from '../model/call.ts';
import type { RaisedTargets } from './class.ts';
import { indexIn } from './codes.ts';
import { isOneTooMany } from './failure-log.ts';
import { countsAsFailure } from './reliability.ts';
import type { TermRules, Terms } from './rules.ts';

/** Failures as arrays, in any order (in that of their instants they are judged soonest). */
export interface FailureTable {
  readonly device: Int32Array;
  readonly loggedAt: Float64Array;
}

/** Those of `calls` that count as failures, on devices that some reliability target looks at. */
export function failureTable(terms: Terms, calls: readonly Call[]): FailureTable {
  const { rules, codes } = terms;
  const device = new Int32Array(calls.length);
  const loggedAt = new Float64Array(calls.length);
  let count = 0;
  for (const call of calls) {
    const at = indexIn(codes.devices, call.device);
    if (at < 0 || !countsAsFailure(call) || rules.deviceTargetOffset[at] === rules.deviceTargetOffset[at + 1]) continue;
    device[count] = at;
    loggedAt[count] = call.loggedAt;
    count++;
  }
  return { device: device.slice(0, count), loggedAt: loggedAt.slice(0, count) };
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
  rules: TermRules,
  failures: FailureTable,
  now: number,
  fromTarget: number,
  toTarget: number,
  raised: RaisedTargets,
): void {
  const { times, offset } = timesByTarget(rules, failures, now, fromTarget, toTarget);
  for (let target = fromTarget; target < toTarget; target++) {
    const begin = offset[target - fromTarget]!;
    const end = offset[target - fromTarget + 1]!;
    const window = rules.targetWindow[target]!;
    // The latest decides, so it is looked for from the end.
    let k = end - 1;
    while (k >= begin && !isOneTooMany(times, begin, k, rules.targetMax[target]!, window)) k--;
    let first = k;
    while (first >= begin && times[first]! > times[k]! - window) first--;
    raised.lastTipAt[target] = k < begin ? Number.NaN : times[k]!;
    raised.lastCount[target] = k - first;
  }
}

/** Instants of the failures of each target's scope, sorted: those of target `fromTarget + i` from `offset[i]` on. */
function timesByTarget(
  { deviceTargetOffset, deviceTargets }: TermRules,
  { device, loggedAt }: FailureTable,
  now: number,
  fromTarget: number,
  toTarget: number,
): { times: Float64Array; offset: Int32Array } {
  const count = toTarget - fromTarget;
  const offset = new Int32Array(count + 1);
  for (let i = 0; i < device.length; i++) {
    if (loggedAt[i]! > now) continue;
    const end = deviceTargetOffset[device[i]! + 1]!;
    for (let k = deviceTargetOffset[device[i]!]!; k < end; k++) {
      const target = deviceTargets[k]! - fromTarget;
      if (target >= 0 && target < count) offset[target + 1]!++;
    }
  }
  for (let target = 0; target < count; target++) offset[target + 1]! += offset[target]!;
  const times = new Float64Array(offset[count]!);
  const next = offset.slice(0, count);
  const unsorted = new Uint8Array(count);
  for (let i = 0; i < device.length; i++) {
    const at = loggedAt[i]!;
    if (at > now) continue;
    const end = deviceTargetOffset[device[i]! + 1]!;
    for (let k = deviceTargetOffset[device[i]!]!; k < end; k++) {
      const target = deviceTargets[k]! - fromTarget;
      if (target < 0 || target >= count) continue;
      const place = next[target]!++;
      times[place] = at;
      if (place > offset[target]! && times[place - 1]! > at) unsorted[target] = 1;
    }
  }
  for (let target = 0; target < count; target++) {
    if (unsorted[target] === 1) times.subarray(offset[target]!, offset[target + 1]!).sort();
  }
  return { times, offset };
}
