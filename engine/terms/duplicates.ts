import type { Call } from '../model/call.ts';

/**
 * What becomes of the duplicates of a call that has just been fixed, closed or cancelled: a failure reported twice is
 * one failure (domain, section 4), so its fix fixes them and its closing closes them. A cancelled report says nothing
 * of the others: the first of them by `logged_at`, then number, stands for itself from now on, and the rest ride with it.
 * Returns those that change.
 * @param original as it is after the event
 * @param duplicates its duplicates that have not ended, or (for closing) that are fixed
 */
export function duplicatesAfter(original: Call, duplicates: readonly Call[]): Call[] {
  switch (original.status) {
    case 'fixed':
      return duplicates
        .filter(({ status }) => status !== 'fixed')
        .map((call) => ({
          ...call,
          status: 'fixed',
          respondedAt: call.respondedAt ?? original.respondedAt,
          fixedAt: original.fixedAt,
          holds: call.holds.map((hold) => (hold.to === null ? { ...hold, to: original.fixedAt } : hold)),
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
      return [{ ...heir, duplicateOf: null }, ...others.map((call) => ({ ...call, duplicateOf: heir.number }))];
    }
    default:
      return [];
  }
}
