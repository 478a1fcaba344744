import { type Call, changedFields, type Instant } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change } from '../../platform/change.ts';
import { appendEvents, type StoredCall, updateCall, updateCalls } from '../../store/index.ts';

/** What has happened to a call, for its journal. */
export interface Entry {
  readonly kind: string;
  readonly at: Instant;
  readonly by: Pick<By, 'who' | 'why'>;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a call was, what it is now, and what has happened to it. */
export interface RecordedChange {
  readonly before: StoredCall;
  readonly after: Call;
  readonly entry: Entry;
}

/** Writes a call as it is after a change, and the entry of its journal with all that has changed; keeps figures and boards up. */
export async function recordChange(change: Change, before: StoredCall, after: Call, entry: Entry): Promise<StoredCall> {
  const [stored] = await recordChanges(change, [{ before, after, entry }]);
  return stored!;
}

/** The same for several calls, none of them twice, in few statements. In the order given. */
export async function recordChanges(change: Change, changes: readonly RecordedChange[]): Promise<StoredCall[]> {
  if (changes.length === 0) return [];
  change.provisional();
  const written = await updateCalls(
    change.em,
    changes.map(({ before, after }) => ({ ...before, ...after })),
  );
  const byNumber = new Map(written.map((call) => [call.number, call]));
  const all = changes.map(({ before, entry }) => {
    const after = byNumber.get(before.number);
    if (after === undefined)
      throw new Error(`recordChanges: no call ${before.number} in territory ${before.territory}`);
    const details = { ...entry.details, set: changedFields(before, after) };
    return { before, after, entry: { ...entry, details } };
  });
  for (const { before, after } of all) change.settle({ before, after });
  await enterInJournals(
    change,
    all.map(({ before, entry }) => ({ call: before, entry })),
  );
  return all.map(({ after }) => after);
}

/** An entry in a call's journal that changes nothing else of the call: it has another version all the same. */
export async function recordEntry(change: Change, call: StoredCall, entry: Entry): Promise<StoredCall> {
  const stored = await updateCall(change.em, call);
  await enterInJournals(change, [{ call, entry }]);
  // A plan under way takes the call for changed and leaves it out.
  change.replan(call.territory);
  return stored;
}

async function enterInJournals(
  change: Change,
  entries: readonly { readonly call: StoredCall; readonly entry: Entry }[],
): Promise<void> {
  const recordedAt = change.now;
  await appendEvents(
    change.em,
    entries.map(({ call: { territory, number }, entry: { kind, at, by, details } }) => {
      const { who, why } = by;
      return { territory, call: number, at, recordedAt, kind, who, why, data: details };
    }),
  );
  for (const { call, entry } of entries) {
    change.tell({ kind: 'call', number: call.number, territory: call.territory, event: entry.kind });
  }
}
