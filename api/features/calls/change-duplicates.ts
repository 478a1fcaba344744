import { duplicatesAfter, type Instant } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change } from '../../platform/change.ts';
import { dropAllocation, duplicatesOf, type StoredCall } from '../../store/index.ts';
import { recordChange } from './record-change.ts';

/** Carries the end of a call, or its reopening, over to those that reported the same failure, each with an entry in its own journal. */
export async function changeDuplicates(change: Change, original: StoredCall, at: Instant, by: By): Promise<void> {
  const closed = original.status === 'reopened';
  const duplicates = await duplicatesOf(change.em, original.territory, original.number, { closed });
  if (duplicates.length === 0) return;
  const before = new Map(duplicates.map((call) => [call.number, call]));
  for (const call of duplicatesAfter(original, duplicates)) {
    const details = { original: original.number, duplicate_of: call.duplicateOf, status: call.status };
    const entry = { kind: `original-${original.status}`, at, by, details };
    const stored = await recordChange(change, before.get(call.number)!, call, entry);
    await dropAllocation(change.em, stored.territory, stored.number, change.now);
  }
}
