import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

export type MarkKind = 'contract' | 'calendar';

export async function readMarks(em: Em): Promise<Record<MarkKind, Map<string, string>>> {
  const { rows } = await sql<{ kind: MarkKind; code: string; mark: string }>`select * from performance_marks`.execute(
    kysely(em),
  );
  const of = (kind: MarkKind) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ code, mark }) => [code, mark] as const));
  return { contract: of('contract'), calendar: of('calendar') };
}

/** Puts marks in the place of all that were kept, with the version of the reference tables that they are of. */
export async function writeMarks(
  em: Em,
  marks: Readonly<Record<MarkKind, ReadonlyMap<string, string>>>,
): Promise<void> {
  const db = kysely(em);
  const rows = Object.entries(marks).flatMap(([kind, of]) => [...of].map(([code, mark]) => ({ kind, code, mark })));
  await sql`delete from performance_marks`.execute(db);
  await sql`insert into performance_marks select * from json_populate_recordset(null::performance_marks,
    ${JSON.stringify(rows)}::json)`.execute(db);
  await sql`insert into settings (key, value)
    select 'figures_version', to_jsonb((select value #>> '{}' from settings where key = 'reference_version'))
    on conflict (key) do update set value = excluded.value`.execute(db);
}

/** Has the figures of some contracts made anew when they are next asked for. */
export async function forgetMarks(em: Em, contracts: readonly string[]): Promise<void> {
  await sql`delete from performance_marks where kind = 'contract' and code = any(${[...contracts]}::text[])`.execute(
    kysely(em),
  );
}

/** Contracts whose calls keep terms that name one of these calendars. */
export async function contractsKeeping(em: Em, calendars: readonly string[]): Promise<string[]> {
  if (calendars.length === 0) return [];
  const { rows } = await sql<{
    contract: string;
  }>`select distinct d.contract from calls c join devices d on d.code = c.device
    where c.kept_terms ->> 'calendar' = any(${[...calendars]}::text[])`.execute(kysely(em));
  return rows.map(({ contract }) => contract);
}
