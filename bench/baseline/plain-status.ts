import { type Call, type CallStatus, type Contract, OPEN_STATUSES } from '#engine';

/** Whether a call is held at an instant. */
export const plainHeld = (call: Call, at: number): boolean =>
  call.holds.some(({ from, to }) => from <= at && (to === null || at < to));

/** Status of a call as it stood at `now` (decision 3); null: not logged yet. */
export function plainStatus(call: Call, contract: Contract, now: number): CallStatus | null {
  const { loggedAt, closedAt, fixedAt, respondedAt, status, estimatedTime } = call;
  if (loggedAt > now) return null;
  if (closedAt !== null && closedAt <= now) return 'closed';
  if (fixedAt !== null && fixedAt <= now) return 'fixed';
  // A status of an end without an instant holds at once; with one, it had not come yet.
  if (status === 'cancelled' && closedAt === null) return 'cancelled';
  if ((status === 'fixed' || status === 'closed') && fixedAt === null && closedAt === null) return status;
  const ended = status === 'cancelled' || status === 'fixed' || status === 'closed';

  const threshold = contract.approvalOver[0];
  const overThreshold = estimatedTime !== null && threshold !== undefined && estimatedTime > threshold;
  if (status === 'awaiting-approval' || (status === null && overThreshold)) return 'awaiting-approval';
  if (plainHeld(call, now)) return 'on-hold';
  const responded = respondedAt !== null && respondedAt <= now;
  if (ended) return responded ? 'on-site' : 'open';
  // What the call's own instants speak against is not so at `now`.
  const heldAtAnotherTime = status === 'on-hold' && call.holds.length > 0;
  const notThereYet = status === 'on-site' && respondedAt !== null && !responded;
  if (status !== null && !heldAtAnotherTime && !notThereYet) return status;
  if (responded) return 'on-site';
  return call.resource === null ? 'open' : 'allocated';
}

/** Calls that stand in the order: open, and not waiting for approval. */
export const plainStandsInOrder = (status: CallStatus | null): boolean =>
  status !== null && status !== 'awaiting-approval' && OPEN_STATUSES.has(status);
