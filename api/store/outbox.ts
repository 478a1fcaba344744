import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import {
  type Channel,
  type Delivery,
  type DeliveryStatus,
  deliveries,
  type OutboxRow,
  outbox,
  type Told,
  told,
} from './tables/notifications.ts';
import { insertRecords, type Row, toRecord, toRow } from './tables/table.ts';

/**
 * Takes entries out of the outbox, oldest first, within a transaction that makes deliveries of them: both are kept, or
 * neither. What another process has taken is passed over.
 */
export async function takeFromOutbox(em: Em, most: number): Promise<OutboxRow[]> {
  const { rows } = await sql<Row>`delete from outbox where id in
    (select id from outbox order by id limit ${most} for update skip locked) returning *`.execute(kysely(em));
  return rows.map((row) => toRecord(outbox, row)).sort((a, b) => a.id - b.id);
}

/** Writes deliveries; one that was made for the same event and receiver before stays as it is. */
export async function addDeliveries(em: Em, made: readonly Delivery[]): Promise<void> {
  if (made.length === 0) return;
  const rows = JSON.stringify(made.map((each) => toRow(deliveries, each)));
  await sql`insert into deliveries select * from json_populate_recordset(null::deliveries, ${rows}::json)
    on conflict do nothing`.execute(kysely(em));
}

/** Which deliveries are taken. */
export interface DueWish {
  readonly channel: Channel;
  readonly most: number;
  /** Of one host at most; left out: all that are due. */
  readonly eachHost?: number;
  /** Hosts of which none is taken. */
  readonly not?: readonly string[];
}

/** Host and port of a webhook's address, in SQL. */
const HOST = sql`substring(target from '^[a-zA-Z]+://(?:[^/?#@]*@)?([^/?#]*)')`;

/** Takes deliveries that are due, each for one process: it is tried again after `lease`, should that one end meanwhile. */
export async function takeDue(em: Em, now: Instant, lease: number, wish: DueWish): Promise<Delivery[]> {
  const { channel, most, eachHost, not = [] } = wish;
  const place = eachHost === undefined ? sql`1` : sql`row_number() over (partition by ${HOST} order by next_at, id)`;
  const due = sql`status = 'pending' and next_at <= ${now}::bigint and channel = ${channel}`;
  const others = not.length === 0 ? sql`true` : sql`coalesce(${HOST}, '') <> all(${[...not]}::text[])`;
  const { rows } = await sql<Row>`update deliveries set attempts = attempts + 1, next_at = ${now + lease}::bigint
    where id in (select id from deliveries where ${due} and id in (
        select id from (select id, next_at, ${place} as place from deliveries where ${due} and ${others}) as each
        where place <= ${eachHost ?? 1} order by next_at, id limit ${most})
      for update skip locked) returning *`.execute(kysely(em));
  return rows.map((row) => toRecord(deliveries, row)).sort((a, b) => a.createdAt - b.createdAt);
}

/** A try that was broken off counts for nothing: it is due at once, for whatever process. */
export async function giveBack(em: Em, id: string, now: Instant): Promise<void> {
  await sql`update deliveries set attempts = greatest(0, attempts - 1), next_at = ${now}::bigint
    where id = ${id} and status = 'pending'`.execute(kysely(em));
}

/** Gives up what has waited for a host since before an instant. */
export async function giveUpOld(em: Em, host: string, before: Instant, reason: string): Promise<void> {
  await sql`update deliveries set status = 'dead', last_error = ${reason}, next_at = null
    where status = 'pending' and channel = 'webhook' and created_at < ${before}::bigint and ${HOST} = ${host}`.execute(
    kysely(em),
  );
}

/** What became of a try. `nextAt` null: nothing more is done by itself. */
export async function settleDelivery(
  em: Em,
  id: string,
  outcome: {
    readonly status: DeliveryStatus;
    readonly error: string | null;
    readonly nextAt: Instant | null;
    readonly sentAt: Instant | null;
  },
): Promise<void> {
  await sql`update deliveries set status = ${outcome.status}, last_error = ${outcome.error},
    next_at = ${outcome.nextAt}::bigint, sent_at = ${outcome.sentAt}::bigint where id = ${id}`.execute(kysely(em));
}

export interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined;
  readonly subscription?: string | undefined;
  readonly call?: string | undefined;
}

/** Deliveries, newest first; `after` is the last of the page before. */
export async function listDeliveries(
  em: Em,
  filter: DeliveryFilter,
  page: { readonly limit: number; readonly after: { readonly at: number; readonly id: string } | null },
): Promise<Delivery[]> {
  const all = [sql<boolean>`true`];
  for (const column of ['status', 'subscription', 'call'] as const) {
    const value = filter[column];
    if (value !== undefined) all.push(sql`${sql.ref(column)} = ${value}`);
  }
  if (page.after !== null) all.push(sql`(created_at, id) < (${page.after.at}::bigint, ${page.after.id})`);
  const { rows } = await sql<Row>`select * from deliveries where ${sql.join(all, sql` and `)}
    order by created_at desc, id desc limit ${page.limit}`.execute(kysely(em));
  return rows.map((row) => toRecord(deliveries, row));
}

/** Has dead deliveries sent again: one, those of a subscription, or all. @returns how many */
export async function reviveDeliveries(
  em: Em,
  which: { readonly id?: string; readonly subscription?: string | undefined },
  now: Instant,
): Promise<number> {
  const all = [sql<boolean>`status = 'dead'`];
  if (which.id !== undefined) all.push(sql`id = ${which.id}`);
  if (which.subscription !== undefined) all.push(sql`subscription = ${which.subscription}`);
  const { rows } = await sql`update deliveries set status = 'pending', attempts = 0, next_at = ${now}::bigint
    where ${sql.join(all, sql` and `)} returning id`.execute(kysely(em));
  return rows.length;
}

export async function findDelivery(em: Em, id: string): Promise<Delivery | null> {
  const { rows } = await sql<Row>`select * from deliveries where id = ${id}`.execute(kysely(em));
  return rows[0] === undefined ? null : toRecord(deliveries, rows[0]);
}

/** Forgets deliveries made before an instant that are not to be sent any more, and what was told of ended calls. */
export async function forgetDeliveries(em: Em, before: Instant): Promise<void> {
  const db = kysely(em);
  await sql`delete from deliveries where created_at < ${before}::bigint and status <> 'pending'`.execute(db);
  await sql`delete from told t using calls c
    where c.territory = t.territory and c.number = t.call and c.ended_at < ${before}::bigint`.execute(db);
}

/** What was last told of calls in a territory, by number. */
export async function readTold(em: Em, territory: string): Promise<Map<string, Told>> {
  const { rows } = await sql<Row>`select t.* from told t join calls c on c.territory = t.territory and c.number = t.call
    where t.territory = ${territory} and c.ended_at is null`.execute(kysely(em));
  return new Map(rows.map((row) => [row.call as string, toRecord(told, row)]));
}

/** Notes what is told of calls now. */
export async function writeTold(em: Em, rows: readonly Told[]): Promise<void> {
  for (const { territory } of rows.slice(0, 1)) {
    const calls = rows.map(({ call }) => call);
    await sql`delete from told where territory = ${territory} and call = any(${calls}::text[])`.execute(kysely(em));
    await insertRecords<Told>(em, told, rows);
  }
}
