import type { Call } from '../model/call.ts';
import type { Instant } from '../model/units.ts';

/** Whether a call had been cancelled by `now`: it then counts for nothing, as if it had not been made. */
export const isWithdrawn = (call: Call, now: Instant): boolean =>
  call.status === 'cancelled' && (call.closedAt === null || call.closedAt <= now);

/**
 * When a failure was over, as known at `now`: fixed, or closed where no fix is known; null: not yet; `unknown`: its status
 * says that it has ended, and nothing says when.
 */
export function endOf(call: Call, now: Instant): Instant | 'unknown' | null {
  const end = call.fixedAt ?? call.closedAt;
  if (end !== null) return end <= now ? end : null;
  return call.status === 'fixed' || call.status === 'closed' ? 'unknown' : null;
}
