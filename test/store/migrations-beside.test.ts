import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entities } from '../../api/store/entities.ts';
import { migrate } from '../../api/store/migrate.ts';
import { migrations } from '../../migrations/index.ts';
import { emptyDatabase, type TestDatabase } from '../support/test-database.ts';

/**
 * While processes of a new version start, those of the old one still serve: after each migration, what the version
 * before it reads and writes must work. Before the first of these nothing had been released.
 */
const FIRST_BESIDE_OTHERS = 'Migration20261124000000_performance';

const optionsOf = (clientUrl: string) => ({
  clientUrl,
  extensions: [Migrator],
  migrations: { migrationsList: migrations, tableName: 'migrations', snapshot: false, silent: true },
});

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await emptyDatabase();
  orm = await MikroORM.init({ ...optionsOf(database.url), entities: [...entities] });
});
afterAll(async () => {
  await orm?.close(true);
  await database?.drop();
});

interface Column {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
  readonly is_generated: string;
  readonly is_identity: string;
  readonly needed: boolean;
}

const columns = (): Promise<Column[]> =>
  orm.em.fork().execute(`select c.table_name, c.column_name, c.data_type, c.is_generated, c.is_identity,
      c.is_nullable = 'NO' and c.column_default is null as needed
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'migrations'
    order by c.table_name, c.ordinal_position`);

const SAMPLES: Readonly<Record<string, string>> = {
  text: `'x'`,
  'character varying': `'x'`,
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1',
  'double precision': '1',
  boolean: 'false',
  jsonb: `'[]'`,
  bytea: `'x'`,
  xid8: `'1'`,
  uuid: `'00000000-0000-0000-0000-000000000001'`,
  date: `'2026-01-01'`,
  'timestamp with time zone': `'2026-01-01T00:00Z'`,
  ARRAY: `'{}'`,
};
/** Rows of these are never changed, by any version. */
const JOURNALS = new Set(['call_events', 'people_events', 'audit_log']);
/** Rows that the samples refer to. */
const REFERRED_TO: Readonly<Record<string, string>> = {
  principals: `insert into principals (id, kind, name, created_at) values ('x', 'person', 'x', 1)`,
};
const quoted = (name: string): string => `"${name}"`;

/** Statements as the version wrote them which knew these columns and no others: a row in, read, changed, found, out. */
function oldStatements(table: string, all: readonly Column[]): string[] {
  const written = all.filter(({ is_generated, is_identity }) => is_generated === 'NEVER' && is_identity === 'NO');
  const given = written.filter(({ needed }) => needed);
  const names = given.map(({ column_name }) => quoted(column_name)).join(', ');
  const values = given.map(({ data_type }) => SAMPLES[data_type] ?? `no sample of ${data_type}`).join(', ');
  const insert = given.length === 0 ? 'default values' : `(${names}) values (${values})`;
  const set = written.map(({ column_name }) => `${quoted(column_name)} = ${quoted(column_name)}`).join(', ');
  return [
    `insert into ${table} ${insert}`,
    ...(JOURNALS.has(table) ? [] : [`update ${table} set ${set}`]),
    `select ${all.map(({ column_name }) => quoted(column_name)).join(', ')} from ${table}`,
  ];
}

test('after each migration the statements of the version before it still work', async () => {
  const from = migrations.findIndex(({ name }) => name === FIRST_BESIDE_OTHERS);
  expect(from).toBeGreaterThan(0);
  const broken: string[] = [];
  for (const [k, { name }] of migrations.entries()) {
    const before = k < from ? [] : await columns();
    await orm.migrator.up({ migrations: [name] });
    const now = k < from ? [] : await columns();
    for (const table of new Set(before.map(({ table_name }) => table_name))) {
      const known = before.filter((column) => column.table_name === table);
      for (const statement of oldStatements(table, known)) {
        const em = orm.em.fork();
        await em.begin();
        for (const [parent, row] of Object.entries(REFERRED_TO)) {
          if (parent !== table && before.some(({ table_name }) => table_name === parent)) await em.execute(row);
        }
        const done = em.execute(statement).then(
          () => null,
          (error: Error) => `${name}: ${statement}: ${error.message}`,
        );
        const problem = await done;
        await em.rollback();
        if (problem !== null) broken.push(problem);
      }
      for (const { column_name, data_type } of known) {
        const same = now.find((column) => column.table_name === table && column.column_name === column_name);
        if (same?.data_type !== data_type) broken.push(`${name}: ${table}.${column_name} is no ${data_type} any more`);
      }
    }
  }
  expect(broken).toEqual([]);
});

test('a migration that crosses a transaction of the version before is tried again', async () => {
  const other = await emptyDatabase();
  const own = await MikroORM.init({ ...optionsOf(other.url), entities: [...entities] });
  try {
    const all = migrations.map(({ name }) => name);
    const crossing = all.indexOf('Migration20261129050000_rest_of_plans');
    await own.migrator.up({ migrations: all.slice(0, crossing) });
    const old = own.em.fork();
    await old.begin();
    // Who waits less finds the deadlock, and loses.
    await old.execute(`set local deadlock_timeout = '30s'`);
    await old.execute('select from plans for update');
    const migrated = migrate(own).then(
      () => null,
      (error: Error) => error.message,
    );
    const waits = async () =>
      (await own.em.fork().execute(`select 1 from pg_locks where not granted and relation = 'plans'::regclass`)).length;
    await expect.poll(waits, { timeout: 20_000 }).toBe(1);
    await old.execute('delete from allocations');
    await old.commit();
    expect(await migrated).toBeNull();
  } finally {
    await own.close(true);
    await other.drop();
  }
}, 60_000);
