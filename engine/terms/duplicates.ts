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

/**
 * Calls of a dataset in which some were said to be duplicates of cancelled ones: these ride with the next original that
 * was not cancelled, and where there is none the first of them stands for itself, as `duplicatesAfter` would have had it.
 * The same list where there is nothing to change.
 */
export function withoutCancelledOriginals(calls: readonly Call[]): readonly Call[] {
  const cancelled = new Map(calls.filter(({ status }) => status === 'cancelled').map((call) => [call.number, call]));
  const changed = new Map<string, Call>();
  const heirs = new Map<string, string>();
  const inOrder = calls
    .filter((call) => call.duplicateOf !== null && cancelled.has(call.duplicateOf) && !cancelled.has(call.number))
    .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
  for (const call of inOrder) {
    let root = call.duplicateOf!;
    let original: string | null = root;
    while (original !== null && cancelled.has(original)) {
      root = original;
      original = cancelled.get(original)!.duplicateOf;
    }
    if (original === null) {
      original = heirs.get(root) ?? null;
      if (original === null) heirs.set(root, call.number);
    }
    changed.set(call.number, { ...call, duplicateOf: original });
  }
  return changed.size === 0 ? calls : calls.map((call) => changed.get(call.number) ?? call);
}
