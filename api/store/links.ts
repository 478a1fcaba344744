import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import type { CallLink } from './tables/links.ts';

type Of = { readonly territory: string; readonly number: string };

const LINK = sql`territory, call, token, token_sealed as "tokenSealed", created_at as "createdAt", created_by as "createdBy", revoked_at as "revokedAt"`;

/** The link of a call, revoked or not; null: none was ever made. */
export async function readLink(em: Em, { territory, number }: Of): Promise<CallLink | null> {
  const { rows } = await sql<CallLink>`select ${LINK} from call_links
    where territory = ${territory} and call = ${number}`.execute(kysely(em));
  return rows[0] ?? null;
}

/** Makes a call's link where it has none, or has one that is revoked or can't be shown, and `anew`. @returns the one that it has then */
export async function makeLink(
  em: Em,
  { territory, number }: Of,
  made: {
    readonly tokenHash: string;
    readonly tokenSealed: string;
    readonly at: Instant;
    readonly who: string;
    readonly anew: boolean;
  },
): Promise<CallLink> {
  const db = kysely(em);
  await sql`insert into call_links as l (territory, call, token, token_sealed, created_at, created_by)
    values (${territory}, ${number}, ${made.tokenHash}, ${made.tokenSealed}, ${made.at}::bigint, ${made.who})
    on conflict (territory, call) do update set token = excluded.token, token_sealed = excluded.token_sealed,
      created_at = excluded.created_at, created_by = excluded.created_by, revoked_at = null
      where ${made.anew} and (l.revoked_at is not null or l.token_sealed = '')`.execute(db);
  return (await readLink(em, { territory, number }))!;
}

/** Revokes a call's link for good. false: there is none that is good. */
export async function revokeLink(em: Em, { territory, number }: Of, at: Instant): Promise<boolean> {
  const { rows } = await sql`update call_links set revoked_at = ${at}::bigint
    where territory = ${territory} and call = ${number} and revoked_at is null returning call`.execute(kysely(em));
  return rows.length > 0;
}

/** The call that a token opens, by its hash, or as it is where it was not sealed yet; null: none, or not any more. */
export async function callOfToken(em: Em, token: string, tokenHash: string): Promise<string | null> {
  const { rows } = await sql<{ call: string }>`select call from call_links where revoked_at is null
    and (token = ${tokenHash} and token_sealed is not null or token = ${token} and token_sealed is null)`.execute(
    kysely(em),
  );
  return rows[0]?.call ?? null;
}
