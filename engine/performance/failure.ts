import { type Call, type Excuse, failureStart } from '../model/call.ts';
import type { Instant, Interval } from '../model/units.ts';
import { endOf, isWithdrawn } from './call-end.ts';

/** A stretch `[start, end)` in which a failure takes its device out of service. */
export interface Failure {
  readonly call: string;
  readonly device: string;
  /** The earliest `occurred_at`, else `logged_at`, of its reports. */
  readonly start: Instant;
  /** `fixed_at`; of one that is not fixed, `now`. */
  readonly end: Instant;
  /** Stretches in it in which it was fixed, before it was reopened. */
  readonly restored: readonly Interval[];
  /** It is not fixed at `now`. */
  readonly running: boolean;
  readonly excuse: Excuse | null;
}

/**
 * The service-affecting failure that a call reports, as known at `now`; null: it reports none, was cancelled, or nothing
 * says when it ended. Whatever the call's type: the flag says whether the device is out of service. Duplicates are to be
 * left out before, since they report the failure of their original.
 */
export function failureOf(call: Call, now: Instant): Failure | null {
  if (!call.serviceAffecting || call.loggedAt > now || isWithdrawn(call, now)) return null;
  const end = endOf(call, now);
  const start = failureStart(call);
  if (end === 'unknown' || (end !== null && end <= start)) return null;
  const { number, device, excuse, restored } = call;
  return { call: number, device, start, end: end ?? now, restored, running: end === null, excuse };
}

/** When a failure kept its device down: all of `[start, end)` but the stretches in which it was fixed (rule 6.4). */
export function downStretches({
  start,
  end,
  restored,
}: Pick<Failure, 'start' | 'end' | 'restored'>): [number, number][] {
  const stretches: [number, number][] = [];
  let from: number = start;
  for (const up of restored) {
    if (up.start > from) stretches.push([from, Math.min(up.start, end)]);
    from = Math.max(from, up.end);
  }
  if (from < end) stretches.push([from, end]);
  return stretches;
}
