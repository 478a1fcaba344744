import { type Call, OPEN_STATUSES } from '../model/call.ts';
import { type Instant, type Interval, instant } from '../model/units.ts';
import { clockResults, type Outcome } from './clock-results.ts';
import { countsForMoney } from './excuses.ts';
import { failureOf } from './failure.ts';
import type { Yardstick } from './yardstick.ts';

/** All that figures need to know of a call: what came of its clocks, and for how long it took its device down. */
export interface CallFacts {
  readonly number: string;
  readonly device: string;
  /** By an excuse with which it counts for nothing, money included. */
  readonly excused: boolean;
  /** Both null: the call has no such clock. */
  readonly respondBy: Instant | null;
  readonly respond: Outcome | null;
  readonly fixBy: Instant | null;
  readonly fix: Outcome | null;
  /** `[downFrom, downTo)` of its failure; both null: it has none that counts. */
  readonly downFrom: Instant | null;
  readonly downTo: Instant | null;
  /** Stretches in it in which the failure was fixed, before it was reopened. */
  readonly restored: readonly Interval[];
}

/** Facts of a call as known at `now`; null: it counts for nothing. Duplicates do, their original stands for them. */
export function factsAt(yardstick: Yardstick, call: Call, now: Instant): CallFacts | null {
  if (call.duplicateOf !== null) return null;
  const results = clockResults(yardstick, call, now);
  const excused = !countsForMoney(call.excuse);
  const failure = excused ? null : failureOf(call, now);
  if (results.length === 0 && failure === null) return null;
  const respond = results.find(({ clock }) => clock === 'respond');
  const fix = results.find(({ clock }) => clock === 'fix');
  return {
    number: call.number,
    device: call.device,
    excused,
    respondBy: respond?.deadline ?? null,
    respond: respond?.outcome ?? null,
    fixBy: fix?.deadline ?? null,
    fix: fix?.outcome ?? null,
    downFrom: failure?.start ?? null,
    downTo: failure?.end ?? null,
    restored: failure?.restored ?? [],
  };
}

/** After all that is known of any call. */
const AFTER_ALL = instant(4e15);

/** Whether nothing more can come of a call: it was fixed, closed or cancelled. Time alone changes its facts no more. */
export const isSettled = (call: Call): boolean =>
  call.fixedAt !== null || call.closedAt !== null || (call.status !== null && !OPEN_STATUSES.has(call.status));

/** Facts of a settled call, which hold at any `now` after its end; null: it is not settled, or counts for nothing. */
export const settledFacts = (yardstick: Yardstick, call: Call): CallFacts | null =>
  isSettled(call) ? factsAt(yardstick, call, AFTER_ALL) : null;

export const sameFacts = (a: CallFacts | null, b: CallFacts | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.number === b.number &&
    a.device === b.device &&
    a.excused === b.excused &&
    a.respondBy === b.respondBy &&
    a.respond === b.respond &&
    a.fixBy === b.fixBy &&
    a.fix === b.fix &&
    a.downFrom === b.downFrom &&
    a.downTo === b.downTo &&
    JSON.stringify(a.restored) === JSON.stringify(b.restored));
