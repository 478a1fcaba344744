import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import { type CalendarFeed, calendarFeeds } from './tables/calendar-feeds.ts';
import { type Row, toRecord } from './tables/table.ts';

export async function insertFeed(
  em: Em,
  feed: Pick<CalendarFeed, 'resource' | 'tokenHash' | 'createdAt' | 'createdBy'>,
): Promise<CalendarFeed> {
  const { rows } = await sql<Row>`insert into calendar_feeds (resource, token_hash, created_at, created_by)
    values (${feed.resource}, ${feed.tokenHash}, ${feed.createdAt}::bigint, ${feed.createdBy}) returning *`.execute(
    kysely(em),
  );
  return toRecord(calendarFeeds, rows[0] as Row);
}

/** Feeds of a technician, revoked ones too, newest first. */
export async function readFeeds(em: Em, resource: string): Promise<CalendarFeed[]> {
  const { rows } = await sql<Row>`select * from calendar_feeds where resource = ${resource} order by id desc`.execute(
    kysely(em),
  );
  return rows.map((row) => toRecord(calendarFeeds, row));
}

/** The feed that a secret opens; null: none, or it was revoked. */
export async function findFeed(em: Em, tokenHash: string): Promise<CalendarFeed | null> {
  const { rows } = await sql<Row>`select * from calendar_feeds
    where token_hash = ${tokenHash} and revoked_at is null`.execute(kysely(em));
  return rows[0] === undefined ? null : toRecord(calendarFeeds, rows[0]);
}

/** Revokes a feed for good; false: there is none that is good. */
export async function revokeFeed(
  em: Em,
  { resource, id, at, who }: { resource: string; id: number; at: Instant; who: string },
): Promise<boolean> {
  const { rows } = await sql<Row>`update calendar_feeds set revoked_at = ${at}::bigint, revoked_by = ${who}
    where id = ${id}::bigint and resource = ${resource} and revoked_at is null returning id`.execute(kysely(em));
  return rows.length > 0;
}

export interface EntryState {
  readonly uid: string;
  /** Goes up by one whenever the entry changes. */
  readonly sequence: number;
  readonly modifiedAt: Instant;
}

/** Notes what is told of each entry now, by its fingerprint, and gives sequence and last change of each. */
export async function tellEntries(
  em: Em,
  resource: string,
  entries: readonly { readonly uid: string; readonly fingerprint: string }[],
  now: Instant,
): Promise<Map<string, EntryState>> {
  if (entries.length === 0) return new Map();
  const db = kysely(em);
  const [uids, prints] = [entries.map(({ uid }) => uid), entries.map(({ fingerprint }) => fingerprint)];
  // Those that are as they were are not written at all.
  await sql`insert into calendar_entries as e (resource, uid, sequence, fingerprint, modified_at)
    select ${resource}, uid, 0, fingerprint, ${now}::bigint
    from unnest(${uids}::text[], ${prints}::text[]) as t (uid, fingerprint)
    where not exists (select from calendar_entries x where x.resource = ${resource} and x.uid = t.uid and x.fingerprint = t.fingerprint)
    order by uid
    on conflict (resource, uid) do update set sequence = e.sequence + 1, fingerprint = excluded.fingerprint,
      modified_at = excluded.modified_at where e.fingerprint <> excluded.fingerprint`.execute(db);
  const { rows } = await sql<{ uid: string; sequence: number; modified_at: Instant }>`
    select uid, sequence, modified_at from calendar_entries where resource = ${resource} and uid = any(${uids}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ uid, sequence, modified_at }) => [uid, { uid, sequence, modifiedAt: modified_at }]));
}
