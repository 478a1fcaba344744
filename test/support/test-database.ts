import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { openStore, type Store } from '../../api/store/store.ts';
import { onServer, urlOf } from './database-server.ts';

/** A migrated, empty database of the caller's own. */
export interface TestDatabase {
  readonly url: string;
  /** Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/** Clones the template; takes some tens of milliseconds. The caller drops it. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `turnout_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${inject('templateDatabase')}`);
  return { url: urlOf(server, name), drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}

/** A database without any tables, for tests of the migrations. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `turnout_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  return { url: urlOf(server, name), drop: () => onServer(server, `drop database if exists ${name} with (force)`) };
}

/** For the top of a test file: a store on a database of the file's own, opened before its tests and dropped after. */
export function useTestStore(): () => Store {
  let store: Store | undefined;
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await testDatabase();
    store = await openStore({ databaseUrl: database.url, dataFolder: '', migrate: false });
  });
  afterAll(async () => {
    await store?.close();
    await database?.drop();
  });
  return () => {
    if (store === undefined) throw new Error('useTestStore: only within tests and hooks');
    return store;
  };
}
