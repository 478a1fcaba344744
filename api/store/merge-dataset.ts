import { sql } from 'kysely';
import type { Call, Dataset } from '#engine';
import { type Em, kysely } from './database.ts';
import { type ImportOptions, placer } from './dataset.ts';
import { appendEvents } from './journal.ts';
import { writeReference } from './reference.ts';
import { type CallPlace, calls as callsTable } from './tables/calls.ts';
import { insertRecords, toRow } from './tables/table.ts';

/** A call that a merge has written. `before` null: it is new. */
export interface MergedCall {
  readonly before: Call | null;
  readonly after: Call & CallPlace;
}

/**
 * Puts a dataset that was merged into the present one in its place, in one transaction: reference tables as a whole,
 * of the calls only those that are new or differ. Journals and plans stay; a call that was brought in or changed has an
 * event `imported`. `before` is what the database holds; `after` has all of its calls.
 * @returns the calls that were brought in or changed.
 */
export async function mergeDataset(
  em: Em,
  before: Dataset,
  after: Dataset,
  options: ImportOptions,
): Promise<MergedCall[]> {
  const db = kysely(em);
  await writeReference(em, after, options.at);
  const placeOf = placer(after);
  const held = new Map(before.calls.map((call) => [call.number, call]));
  const added = after.calls.filter(({ number }) => !held.has(number));
  const changed = after.calls.filter((call) => {
    const former = held.get(call.number);
    return former !== undefined && fingerprint(former) !== fingerprint(call);
  });
  await moveCalls(em, after, changed);

  const { rows } = await sql<{ last: number }>`select coalesce(max("row"), 0) as last from calls`.execute(db);
  const last = rows[0]?.last ?? 0;
  await insertRecords(
    em,
    callsTable,
    added.map((call, k) => ({ ...call, row: last + 1 + k, ...placeOf(call) })),
  );
  await appendEvents(
    em,
    [...added, ...changed].map((call) => ({
      territory: placeOf(call).territory,
      call: call.number,
      at: options.at,
      recordedAt: options.at,
      kind: 'imported',
      who: options.who,
      why: options.why ?? null,
      data: { ...call },
    })),
  );
  await sql`select setval('call_numbers', greatest((select last_value from call_numbers), (select max("row") from calls),
    (select max(substring(number from '^C-0*([0-9]{1,15})$')::bigint) from calls), 1))`.execute(db);
  return [...added, ...changed].map((call) => ({
    before: held.get(call.number) ?? null,
    after: { ...call, ...placeOf(call) },
  }));
}

/** Equal for equal calls, in whatever order the database and the parser give the fields of nested values. */
const fingerprint = ({ row: _, ...call }: Call): string =>
  JSON.stringify(call, (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** Writes calls that the dataset gives anew; those whose site has gone to another territory go there with their journal. */
async function moveCalls(em: Em, after: Dataset, changed: readonly Call[]): Promise<void> {
  const db = kysely(em);
  const placeOf = placer(after);
  const moved = await sql<{ number: string; territory: string }>`select c.number, s.territory from calls c
    join devices d on d.code = c.device join sites s on s.code = d.site where s.territory <> c.territory`.execute(db);
  if (moved.rows.length > 0) {
    const numbers = moved.rows.map(({ number }) => number);
    // Nothing of a journal is lost: it is written again under the new territory, ids and all.
    await sql`select set_config('turnout.replacing_dataset', 'on', true)`.execute(db);
    await sql`delete from allocations where call = any(${numbers}::text[])`.execute(db);
    const territories = moved.rows.map(({ territory }) => territory);
    const to = sql`unnest(${numbers}::text[], ${territories}::text[]) as m (number, territory)`;
    await sql`insert into call_events (territory, call, id, "at", kind, who, why, data, recorded_at, xid) overriding system value
      select m.territory, e.call, e.id, e."at", e.kind, e.who, e.why, e.data, e.recorded_at, e.xid
      from call_events e join ${to} on m.number = e.call and m.territory <> e.territory`.execute(db);
    await sql`delete from call_events e using ${to} where m.number = e.call and m.territory <> e.territory`.execute(db);
    await sql`update call_links l set territory = m.territory from ${to} where l.call = m.number`.execute(db);
    await sql`update told t set territory = m.territory from ${to} where t.call = m.number`.execute(db);
    await sql`update outbox o set territory = m.territory from ${to} where o.call = m.number`.execute(db);
    await sql`update call_escalations e set territory = m.territory from ${to} where e.call = m.number`.execute(db);
    await sql`update visits v set territory = m.territory from ${to} where v.call = m.number`.execute(db);
    await sql`update calls c set territory = m.territory from ${to} where c.number = m.number`.execute(db);
    await sql`select set_config('turnout.replacing_dataset', '', true)`.execute(db);
  }
  if (changed.length === 0) return;
  const columns = callsTable.columns.filter(({ field }) => !['row', 'number', 'territory'].includes(field));
  const rows = changed.map((call) => toRow(callsTable, { ...call, ...placeOf(call) }));
  await sql`update calls c set ${sql.join(columns.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)}`))}
    from json_populate_recordset(null::calls, ${JSON.stringify(rows)}::json) as r where c.number = r.number`.execute(
    db,
  );
}
