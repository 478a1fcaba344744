import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import type { CallLink } from './tables/links.ts';

type Of = { readonly territory: string; readonly number: string };

const LINK = sql`territory, call, token, created_at as "createdAt", created_by as "createdBy", revoked_at as "revokedAt"`;

/** The link of a call, revoked or not; null: none was ever made. */
export async function readLink(em: Em, { territory, number }: Of): Promise<CallLink | null> {
  const { rows } = await sql<CallLink>`select ${LINK} from call_links
    where territory = ${territory} and call = ${number}`.execute(kysely(em));
  return rows[0] ?? null;
}

/** Makes a call's link where it has none, or has a revoked one and `anew`. @returns the one that it has then */
export async function makeLink(
  em: Em,
  { territory, number }: Of,
  made: { readonly token: string; readonly at: Instant; readonly who: string; readonly anew: boolean },
): Promise<CallLink> {
  const db = kysely(em);
  await sql`insert into call_links as l (territory, call, token, created_at, created_by)
    values (${territory}, ${number}, ${made.token}, ${made.at}::bigint, ${made.who})
    on conflict (territory, call) do update set token = excluded.token, created_at = excluded.created_at,
      created_by = excluded.created_by, revoked_at = null where ${made.anew} and l.revoked_at is not null`.execute(db);
  return (await readLink(em, { territory, number }))!;
}

/** Revokes a call's link for good. false: there is none that is good. */
export async function revokeLink(em: Em, { territory, number }: Of, at: Instant): Promise<boolean> {
  const { rows } = await sql`update call_links set revoked_at = ${at}::bigint
    where territory = ${territory} and call = ${number} and revoked_at is null returning call`.execute(kysely(em));
  return rows.length > 0;
}

/** The call that a token opens; null: none, or not any more. */
export async function callOfToken(em: Em, token: string): Promise<string | null> {
  const { rows } = await sql<{ call: string }>`select call from call_links
    where token = ${token} and revoked_at is null`.execute(kysely(em));
  return rows[0]?.call ?? null;
}
