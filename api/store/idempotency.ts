import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';

/** What was answered to a request. */
export interface KeptReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Claims a key within the transaction that does the request's work, so that both are kept or neither is. A second
 * request with the key waits until the first has ended, then gets its reply, or its turn where the first was rolled back.
 * @returns null when the key is new; else what it came with before, and the reply.
 */
export async function claimKey(
  em: Em,
  key: string,
  fingerprint: string,
): Promise<{ readonly fingerprint: string; readonly reply: KeptReply } | null> {
  const db = kysely(em);
  const claimed = await sql`insert into idempotency_keys (key, fingerprint) values (${key}, ${fingerprint})
    on conflict (key) do nothing returning key`.execute(db);
  if (claimed.rows.length > 0) return null;
  const { rows } = await sql<KeptReply & { fingerprint: string }>`select fingerprint, status, headers, body
    from idempotency_keys where key = ${key} and status is not null`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  return { fingerprint: row.fingerprint, reply: { status: row.status, headers: row.headers, body: row.body } };
}

/** Keeps the reply to a claimed request. */
export async function keepReply(em: Em, key: string, reply: KeptReply): Promise<void> {
  await sql`update idempotency_keys set status = ${reply.status}, headers = ${JSON.stringify(reply.headers)}::jsonb,
    body = ${JSON.stringify(reply.body ?? null)}::jsonb where key = ${key}`.execute(kysely(em));
}

/** Forgets keys claimed before an instant. */
export async function forgetKeys(em: Em, before: Instant): Promise<void> {
  await sql`delete from idempotency_keys where created_at < ${before}::bigint`.execute(kysely(em));
}
