import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

export type MarkKind = 'contract' | 'calendar' | 'device';
export type StoredMarks = Readonly<Record<MarkKind, ReadonlyMap<string, string>>>;

export async function readMarks(em: Em): Promise<Record<MarkKind, Map<string, string>>> {
  const { rows } = await sql<{ kind: MarkKind; code: string; mark: string }>`select * from performance_marks`.execute(
    kysely(em),
  );
  const of = (kind: MarkKind) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ code, mark }) => [code, mark] as const));
  return { contract: of('contract'), calendar: of('calendar'), device: of('device') };
}

/** Puts marks in the place of those that were kept, where they differ, with the version of the tables that they are of. */
export async function writeMarks(em: Em, before: StoredMarks, after: StoredMarks): Promise<void> {
  const db = kysely(em);
  const kinds = Object.keys(after) as MarkKind[];
  const rows = kinds.flatMap((kind) =>
    [...after[kind]].flatMap(([code, mark]) => (before[kind].get(code) === mark ? [] : [{ kind, code, mark }])),
  );
  const gone = kinds.flatMap((kind) =>
    [...before[kind].keys()].flatMap((code) => (after[kind].has(code) ? [] : [{ kind, code }])),
  );
  await sql`delete from performance_marks m using json_to_recordset(${JSON.stringify(gone)}::json) as g (kind text, code text)
    where m.kind = g.kind and m.code = g.code`.execute(db);
  await sql`insert into performance_marks select * from json_populate_recordset(null::performance_marks,
    ${JSON.stringify(rows)}::json) on conflict (kind, code) do update set mark = excluded.mark`.execute(db);
  await sql`insert into settings (key, value)
    select 'figures_version', to_jsonb((select value #>> '{}' from settings where key = 'reference_version'))
    on conflict (key) do update set value = excluded.value`.execute(db);
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
