import { sql } from 'kysely';
import { DAY, type Instant, type Visit } from '#engine';
import { type Em, kysely } from './database.ts';
import { type Row, toRecord, toRow } from './tables/table.ts';
import { type StoredVisit, visits } from './tables/visits.ts';

/** Visits of a call, first to last. */
export async function readVisits(em: Em, territory: string, call: string): Promise<StoredVisit[]> {
  const { rows } = await sql<Row>`select * from visits
    where territory = ${territory} and call = ${call} order by visit`.execute(kysely(em));
  return rows.map((row) => toRecord(visits, row));
}

/** Visits of resources that were not over at an instant, wherever they were. */
export async function visitsSince(em: Em, resources: readonly string[], since: Instant): Promise<StoredVisit[]> {
  // A visit of more than a week is one that nobody ended.
  const { rows } = await sql<Row>`select * from visits
    where arrived_at > ${since - 7 * DAY}::bigint and coalesce(left_at, arrived_at) > ${since}::bigint
      and resource = any(${resources}::text[])`.execute(kysely(em));
  return rows.map((row) => toRecord(visits, row));
}

/** Writes visits of a call that are new or have changed. */
export async function writeVisits(
  em: Em,
  call: { readonly territory: string; readonly number: string },
  changed: readonly Visit[],
): Promise<void> {
  if (changed.length === 0) return;
  const { territory, number } = call;
  const rows = changed.map((visit) => toRow(visits, { ...visit, territory, call: number }));
  const kept = new Set(['territory', 'call', 'visit']);
  const set = visits.columns.filter(({ name }) => !kept.has(name));
  await sql`insert into visits select * from json_populate_recordset(null::visits, ${JSON.stringify(rows)}::json)
    on conflict (territory, call, visit) do update set
    ${sql.join(set.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}`.execute(kysely(em));
}
