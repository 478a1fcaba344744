import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';

/** Takes steps for calls, one each, once and for all. @returns numbers of those whose step was not taken before, perhaps by another process. */
export async function takeSteps(
  em: Em,
  steps: readonly { readonly call: { readonly territory: string; readonly number: string }; readonly key: string }[],
  at: Instant,
): Promise<Set<string>> {
  if (steps.length === 0) return new Set();
  const each = (pick: (step: (typeof steps)[number]) => string) => steps.map(pick);
  const { rows } = await sql<{ call: string }>`insert into call_escalations (territory, call, key, "at")
    select territory, call, key, ${at}::bigint from unnest(${each(({ call }) => call.territory)}::text[],
      ${each(({ call }) => call.number)}::text[], ${each(({ key }) => key)}::text[]) as t (territory, call, key)
    on conflict do nothing returning call`.execute(kysely(em));
  return new Set(rows.map(({ call }) => call));
}

/** Steps that open calls have gone, by number; of those named, or all. */
export async function stepsTaken(em: Em, calls: readonly string[] | null = null): Promise<Map<string, Set<string>>> {
  const which = calls === null ? sql`true` : sql`e.call = any(${[...calls]}::text[])`;
  const { rows } = await sql<{ call: string; keys: string[] }>`select e.call, array_agg(e.key) as keys
    from call_escalations e join calls c on c.territory = e.territory and c.number = e.call
    where c.ended_at is null and ${which} group by e.call`.execute(kysely(em));
  return new Map(rows.map(({ call, keys }) => [call, new Set(keys)]));
}
