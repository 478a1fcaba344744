import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { clearFigures, type FigureTables, SUMS } from './performance.ts';
import { callFacts } from './tables/performance.ts';

/** A figure that is not what it should be. `stored` and `recounted` null: there is none. */
export interface FigureDifference {
  readonly figure: 'facts' | 'tally';
  readonly key: readonly string[];
  readonly stored: Readonly<Record<string, unknown>> | null;
  readonly recounted: Readonly<Record<string, unknown>> | null;
}

/** Makes empty tables beside the stored ones, gone when the transaction ends. */
export async function temporaryFigures(em: Em): Promise<FigureTables> {
  const db = kysely(em);
  const tables = { facts: 'recounted_facts', tallies: 'recounted_tallies' };
  await sql`create temporary table ${sql.table(tables.facts)} (like call_facts including all) on commit drop`.execute(
    db,
  );
  await sql`create temporary table ${sql.table(tables.tallies)} (like performance_tallies including all) on commit drop`.execute(
    db,
  );
  return tables;
}

/** How stored figures differ from others: how many rows, and the first of them. Tallies of nothing are as none. */
export async function compareFigures(
  em: Em,
  with_: FigureTables,
  limit: number,
): Promise<{ count: number; differences: FigureDifference[] }> {
  const db = kysely(em);
  const something = sql.join(
    SUMS.map((name) => sql`coalesce(s.${sql.ref(name)}, 0) <> coalesce(r.${sql.ref(name)}, 0)`),
    sql` or `,
  );
  const facts = sql`from call_facts s full join ${sql.table(with_.facts)} r using (territory, number)
    where to_jsonb(s) is distinct from to_jsonb(r)`;
  const tallies = sql`from performance_tallies s full join ${sql.table(with_.tallies)} r
    using (territory, contract, kind, bucket, code) where ${something}`;
  const counted = await sql<{
    count: number;
  }>`select (select count(*) ${facts}) + (select count(*) ${tallies}) as count`.execute(db);
  const count = Number(counted.rows[0]?.count ?? 0);
  if (count === 0) return { count, differences: [] };
  const { rows } = await sql<FigureDifference>`(select 'facts' as figure, array[territory, number] as key,
      to_jsonb(s) as stored, to_jsonb(r) as recounted ${facts} order by territory, number limit ${limit})
    union all (select 'tally', array[territory, contract, kind, bucket, code], to_jsonb(s), to_jsonb(r) ${tallies}
      order by territory, contract, kind, bucket, code limit ${limit})`.execute(db);
  return { count, differences: rows.slice(0, limit) };
}

/** Puts recounted figures in the place of the stored ones. */
export async function replaceFigures(em: Em, by: FigureTables): Promise<void> {
  const db = kysely(em);
  await clearFigures(em, null);
  // Named, since the database works out some columns itself.
  const names = sql.join(callFacts.columns.map(({ name }) => sql.ref(name)));
  await sql`insert into call_facts (${names}) select ${names} from ${sql.table(by.facts)}`.execute(db);
  await sql`insert into performance_tallies select * from ${sql.table(by.tallies)}`.execute(db);
}
