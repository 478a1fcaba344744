import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import type { Writer } from './statements.ts';
import { type CallEvent, events, type StoredCallEvent, storedEvents } from './tables/call-events.ts';
import { insertion, insertRecords, type Row, toRecord } from './tables/table.ts';

/** Writes events to the journals of calls; they stay for good. */
export const appendEvents = Object.assign(
  (em: Em, written: readonly CallEvent[]): Promise<void> => insertRecords<CallEvent>(em, events, written),
  { statements: (written: readonly CallEvent[]) => [insertion(events, written)] },
) satisfies Writer<CallEvent>;

/** The journal of a call, oldest first. */
export async function readEvents(em: Em, territory: string, call: string): Promise<StoredCallEvent[]> {
  const { rows } = await sql<Row>`select * from call_events
    where territory = ${territory} and call = ${call} order by id`.execute(kysely(em));
  return rows.map((row) => toRecord(storedEvents, row));
}
