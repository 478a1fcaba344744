import { duplicatesAfter, type Instant } from '#engine';
import { appendEvent, dropAllocation, duplicatesOf, type StoredCall, updateCall } from '../store/index.ts';
import type { By } from './by.ts';
import type { Change } from './change.ts';

/** Carries the end of a call over to those that reported the same failure, each with an entry in its own journal. */
export async function changeDuplicates(change: Change, original: StoredCall, at: Instant, by: By): Promise<void> {
  const duplicates = await duplicatesOf(change.em, original.territory, original.number);
  if (duplicates.length === 0) return;
  const before = new Map(duplicates.map((call) => [call.number, call]));
  for (const call of duplicatesAfter(original, duplicates)) {
    const stored = await updateCall(change.em, { ...before.get(call.number)!, ...call });
    await dropAllocation(change.em, stored.territory, stored.number);
    await appendEvent(change.em, {
      territory: stored.territory,
      call: stored.number,
      at,
      kind: `original-${original.status}`,
      who: by.who,
      why: by.why,
      data: { original: original.number, duplicate_of: stored.duplicateOf, status: stored.status },
    });
    change.tell({
      kind: 'call',
      number: stored.number,
      territory: stored.territory,
      event: `original-${original.status}`,
    });
  }
}
