import { sql } from 'kysely';
import type { CallStatus, CallType, Instant } from '#engine';
import { PLANNED, statusSql } from './call-status.ts';
import { type Em, kysely } from './database.ts';
import { type StoredCall, toStoredCall } from './tables/calls.ts';
import type { Row } from './tables/table.ts';

/** Each field narrows the list. */
export interface CallFilter {
  readonly now: Instant;
  /** As it is seen at `now`. */
  readonly status?: readonly CallStatus[] | undefined;
  readonly type?: readonly CallType[] | undefined;
  readonly territory?: string | undefined;
  readonly contract?: string | undefined;
  readonly site?: string | undefined;
  readonly device?: string | undefined;
  readonly resource?: string | undefined;
  /** `[loggedFrom, loggedTo)`. */
  readonly loggedFrom?: Instant | undefined;
  readonly loggedTo?: Instant | undefined;
  /** Found, whatever its case, in the number, the contact or the description. */
  readonly text?: string | undefined;
}

/** The last call of a page. */
export interface CallCursor {
  readonly loggedAt: Instant;
  readonly number: string;
}

export interface CallPage {
  readonly calls: readonly StoredCall[];
  /** Where the next page begins; null: this is the last. */
  readonly next: CallCursor | null;
}

/** Calls, newest first. A page costs the same wherever it lies. */
export async function listCalls(
  em: Em,
  filter: CallFilter,
  page: { readonly limit: number; readonly after: CallCursor | null },
): Promise<CallPage> {
  const wanted = conditions(filter, page.after);
  const { rows } = await sql<Row>`select * from calls c where ${sql.join(wanted, sql` and `)}
    order by logged_at desc, number desc limit ${page.limit + 1}`.execute(kysely(em));
  const calls = rows.slice(0, page.limit).map(toStoredCall);
  const last = calls.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { calls, next: more ? { loggedAt: last.loggedAt, number: last.number } : null };
}

function conditions(filter: CallFilter, after: CallCursor | null) {
  const all = [sql<boolean>`true`];
  for (const column of ['territory', 'contract', 'site', 'device'] as const) {
    const value = filter[column];
    if (value !== undefined) all.push(sql`${sql.ref(column)} = ${value}`);
  }
  if (filter.resource !== undefined) {
    all.push(sql`coalesce(c.resource, (select a.resource ${PLANNED})) = ${filter.resource}`);
  }
  if (filter.status !== undefined) all.push(sql`${statusSql(filter.now)} = any(${[...filter.status]}::text[])`);
  if (filter.type !== undefined) all.push(sql`type = any(${[...filter.type]}::text[])`);
  if (filter.loggedFrom !== undefined) all.push(sql`logged_at >= ${filter.loggedFrom}::bigint`);
  if (filter.loggedTo !== undefined) all.push(sql`logged_at < ${filter.loggedTo}::bigint`);
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(number ilike ${pattern} or contact ilike ${pattern} or description ilike ${pattern})`);
  }
  if (after !== null) all.push(sql`(logged_at, number) < (${after.loggedAt}::bigint, ${after.number})`);
  return all;
}

/** A cursor as it is handed out: opaque text. */
export const cursorText = (cursor: CallCursor): string =>
  Buffer.from(JSON.stringify([cursor.loggedAt, cursor.number])).toString('base64url');

/** null: no cursor of ours. */
export function parseCursor(text: string): CallCursor | null {
  try {
    const [loggedAt, number, ...rest] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (rest.length > 0 || !Number.isSafeInteger(loggedAt) || typeof number !== 'string') return null;
    if (number.includes('\0')) return null;
    return { loggedAt: loggedAt as Instant, number };
  } catch {
    return null;
  }
}
