import type { Call, Excuse } from '../../model/call.ts';
import type { Instant } from '../../model/units.ts';
import { endOf, isWithdrawn } from './call-end.ts';

/** A stretch `[start, end)` in which a failure takes its device out of service. */
export interface Failure {
  readonly call: string;
  readonly device: string;
  /** `occurred_at`, else `logged_at`. */
  readonly start: Instant;
  /** `fixed_at`; of one that is not fixed, `now`. */
  readonly end: Instant;
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
  const start = call.occurredAt ?? call.loggedAt;
  if (end === 'unknown' || (end !== null && end <= start)) return null;
  const { number, device, excuse } = call;
  return { call: number, device, start, end: end ?? now, running: end === null, excuse };
}
