import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import type { Seen } from './seen.ts';
import { readSetting, writeSetting } from './settings.ts';
import { literal, writer } from './statements.ts';

/** Statements that record, within the transaction that makes the changes, what boards are told of them. */
export const liveRecording = (events: readonly object[]): string[] =>
  events.length === 0
    ? []
    : [`insert into live_events (event) select * from jsonb_array_elements(${literal(JSON.stringify(events))}::jsonb)`];

/** The same as a writer. */
export const recordLive = writer<object>(liveRecording);

export interface LiveRead extends Seen {
  readonly events: readonly { readonly id: number; readonly event: unknown }[];
  /** Why nothing can be said of what came after the marker; null: `events` are all of it. */
  readonly lost: 'too-old' | 'too-many' | 'unknown' | null;
}

/** A snapshot as PostgreSQL prints it, which a listener sends back. */
const MARKER = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/;

/** Whether a text is a marker that PostgreSQL reads: what others send may be anything. */
function isMarker(text: string): boolean {
  const [, first, end, running] = MARKER.exec(text) ?? [];
  if (first === undefined || end === undefined || text.length > 8_000) return false;
  const [xmin, xmax] = [BigInt(first), BigInt(end)];
  const xids = (running ?? '') === '' ? [] : running!.split(',').map(BigInt);
  const inOrder = xids.every((xid, k) => xid >= (k === 0 ? xmin : xids[k - 1]! + 1n) && xid < xmax);
  return xmin > 0n && xmin <= xmax && xmax < 2n ** 63n && inOrder;
}

/**
 * What was recorded by transactions that the marker does not show, in the order of recording, and the marker of now.
 * null: nothing before is asked for, the marker of now alone. More than `limit` are not told one by one.
 */
export async function readLive(em: Em, since: string | null, limit: number): Promise<LiveRead> {
  const db = kysely(em);
  if (since !== null && !isMarker(since)) return { ...(await readLive(em, null, 0)), lost: 'unknown' };
  // One statement has one snapshot: marker and rows belong together.
  const after =
    since === null
      ? sql`false`
      : sql`e.xid >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(e.xid, ${since}::pg_snapshot)`;
  const { rows } = await sql<{
    seen: string;
    pruned: string | null;
    future: boolean | null;
    id: number | null;
    event: unknown;
  }>`select pg_current_snapshot()::text as seen,
      (select value #>> '{}' from settings where key = 'live_pruned') as pruned,
      pg_snapshot_xmax(${since}::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as future, e.id, e.event
    from (values (1)) as always left join (select * from live_events e where ${after} order by e.id limit ${limit + 1}) e
      on true order by e.id`.execute(db);
  const first = rows[0];
  const events = rows.flatMap(({ id, event }) => (id === null ? [] : [{ id, event }]));
  const lost =
    first?.future === true
      ? 'unknown'
      : since !== null && BigInt(since.split(':')[0]!) <= BigInt(first?.pruned ?? 0)
        ? 'too-old'
        : events.length > limit
          ? 'too-many'
          : null;
  return { xid: first?.seen ?? '', events: lost === null ? events : [], lost };
}

/** Forgets what was recorded more than so many milliseconds ago; whoever has seen less is told that it is too old. */
export async function pruneLive(em: Em, age: number): Promise<void> {
  const db = kysely(em);
  // Rows lie in about the order of time: the scan ends at the first that is young enough. None of a transaction goes
  // that is not older than all that run: a place given from now on is then past whatever is gone.
  const { rows } = await sql<{ xid: string }>`
    with young as (select id from live_events
        where "at" >= floor(extract(epoch from clock_timestamp()) * 1000) - ${age} order by id limit 1),
      gone as (delete from live_events
        where id < coalesce((select id from young), (select max(id) + 1 from live_events))
          and xid < pg_snapshot_xmin(pg_current_snapshot()) returning xid)
    select xid::text as xid from gone order by gone.xid desc limit 1`.execute(db);
  const [last] = rows;
  if (last === undefined) return;
  const former = BigInt((await readSetting<string>(em, 'live_pruned')) ?? '0');
  if (BigInt(last.xid) > former) await writeSetting(em, 'live_pruned', last.xid);
}
