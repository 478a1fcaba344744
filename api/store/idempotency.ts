import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import { literal, literals, writer } from './statements.ts';

/** What was answered to a request. */
export interface KeptReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What came with a key before, and what it was answered. */
export interface KeptRequest {
  readonly fingerprint: string;
  readonly reply: KeptReply;
}

/**
 * Claims keys within the transaction that does the requests' work, so that both are kept or neither is. A second
 * request with a key waits until the first has ended, then gets its reply, or its turn where the first was rolled back.
 * @returns what came before with the keys that are not new.
 */
export async function claimKeys(
  em: Em,
  claims: readonly { readonly key: string; readonly fingerprint: string }[],
): Promise<Map<string, KeptRequest>> {
  const db = kysely(em);
  const keys = claims.map(({ key }) => key);
  const fingerprints = claims.map(({ fingerprint }) => fingerprint);
  // In one order everywhere, so that two transactions never wait for each other.
  const claimed = await sql<{ key: string }>`insert into idempotency_keys (key, fingerprint)
    select key, fingerprint from unnest(${keys}::text[], ${fingerprints}::text[]) as c (key, fingerprint) order by key
    on conflict (key) do nothing returning key`.execute(db);
  if (claimed.rows.length === keys.length) return new Map();
  const fresh = new Set(claimed.rows.map(({ key }) => key));
  const known = keys.filter((key) => !fresh.has(key));
  const { rows } = await sql<KeptReply & { key: string; fingerprint: string }>`
    select key, fingerprint, status, headers, body
    from idempotency_keys where key = any(${known}::text[]) and status is not null`.execute(db);
  return new Map(
    rows.map(({ key, fingerprint, status, headers, body }) => [key, { fingerprint, reply: { status, headers, body } }]),
  );
}

/** A claimed key with the reply to its request; null: it was refused. */
export interface SettledKey {
  readonly key: string;
  readonly reply: KeptReply | null;
}

/** Keeps the replies to claimed requests; where there is none the key is given back, as if it had never come. */
export const settleKeys = writer<SettledKey>((settled) => {
  const kept = settled.flatMap(({ key, reply }) => {
    if (reply === null) return [];
    const { status, headers, body } = reply;
    return [{ key, status, headers, body: body ?? null }];
  });
  const given = settled.flatMap(({ key, reply }) => (reply === null ? [key] : []));
  const statements: string[] = [];
  if (kept.length > 0) {
    // A body that is JSON null is kept as such.
    statements.push(`update idempotency_keys k set status = r.status, headers = r.headers, body = coalesce(r.body, 'null')
      from json_to_recordset(${literal(JSON.stringify(kept))}::json)
        as r (key text, status integer, headers jsonb, body jsonb) where k.key = r.key`);
  }
  if (given.length > 0) statements.push(`delete from idempotency_keys where key = any(${literals(given)})`);
  return statements;
});

/** Forgets keys claimed before an instant. */
export async function forgetKeys(em: Em, before: Instant): Promise<void> {
  await sql`delete from idempotency_keys where created_at < ${before}::bigint`.execute(kysely(em));
}
