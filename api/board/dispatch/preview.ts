import type { Allocation, Improvement } from '../data/types.ts';

/** What searches have found that is not in force: drawn over the plan. */
export interface Preview {
  /** Visits that would be with a technician, by technician. */
  readonly coming: ReadonlyMap<string, readonly Allocation[]>;
  /** Calls that would leave theirs, with who would have them; null: nobody, they would lose their place. */
  readonly leaving: ReadonlyMap<string, string | null>;
}

/** A visit that would begin at another time by less than so much is not drawn twice. */
const SEEN = 5 * 60_000;

export function previewOf(improvements: Iterable<Improvement>): Preview {
  const coming = new Map<string, Allocation[]>();
  const leaving = new Map<string, string | null>();
  for (const { changes } of improvements) {
    for (const { call, before, after } of changes) {
      if (after === null) {
        leaving.set(call, null);
        continue;
      }
      const stays = before?.resource === after.resource;
      if (stays && Math.abs(Date.parse(after.start) - Date.parse(before.start)) < SEEN) continue;
      coming.set(after.resource, [...(coming.get(after.resource) ?? []), after]);
      if (!stays) leaving.set(call, after.resource);
    }
  }
  return { coming, leaving };
}
