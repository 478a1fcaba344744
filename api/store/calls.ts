import { sql } from 'kysely';
import type { Call, Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import { type Seen, seenNow } from './seen.ts';
import { writer } from './statements.ts';
import { type CallPlace, calls, type StoredCall, toStoredCall } from './tables/calls.ts';
import { insertion, type Row, toRow } from './tables/table.ts';

export interface CallsRead extends Seen {
  readonly calls: StoredCall[];
  /** Version of the reference tables at the same moment. */
  readonly referenceVersion: string;
  /** Version of the rota's tables, likewise. */
  readonly rotaVersion: string;
}

/**
 * The calls that a process keeps in memory. First (`since` null) those open, or open or logged after
 * `openOrLoggedAfter`; later all that changed since the last read, closed ones included, so that they can be dropped.
 * A commit is never missed: what the earlier snapshot did not show is in a later one. A call may be read twice.
 * What the transactions `except` wrote, if nobody has changed it again, is known to the reader.
 * An import takes calls away without a trace here; it also raises `referenceVersion`, on which a reader starts afresh.
 */
export async function readCalls(
  em: Em,
  since: Seen | null,
  needed: { readonly openOrLoggedAfter: Instant; readonly except?: readonly string[] },
): Promise<CallsRead> {
  const which =
    since === null
      ? sql`c.ended_at is null or c.ended_at > ${needed.openOrLoggedAfter}::bigint`
      : sql`c.changed_xid >= pg_snapshot_xmin(${since.xid}::pg_snapshot)
          and not pg_visible_in_snapshot(c.changed_xid, ${since.xid}::pg_snapshot)
          and c.changed_xid <> all(${[...(needed.except ?? [])]}::xid8[])`;
  // One statement has one snapshot: marker, version and rows belong together.
  const { rows } = await sql<Row & { seen: string; reference: string | null; rota: string | null }>`
    select ${seenNow} as seen,
      (select value::text from settings where key = 'reference_version') as reference,
      (select value::text from settings where key = 'rota_version') as rota, c.*
    from (values (1)) as always left join calls c on ${which}`.execute(kysely(em));
  const first = rows[0];
  return {
    calls: rows.filter((row) => row.number !== null).map(toStoredCall),
    xid: first?.seen ?? '',
    referenceVersion: first?.reference ?? '0',
    rotaVersion: first?.rota ?? '0',
  };
}

/** Calls of a territory that ended, or were closed, after `since`, by a resource that is named. In order of number. */
export async function callsEndedSince(em: Em, territory: string, since: Instant): Promise<StoredCall[]> {
  const { rows } = await sql<Row>`select * from calls
    where territory = ${territory} and ended_at > ${since}::bigint and resource is not null
    order by number`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Calls of a territory that some of its resources fixed since an instant and that have no visits: they came with a dataset, which tells none. */
export async function callsFixedWithoutVisits(
  em: Em,
  territory: string,
  resources: readonly string[],
  since: Instant,
): Promise<StoredCall[]> {
  const { rows } = await sql<Row>`select * from calls
    where territory = ${territory} and ended_at > ${since}::bigint and fixed_at > ${since}::bigint
      and resource = any(${[...resources]}::text[]) and duplicate_of is null
      and not exists (select 1 from visits where visits.territory = calls.territory and visits.call = calls.number)
    order by number`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** The call, or null. `lock` has others wait to change it until the transaction ends. */
export async function findCall(
  em: Em,
  number: string,
  { lock }: { readonly lock: boolean },
): Promise<StoredCall | null> {
  const how = lock ? sql`for no key update` : sql``;
  const { rows } = await sql<Row>`select * from calls where number = ${number} ${how}`.execute(kysely(em));
  return rows[0] === undefined ? null : toStoredCall(rows[0]);
}

/** Versions of calls by their numbers: what `If-Match` of a change names. */
export async function versionsOf(em: Em, numbers: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ number: string; version: number }>`select number, version from calls
    where number = any(${[...numbers]}::text[])`.execute(kysely(em));
  return new Map(rows.map(({ number, version }) => [number, version]));
}

/** Calls by their numbers, in order of number; others wait to change them until the transaction ends. */
export async function lockCalls(em: Em, numbers: readonly string[]): Promise<StoredCall[]> {
  const { rows } = await sql<Row>`select * from calls where number = any(${[...numbers]}::text[])
    order by number for no key update`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Calls said to report the failure of a call again, not cancelled, and not closed unless asked for; locked. In order of number. */
export async function duplicatesOf(
  em: Em,
  territory: string,
  number: string,
  { closed = false }: { readonly closed?: boolean } = {},
): Promise<StoredCall[]> {
  const { rows } = await sql<Row>`select * from calls
    where territory = ${territory} and duplicate_of = ${number}
      and coalesce(status, '') <> 'cancelled' and (${closed} or (coalesce(status, '') <> 'closed' and closed_at is null))
    order by number for no key update`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Number and row of a call to be logged. */
export interface CallNumber {
  readonly number: string;
  readonly row: number;
}

/**
 * Numbers and rows for calls to be logged, and the transaction that took them. Past those of every import; gaps stay
 * where a transaction is rolled back or not all are used.
 */
export async function nextCallNumbers(em: Em, count: number): Promise<{ numbers: CallNumber[]; xid: string }> {
  const { rows } = await sql<{ next: number; xid: string }>`select nextval('call_numbers') as next,
    pg_current_xact_id()::text as xid from generate_series(1, ${count})`.execute(kysely(em));
  const numbers = rows.map(({ next }) => ({ number: `C-${String(next).padStart(6, '0')}`, row: next }));
  return { numbers, xid: rows[0]?.xid ?? '' };
}

export type NewCall = Call & CallPlace;

export async function insertCall(em: Em, call: NewCall): Promise<StoredCall> {
  const { rows } = await sql<Row>`${sql.raw(insertion(calls, [call]))} returning *`.execute(kysely(em));
  return toStoredCall(rows[0] as Row);
}

/** As `insertCall`, for many calls in one statement. */
export const insertCalls = writer<NewCall>((added) => [insertion(calls, added)]);

const KEPT = new Set(['territory', 'number', 'row']);

/** Writes a call that exists as it is now given, its version raised by one. Its number, row and territory stay. */
export async function updateCall(em: Em, call: NewCall): Promise<StoredCall> {
  const [stored] = await updateCalls(em, [call]);
  if (stored === undefined) throw new Error(`updateCall: no call ${call.number} in territory ${call.territory}`);
  return stored;
}

/** As `updateCall`, for many calls in one statement; in any order. */
export async function updateCalls(em: Em, changed: readonly NewCall[]): Promise<StoredCall[]> {
  const written = calls.columns.filter(({ name }) => !KEPT.has(name));
  const set = sql.join(written.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)}`));
  const { rows } = await sql<Row>`update calls c set ${set} from ${recordset(changed)} as r
    where c.territory = r.territory and c.number = r.number returning c.*`.execute(kysely(em));
  return rows.map(toStoredCall);
}

const recordset = (records: readonly NewCall[]) =>
  sql`json_populate_recordset(null::calls, ${JSON.stringify(records.map((call) => toRow(calls, call)))}::json)`;

/** All calls on some devices, ended ones too. */
export async function callsOnDevices(em: Em, devices: readonly string[]): Promise<StoredCall[]> {
  if (devices.length === 0) return [];
  const { rows } = await sql<Row>`select * from calls where device = any(${[...devices]}::text[])
    order by "row", number`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** The first and the last call logged of some contracts: where both lie within a contract's dates, all do. */
export async function callsAtEnds(em: Em, contracts: readonly string[]): Promise<StoredCall[]> {
  if (contracts.length === 0) return [];
  const end = (direction: 'asc' | 'desc') => sql`select c.* from devices d cross join lateral (
      select * from calls where device = d.code order by logged_at ${sql.raw(direction)} limit 1) c
    where d.contract = any(${[...contracts]}::text[])`;
  const { rows } = await sql<Row>`(${end('asc')}) union all (${end('desc')})`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Some calls that name a code of a table, as their columns do: at least all that do, where they are no more than `most`. */
export async function callsNaming(
  em: Em,
  key: 'devices' | 'resources' | 'skills' | 'calendars',
  code: string,
  most: number,
): Promise<StoredCall[]> {
  const names = {
    devices: sql`device = ${code}`,
    resources: sql`resource = ${code}`,
    skills: sql`strpos(visit_skills::text, ${JSON.stringify(code)}) > 0`,
    calendars: sql`kept_terms ->> 'calendar' = ${code}`,
  };
  const { rows } = await sql<Row>`select * from calls where ${names[key]} limit ${most}`.execute(kysely(em));
  return rows.map(toStoredCall);
}
