import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../api/store/store.ts';
import { describeSchema } from '../support/schema.ts';
import { emptyDatabase, type TestDatabase, useTestStore } from '../support/test-database.ts';

const GOLDEN = join(import.meta.dirname, '../golden/schema.txt');

const migrated = useTestStore();
let empty: TestDatabase;
beforeAll(async () => {
  empty = await emptyDatabase();
});
afterAll(() => empty.drop());

test('the schema is the one written down (UPDATE_GOLDEN=1 writes it anew)', async () => {
  const schema = await describeSchema(migrated().em());
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(GOLDEN, schema);
  expect(schema).toBe(await readFile(GOLDEN, 'utf8'));
});

test('three processes that start at once on an empty database all find it migrated, once', async () => {
  const open = () => openStore({ databaseUrl: empty.url, dataFolder: '' });
  const stores = await Promise.all([open(), open(), open()]);
  const done = await stores[0].em().execute('select name from migrations');
  await Promise.all(stores.map((store) => store.close()));
  expect(done).toHaveLength(new Set(done.map(({ name }) => name)).size);
});

test('migrating again changes nothing', async () => {
  const again = await openStore({ databaseUrl: empty.url, dataFolder: '' });
  const schema = await describeSchema(again.em());
  await again.close();
  expect(schema).toBe(await describeSchema(migrated().em()));
});

test('every column that the entities name is there, and no other', async () => {
  const { orm } = migrated();
  const rows = await migrated()
    .em()
    .execute<{ name: string }[]>(
      `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and table_name <> 'migrations'`,
    );
  const named = [...orm.getMetadata().getAll().values()].flatMap((entity) =>
    Object.values(entity.properties).flatMap(({ fieldNames }) =>
      fieldNames.map((field) => `${entity.tableName}.${field}`),
    ),
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(named.sort());
});

test('a database that can not be reached is an error with its address, and without its password', async () => {
  const opening = openStore({ databaseUrl: 'postgresql://nobody:secret@127.0.0.1:1/none', dataFolder: '' });
  const error: Error = await opening.then(
    () => new Error('opened'),
    (reason) => reason,
  );
  expect(error.message).toContain('127.0.0.1:1');
  expect(error.message).toContain('DATABASE_URL');
  expect(error.message).not.toContain('secret');
});
