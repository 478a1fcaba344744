import { IsolationLevel } from '@mikro-orm/core';
import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { claimReference, isEmpty } from './reference.ts';
import { literal } from './statements.ts';

/** First line of a backup. */
interface Head {
  readonly turnout_backup: 1;
  /** Migrations that the database had: only one that has them all can take it in. */
  readonly migrations: readonly string[];
}

/** A table with what of it is kept; or a sequence. Its line begins with `#`; rows follow their table, a line each, as PostgreSQL writes them. */
type Part =
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly sequence: string; readonly value: string };

/** Rows read or written at a time. */
const ROWS = 2_000;
/**
 * Not kept: what boards have been told already, which is of use for minutes; and, in all tables, numbers of
 * transactions, which another database counts anew. Jobs are not kept either: a server plans what has no fresh plan.
 */
const LEFT_OUT = new Set(['migrations', 'live_events']);

/**
 * Everything that the database holds, as lines of JSON, as it stood at one moment, while others read and write. For
 * databases that a file can hold; larger ones are kept by PostgreSQL's own means (docs/guides/operations.md).
 */
export async function backUp(em: Em, write: (lines: string) => Promise<void>): Promise<{ rows: number }> {
  return em.transactional(
    async (within) => {
      const db = kysely(within as Em);
      const head: Head = { turnout_backup: 1, migrations: await migrationsOf(within as Em) };
      await write(`${JSON.stringify(head)}\n`);
      let rows = 0;
      for (const { table, columns } of await tablesOf(within as Em)) {
        await write(`#${JSON.stringify({ table, columns } satisfies Part)}\n`);
        const names = columns.map((column) => `"${column}"`).join(', ');
        await sql
          .raw(`declare kept no scroll cursor for
          select row_to_json(t)::text as row from (select ${names} from "${table}") t`)
          .execute(db);
        for (;;) {
          const fetched = await sql<{ row: string }>`fetch ${sql.raw(String(ROWS))} from kept`.execute(db);
          rows += fetched.rows.length;
          if (fetched.rows.length > 0) await write(fetched.rows.map(({ row }) => `${row}\n`).join(''));
          if (fetched.rows.length < ROWS) break;
        }
        await sql`close kept`.execute(db);
      }
      const sequences = await sql<{ name: string; value: string | null }>`select sequencename as name,
        last_value::text as value from pg_sequences where schemaname = 'public'`.execute(db);
      for (const { name, value } of sequences.rows) {
        if (value === null || name.startsWith('migrations')) continue;
        await write(`#${JSON.stringify({ sequence: name, value } satisfies Part)}\n`);
      }
      return { rows };
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

/** Why a backup can't be taken in. */
export class RestoreRefused extends Error {
  readonly reason: 'not-a-backup' | 'database-not-empty' | 'newer-version';

  constructor(reason: RestoreRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * Takes a backup in, all of it or nothing. The database has its tables and no data yet.
 * @throws RestoreRefused
 */
export async function restore(em: Em, lines: AsyncIterable<string>): Promise<{ rows: number }> {
  return em.transactional(async (within) => {
    const tx = within as Em;
    const db = kysely(tx);
    await claimReference(tx);
    if (!(await isEmpty(tx))) {
      throw new RestoreRefused('database-not-empty', 'The database holds customers or calls already.');
    }
    let head: Head | null = null;
    let into: { table: string; columns: readonly string[] } | null = null;
    let waiting: string[] = [];
    let rows = 0;
    const flush = async (): Promise<void> => {
      if (into === null || waiting.length === 0) return;
      const names = into.columns.map((column) => `"${column}"`).join(', ');
      await sql
        .raw(`insert into "${into.table}" (${names}) overriding system value select ${names}
        from json_populate_recordset(null::"${into.table}", ${literal(`[${waiting.join(',')}]`)}::json)`)
        .execute(db);
      rows += waiting.length;
      waiting = [];
    };
    for await (const line of lines) {
      if (head === null) {
        head = headOf(line);
        await requireMigrations(tx, head);
        continue;
      }
      if (!line.startsWith('#')) {
        waiting.push(line);
        if (waiting.length === ROWS) await flush();
        continue;
      }
      await flush();
      const part = JSON.parse(line.slice(1)) as Part;
      if ('sequence' in part) {
        into = null;
        await sql`select setval(${part.sequence}::regclass, ${part.value}::bigint)`.execute(db);
        continue;
      }
      into = part;
      // What migrations put there.
      const { rows: some } = await sql.raw(`select from "${part.table}" limit 1`).execute(db);
      if (some.length > 0) await sql.raw(`delete from "${part.table}"`).execute(db);
    }
    if (head === null) throw new RestoreRefused('not-a-backup', 'The file is empty.');
    await flush();
    return { rows };
  });
}

function headOf(line: string): Head {
  try {
    const head = JSON.parse(line) as Head;
    if (head.turnout_backup === 1 && Array.isArray(head.migrations)) return head;
  } catch {}
  throw new RestoreRefused('not-a-backup', 'The file is no backup of Turnout.');
}

async function requireMigrations(em: Em, head: Head): Promise<void> {
  const own = new Set(await migrationsOf(em));
  const missing = head.migrations.filter((name) => !own.has(name));
  if (missing.length > 0) {
    throw new RestoreRefused('newer-version', `The backup was made by a newer version: it has ${missing.join(', ')}.`);
  }
}

async function migrationsOf(em: Em): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migrations order by id`.execute(kysely(em));
  return rows.map(({ name }) => name);
}

async function tablesOf(em: Em): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.table_name as table, json_agg(c.column_name order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' and c.data_type <> 'xid8'
    group by c.table_name order by c.table_name`.execute(kysely(em));
  return rows.filter(({ table }) => !LEFT_OUT.has(table));
}
