import type { Call } from '../model/call.ts';

/** What an entry of a call's journal tells of the call itself. */
export interface JournalEntry {
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The fields that a change has changed, with their new values: what an entry of the journal keeps as `set`, so that a
 * call's state is a function of its journal, whatever later versions make of an event.
 * @param before null: the call is new, all of its fields are
 */
export function changedFields(before: Call | null, after: Call): Partial<Call> {
  if (before === null) return { ...after };
  const changed = FIELDS(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

/** A database row read as a call has more fields than a call. */
const FIELDS = (call: Call): (keyof Call)[] => (Object.keys(call) as (keyof Call)[]).filter((field) => !ROW.has(field));
const ROW: ReadonlySet<string> = new Set(['territory', 'contract', 'site', 'model', 'zone', 'version']);

/** Fields that journals of versions before 0.2.0 do not have. */
const NOT_KEPT_BEFORE = { restored: [], earlierReport: null } satisfies Partial<Call>;

/**
 * A call as the first entries of its journal have it, oldest first; null: they do not tell the whole of it, as it was
 * not logged yet. An import enters the whole record.
 */
export function callFromJournal(entries: readonly JournalEntry[]): Call | null {
  let call: Partial<Call> | null = null;
  for (const { kind, data } of entries) {
    if (kind === 'imported') call = { ...NOT_KEPT_BEFORE, ...(data as Partial<Call>) };
    else if (data.set !== undefined) call = { ...(call ?? NOT_KEPT_BEFORE), ...(data.set as Partial<Call>) };
  }
  return call === null || call.number === undefined || call.device === undefined ? null : (call as Call);
}
