import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';

/** Takes a step for a call, once and for all. false: it was taken before, perhaps by another process. */
export async function takeStep(
  em: Em,
  call: { readonly territory: string; readonly number: string },
  key: string,
  at: Instant,
): Promise<boolean> {
  const { rows } = await sql`insert into call_escalations (territory, call, key, "at")
    values (${call.territory}, ${call.number}, ${key}, ${at}::bigint)
    on conflict do nothing returning key`.execute(kysely(em));
  return rows.length > 0;
}

/** Steps that open calls have gone, by number; of those named, or all. */
export async function stepsTaken(em: Em, calls: readonly string[] | null = null): Promise<Map<string, Set<string>>> {
  const which = calls === null ? sql`true` : sql`e.call = any(${[...calls]}::text[])`;
  const { rows } = await sql<{ call: string; keys: string[] }>`select e.call, array_agg(e.key) as keys
    from call_escalations e join calls c on c.territory = e.territory and c.number = e.call
    where c.ended_at is null and ${which} group by e.call`.execute(kysely(em));
  return new Map(rows.map(({ call, keys }) => [call, new Set(keys)]));
}
