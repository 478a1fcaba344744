import { sql } from 'kysely';

/** Marks what a reader has seen: a snapshot as PostgreSQL prints it (`xmin:xmax:xip…`). Opaque to all others. */
export interface Seen {
  readonly xid: string;
}

/**
 * The marker of a statement's snapshot, as text. Within a transaction that writes, a snapshot leaves its own
 * transaction out of those under way, so what it writes after this statement would count as seen already; the marker
 * therefore names it among them. What it wrote before is then read twice, which does no harm.
 */
export const seenNow = sql<string>`(
  select case when own is null or own >= pg_snapshot_xmax(shot) then shot::text
    else least(pg_snapshot_xmin(shot), own)::text || ':' || pg_snapshot_xmax(shot)::text || ':' ||
      (select string_agg(xid::text, ',' order by xid) from (select pg_snapshot_xip(shot) as xid union select own) as running)
    end
  from (select pg_current_snapshot() as shot, pg_current_xact_id_if_assigned() as own) as here)`;
