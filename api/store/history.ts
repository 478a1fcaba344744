import { sql } from 'kysely';
import { type Call, callFromJournal, completePolicy, type Instant, type Policy, type Reference } from '#engine';
import { type Em, kysely } from './database.ts';
import { referenceTables } from './reference.ts';
import { type Row, type Table, toRecord } from './tables/table.ts';

/** Reference tables as they stood at a moment. */
export interface PastReference {
  readonly reference: Reference;
  readonly referenceVersion: string;
  readonly rotaVersion: string;
}

/** Which moment: an instant, or the versions that somebody had read. */
export type MomentOf = { readonly at: Instant } | { readonly reference: string; readonly rota: string };

/** The reference tables of a past moment; null: nothing is known of it. */
export async function readReferenceAt(em: Em, of: MomentOf): Promise<PastReference | null> {
  const db = kysely(em);
  const which =
    'at' in of
      ? sql`"at" <= ${of.at}::bigint`
      : sql`reference_version = ${of.reference}::bigint and rota_version = ${of.rota}::bigint`;
  const { rows: moments } = await sql<{ id: number; reference: number; rota: number }>`
    select id, reference_version as reference, rota_version as rota from reference_moments
    where ${which} order by id desc limit 1`.execute(db);
  const moment = moments[0];
  if (moment === undefined) return null;
  const { rows } = await sql<{ table_name: string; row: Row }>`select table_name, row from reference_rows
    where from_moment <= ${moment.id} and (to_moment is null or to_moment > ${moment.id})
    order by table_name, coalesce((row->>'position')::bigint, (row->>'row')::bigint)`.execute(db);
  const byTable = Map.groupBy(rows, ({ table_name }) => table_name);
  const setting = (key: string): unknown =>
    byTable.get('settings')?.find(({ row }) => row.key === key)?.row.value ?? null;
  const lists = Object.entries(referenceTables).map(([name, table]): [string, unknown[]] => [
    name,
    (byTable.get(table.name) ?? []).map(({ row }) => toRecord(table as Table<object>, row)),
  ]);
  const reference = {
    ...Object.fromEntries(lists),
    policy: completePolicy(setting('policy') as Policy | null),
    policySource: setting('policy_source'),
    paymentTerms: setting('payment_terms'),
  } as unknown as Reference;
  return { reference, referenceVersion: String(moment.reference), rotaVersion: String(moment.rota) };
}

/** What of the journals counts: what was recorded by an instant, or what a snapshot shows. */
export type SeenBy = { readonly at: Instant } | { readonly snapshot: string };

/**
 * Calls as the journals had them: those that were open, or open or logged after `openOrLoggedAfter`, and perhaps others.
 * Calls whose journal did not tell the whole of them by then are left out.
 */
export async function readCallsAt(em: Em, by: SeenBy, openOrLoggedAfter: Instant): Promise<Call[]> {
  const known = (event: string) =>
    'at' in by
      ? sql`${sql.ref(`${event}.recorded_at`)} <= ${by.at}::bigint`
      : sql`pg_visible_in_snapshot(${sql.ref(`${event}.xid`)}, ${by.snapshot}::pg_snapshot)`;
  const { rows } = await sql<{ call: string; entries: { kind: string; data: Record<string, unknown> }[] }>`
    select e.call, json_agg(json_build_object('kind', e.kind, 'data', e.data) order by e.id) as entries
    from call_events e join (
      select territory, number from calls where ended_at is null or ended_at > ${openOrLoggedAfter}::bigint
      union select l.territory, l.call from call_events l where not ${known('l')}) as c
      on c.territory = e.territory and c.number = e.call
    where ${known('e')} and (e.data ? 'set' or e.kind = 'imported') group by e.territory, e.call`.execute(kysely(em));
  return rows.map(({ entries }) => callFromJournal(entries)).filter((call) => call !== null);
}
