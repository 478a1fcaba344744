import type { Call, CallStatus } from '../model/call.ts';
import { OPEN_STATUSES } from '../model/call.ts';
import type { Problem } from '../model/problem.ts';
import type { Instant } from '../model/units.ts';

/** A call with its place, as far as merging looks at it. */
type CallAtSite = Pick<Call, 'number'> & { readonly site: string };

/**
 * Why a call can't be the duplicate of another: both report one failure, so they lie at one site, and the other is still
 * open. `into` is no duplicate itself.
 */
export function mergeProblems(call: CallAtSite, into: CallAtSite, status: CallStatus): Problem[] {
  const problem = (code: string, message: string, action: string): Problem[] => [
    { code, field: 'into', value: into.number, message, action },
  ];
  if (call.number === into.number) {
    return problem(
      'merge-into-itself',
      `Call ${call.number} already stands for the failure that is named.`,
      'Name another call.',
    );
  }
  if (call.site !== into.site) {
    return problem(
      'merge-other-site',
      `Call ${into.number} is at site ${into.site}, call ${call.number} at ${call.site}: they are no one failure.`,
      'Name a call at the same site.',
    );
  }
  if (OPEN_STATUSES.has(status)) return [];
  return problem(
    'merge-into-ended',
    `Call ${into.number} is ${status}: a report that comes after its end is another failure.`,
    `Reopen ${into.number}, or leave the call as it is.`,
  );
}

/**
 * What becomes of the duplicates of a call that has just been fixed, closed, cancelled or reopened: a failure reported twice is
 * one failure (domain, section 4), so its fix fixes them and its closing closes them. A cancelled report says nothing
 * of the others: the first of them by `logged_at`, then number, stands for itself from now on, and the rest ride with it.
 * Where it is reopened, its duplicates are open again with it. Returns those that change.
 * @param original as it is after the event
 * @param duplicates its duplicates that have not ended, or (for closing) that are fixed; for reopening, closed ones too
 */
export function duplicatesAfter(original: Call, duplicates: readonly Call[]): Call[] {
  switch (original.status) {
    case 'fixed':
      return duplicates
        .filter(({ status }) => status !== 'fixed')
        .map((call) => ({
          ...call,
          status: 'fixed',
          respondedAt: call.respondedAt ?? notBefore(call, original.respondedAt),
          fixedAt: notBefore(call, original.fixedAt),
          holds: call.holds
            .map((hold) => (hold.to === null ? { ...hold, to: notBefore(call, original.fixedAt) } : hold))
            .filter(({ from, to }) => to === null || from < to),
        }));
    // It goes on, and the reports of it with it: they show its clocks and are no failures of their own.
    case 'reopened':
      return duplicates
        .filter(({ status, fixedAt, closedAt }) => status !== 'cancelled' && (fixedAt ?? closedAt) !== null)
        .map((call) => ({
          ...call,
          status: 'reopened',
          fixedAt: null,
          closedAt: null,
          temporaryFixedAt: null,
          resolution: null,
        }));
    case 'closed':
      return duplicates
        .filter(({ status }) => status === 'fixed')
        .map((call) => ({ ...call, status: 'closed', closedAt: original.closedAt }));
    case 'cancelled': {
      const [heir, ...others] = duplicates
        .filter(({ status }) => status !== 'fixed')
        .toSorted((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
      if (heir === undefined) return [];
      // The first of them by logged_at stands for the rest: none of these came before it.
      return [{ ...heir, duplicateOf: null }, ...others.map((call) => ({ ...call, duplicateOf: heir.number }))];
    }
    default:
      return [];
  }
}

/** A report that came after somebody had arrived, or after a fix that was told later, answers to that from when it was logged. */
const notBefore = ({ loggedAt }: Call, at: Instant | null): Instant | null =>
  at === null || at >= loggedAt ? at : loggedAt;
