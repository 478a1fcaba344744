import type { Call, Dataset, ReliabilityTarget } from '#engine';
import { type PlainTables, scopesOf } from './plain-tables.ts';

/** Latest instant at which each reliability target was exceeded by `now`; absent: never (domain, section 8). */
export function plainTips(dataset: Dataset, tables: PlainTables, now: number): Map<ReliabilityTarget, number> {
  const failures = new Map<ReliabilityTarget, number[]>();
  for (const call of dataset.calls) {
    if (call.loggedAt > now || !isFailure(call)) continue;
    for (const target of targetsOf(tables, call.device)) {
      const times = failures.get(target);
      if (times === undefined) failures.set(target, [call.loggedAt]);
      else times.push(call.loggedAt);
    }
  }
  const tips = new Map<ReliabilityTarget, number>();
  for (const [target, times] of failures) {
    times.sort((a, b) => a - b);
    let first = 0;
    times.forEach((at, k) => {
      while (times[first]! <= at - target.window) first++;
      if (k - first + 1 > target.maxFailures) tips.set(target, at);
    });
  }
  return tips;
}

/** Fault calls; duplicates, cancelled and excused ones left out. */
const isFailure = ({ type, duplicateOf, excuse, status }: Call): boolean =>
  type === 'fault' && duplicateOf === null && excuse === null && status !== 'cancelled';

const targetsOf = (tables: PlainTables, device: string): ReliabilityTarget[] =>
  scopesOf(tables.devices.get(device)!).flatMap((scope) => tables.reliabilityTargets.get(scope) ?? []);

/** Whether a target was exceeded while a call was open: it is `high` until it is closed. */
export const plainRaised = (tables: PlainTables, tips: ReadonlyMap<ReliabilityTarget, number>, call: Call): boolean =>
  targetsOf(tables, call.device).some((target) => (tips.get(target) ?? -Infinity) >= call.loggedAt);
