import { type Call, changedFields, type Instant } from '#engine';
import { appendEvent, type StoredCall, updateCall } from '../store/index.ts';
import type { By } from './by.ts';
import type { Change } from './change.ts';

/** What has happened to a call, for its journal. */
export interface Entry {
  readonly kind: string;
  readonly at: Instant;
  readonly by: Pick<By, 'who' | 'why'>;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Writes a call as it is after a change, and the entry of its journal with all that has changed; keeps figures and boards up. */
export async function recordChange(change: Change, before: StoredCall, after: Call, entry: Entry): Promise<StoredCall> {
  change.provisional();
  const stored = await updateCall(change.em, { ...before, ...after });
  change.settle({ before, after: stored });
  const details = { ...entry.details, set: changedFields(before, stored) };
  await enterInJournal(change, before, { ...entry, details });
  return stored;
}

/** An entry in a call's journal that changes nothing else of the call: it has another version all the same. */
export async function recordEntry(change: Change, call: StoredCall, entry: Entry): Promise<StoredCall> {
  const stored = await updateCall(change.em, call);
  await enterInJournal(change, call, entry);
  // A plan under way takes the call for changed and leaves it out.
  change.replan(call.territory);
  return stored;
}

async function enterInJournal(change: Change, { territory, number }: StoredCall, entry: Entry): Promise<void> {
  const { kind, at, by, details } = entry;
  const { who, why } = by;
  await appendEvent(change.em, { territory, call: number, at, recordedAt: change.now, kind, who, why, data: details });
  change.tell({ kind: 'call', number, territory, event: kind });
}
