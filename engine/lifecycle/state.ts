import { type Call, type CallStatus, type Hold, OPEN_STATUSES } from '../model/call.ts';
import type { Contract } from '../model/contract.ts';
import type { Instant } from '../model/units.ts';
import { needsApproval } from './approval.ts';

/** Whether something with a known instant has happened by `now`. */
const happened = (at: Instant | null, now: Instant): boolean => at !== null && at <= now;

/** The hold that contains an instant; null: none. */
export function holdAt(call: Call, at: Instant): Hold | null {
  return call.holds.find((hold) => hold.from <= at && (hold.to === null || at < hold.to)) ?? null;
}

export const heldAt = (call: Call, at: Instant): boolean => holdAt(call, at) !== null;

/**
 * State of a call as it stood at `now`, from its instants, holds and the status given with it (decision 3).
 * What lies after `now` has not happened yet. null: the call is not logged yet.
 */
export function statusAt(call: Call, contract: Contract, now: Instant): CallStatus | null {
  if (call.loggedAt > now) return null;
  const ended = endAt(call, now);
  if (ended !== null) return ended;
  const given = call.status;
  if (given === 'awaiting-approval' || (given === null && needsApproval(call.estimatedTime, contract))) {
    return 'awaiting-approval';
  }
  if (heldAt(call, now)) return 'on-hold';
  const responded = happened(call.respondedAt, now);
  if (given !== null && isEnd(given)) return responded ? 'on-site' : 'open';
  if (given !== null && !contradicted(call, given, responded)) return given;
  if (responded) return 'on-site';
  return call.resource !== null ? 'allocated' : 'open';
}

/** Whether a call needs work at an instant: logged, and neither fixed, closed nor cancelled. */
export function isOpenAt(call: Call, at: Instant): boolean {
  return call.loggedAt <= at && endAt(call, at) === null;
}

/** Open, and in the order: what waits for approval is not. */
export const standsInOrder = (status: CallStatus | null): boolean =>
  status !== null && OPEN_STATUSES.has(status) && status !== 'awaiting-approval';

/**
 * The call whose failure a duplicate reports again, followed through chains; null: not a duplicate, or the chain
 * ends nowhere or in a circle, and the call stands for itself.
 */
export function originalOf(call: Call, find: (number: string) => Call | undefined): Call | null {
  const seen = new Set([call.number]);
  let original: Call | null = null;
  let next = call.duplicateOf;
  while (next !== null) {
    const found = find(next);
    if (found === undefined || seen.has(next)) return null;
    seen.add(next);
    original = found;
    next = found.duplicateOf;
  }
  return original;
}

type End = 'fixed' | 'closed' | 'cancelled';
const isEnd = (status: CallStatus): status is End =>
  status === 'fixed' || status === 'closed' || status === 'cancelled';

/** How a call has ended by `at`; null: it has not. A status of an end counts from its instant, where that is known. */
function endAt(call: Call, at: Instant): End | null {
  if (happened(call.closedAt, at)) return 'closed';
  if (happened(call.fixedAt, at)) return 'fixed';
  if (call.status === null || !isEnd(call.status)) return null;
  return instantOfEnd(call, call.status) === null ? call.status : null;
}

function instantOfEnd(call: Call, end: End): Instant | null {
  if (end === 'cancelled') return call.closedAt;
  return end === 'closed' ? (call.closedAt ?? call.fixedAt) : (call.fixedAt ?? call.closedAt);
}

/** A status that the call's own instants speak against at this moment. */
function contradicted(call: Call, given: CallStatus, responded: boolean): boolean {
  // Not held now (asked before), but there are holds: the one that the status speaks of is over or still to come.
  if (given === 'on-hold') return call.holds.length > 0;
  return given === 'on-site' && call.respondedAt !== null && !responded;
}
