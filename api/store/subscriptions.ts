import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { type Subscription, subscriptions } from './tables/notifications.ts';
import { type Row, toRecord, toRow } from './tables/table.ts';

/** All subscriptions, by code. */
export async function readSubscriptions(em: Em): Promise<Subscription[]> {
  const { rows } = await sql<Row>`select * from subscriptions order by code`.execute(kysely(em));
  return rows.map((row) => toRecord(subscriptions, row));
}

export async function findSubscription(em: Em, code: string): Promise<Subscription | null> {
  const { rows } = await sql<Row>`select * from subscriptions where code = ${code} for update`.execute(kysely(em));
  return rows[0] === undefined ? null : toRecord(subscriptions, rows[0]);
}

/** Writes a subscription, new or in place of the one with its code. */
export async function writeSubscription(em: Em, subscription: Subscription): Promise<void> {
  const set = subscriptions.columns.filter(({ name }) => name !== 'code');
  const row = JSON.stringify(toRow(subscriptions, subscription));
  await sql`insert into subscriptions select * from json_populate_record(null::subscriptions, ${row}::json)
    on conflict (code) do update set
    ${sql.join(set.map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}`.execute(kysely(em));
}

/**
 * Switches a webhook off that leads to a URL; what was still to be sent there is dead, for a reason. false: it leads
 * elsewhere, or was off.
 */
export async function deactivateSubscription(em: Em, code: string, url: string, reason: string): Promise<boolean> {
  const { rows } = await sql`with off as (update subscriptions set active = false
      where code = ${code} and url = ${url} and active returning code),
    dead as (update deliveries set status = 'dead', last_error = ${reason}, next_at = null
      where subscription in (select code from off) and target = ${url} and status = 'pending')
    select code from off`.execute(kysely(em));
  return rows.length > 0;
}

/** Takes a subscription away, with what was still to be sent for it. false: there is none. */
export async function deleteSubscription(em: Em, code: string): Promise<boolean> {
  const db = kysely(em);
  const { rows } = await sql`delete from subscriptions where code = ${code} returning code`.execute(db);
  await sql`delete from deliveries where subscription = ${code} and status = 'pending'`.execute(db);
  return rows.length > 0;
}

/** Whether anybody is to be told of one of these events. */
export async function anybodyWants(em: Em, events: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from subscriptions
    where active and events ?| ${[...events]}::text[] limit 1`.execute(kysely(em));
  return rows.length > 0;
}
