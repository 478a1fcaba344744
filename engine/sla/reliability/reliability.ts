import type { Call } from '../../model/call.ts';
import type { Instant } from '../../model/units.ts';
import { indexIn } from '../codes.ts';
import type { RaisedTargets } from '../priority/class.ts';
import type { Terms } from '../rules.ts';
import { FailureLog } from './failure-log.ts';

/** The reliability targets as failures come and go (domain, section 8). */
export interface Reliability extends RaisedTargets {
  /** Takes a failure in; calls that don't count (see `countsAsFailure`) and ones already in are passed over. */
  addFailure(call: Call): void;
  /** Takes a failure out again: cancelled, excused, or found to be a duplicate. */
  removeFailure(number: string): void;
  /**
   * Judges each target at every failure logged up to `now`, and returns those whose state has changed. Costs as much as
   * failures have come and gone since the last time. `now` may go back, which judges all anew.
   */
  judge(now: Instant): Int32Array;
  /** Devices in the scope of a target: the open calls on them are those that it raises. */
  devicesOf(target: number): Int32Array;
  /** Failures within the target's window up to an instant. */
  countAt(target: number, at: Instant): number;
}

/** Fault calls count; duplicates, cancelled and excused ones don't, whatever the excuse. */
export function countsAsFailure(call: Call): boolean {
  return call.type === 'fault' && call.duplicateOf === null && call.excuse === null && call.status !== 'cancelled';
}

export function createReliability(terms: Terms): Reliability {
  const { rules, codes } = terms;
  const logs = Array.from(rules.targetMax, (max, k) => new FailureLog(max, rules.targetWindow[k]!));
  const lastTipAt = new Float64Array(logs.length).fill(Number.NaN);
  const lastCount = new Int32Array(logs.length);
  const failures = new Map<string, { readonly device: number; readonly at: Instant }>();
  /** Targets with something to judge: failures that came or went, or that lie ahead of `now`. */
  const unjudged = new Set<number>();
  let judgedAt = Number.NEGATIVE_INFINITY;

  const targetsOf = (device: number): Int32Array =>
    rules.deviceTargets.subarray(rules.deviceTargetOffset[device]!, rules.deviceTargetOffset[device + 1]!);

  return {
    lastTipAt,
    lastCount,
    addFailure(call) {
      const device = indexIn(codes.devices, call.device);
      if (!countsAsFailure(call) || device < 0 || failures.has(call.number)) return;
      const targets = targetsOf(device);
      if (targets.length === 0) return;
      failures.set(call.number, { device, at: call.loggedAt });
      for (const target of targets) {
        logs[target]!.add(call.loggedAt);
        unjudged.add(target);
      }
    },
    removeFailure(number) {
      const failure = failures.get(number);
      if (failure === undefined) return;
      failures.delete(number);
      for (const target of targetsOf(failure.device)) {
        logs[target]!.remove(failure.at);
        unjudged.add(target);
      }
    },
    judge(now) {
      if (now < judgedAt) for (const target of logs.keys()) unjudged.add(target);
      judgedAt = now;
      const changed: number[] = [];
      for (const target of unjudged) {
        const log = logs[target]!;
        const tip = log.judge(now);
        const count = Number.isNaN(tip) ? 0 : log.countAt(tip);
        if (!Object.is(tip, lastTipAt[target]) || count !== lastCount[target]) changed.push(target);
        lastTipAt[target] = tip;
        lastCount[target] = count;
        if (!log.pending) unjudged.delete(target);
      }
      return Int32Array.from(changed).sort();
    },
    devicesOf: (target) =>
      rules.targetDevices.subarray(rules.targetDeviceOffset[target]!, rules.targetDeviceOffset[target + 1]!),
    countAt: (target, at) => logs[target]!.countAt(at),
  };
}
