import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { type PeopleEvent, peopleEvents, type StoredPeopleEvent, storedPeopleEvents } from './tables/people-events.ts';
import { insertRecords, type Row, toRecord } from './tables/table.ts';

/** Writes a change of somebody's working time to the journal of people; it stays for good. */
export const appendPeopleEvent = (em: Em, event: PeopleEvent): Promise<void> =>
  insertRecords<PeopleEvent>(em, peopleEvents, [event]);

/** The latest changes of a resource or calendar, newest first. */
export async function readPeopleEvents(
  em: Em,
  { subject, code }: Pick<PeopleEvent, 'subject' | 'code'>,
  limit: number,
): Promise<StoredPeopleEvent[]> {
  const { rows } = await sql<Row>`select * from people_events where subject = ${subject} and code = ${code}
    order by id desc limit ${limit}`.execute(kysely(em));
  return rows.map((row) => toRecord(storedPeopleEvents, row));
}
