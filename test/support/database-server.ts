import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../api/store/embedded/embedded-database.ts';
import { openStore } from '../../api/store/store.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a database on the server of this run, from which others can be made. */
    databaseServer: string;
    /** Database with all migrations applied and nothing in it. */
    templateDatabase: string;
  }
}

/** The one server of a run; several projects use it, each sets it up and tears it down. */
interface Running {
  readonly server: string;
  readonly template: string;
  readonly stop: () => Promise<void>;
}
interface Shared {
  users: number;
  running: Promise<Running>;
}
const KEY = Symbol.for('turnout.test-database-server');
const shared = globalThis as { [KEY]?: Shared | undefined };

/** Starts the server for all test files: embedded in a temporary folder, or the one of DATABASE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared[KEY] ??= { users: 0, running: start() };
  const mine = shared[KEY];
  mine.users += 1;
  const { server, template, stop } = await mine.running;
  project.provide('databaseServer', server);
  project.provide('templateDatabase', template);
  return async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    shared[KEY] = undefined;
    await stop();
  };
}

async function start(): Promise<Running> {
  const template = `turnout_template_${process.pid}`;
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') {
    await migrateTemplate(given, template);
    return { server: given, template, stop: () => onServer(given, `drop database if exists ${template} with (force)`) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'turnout-test-'));
  // Where root runs the tests, the database's user must get in.
  await chmod(folder, 0o755);
  const embedded = await startEmbedded({ dataFolder: folder, durable: false });
  const stop = async (): Promise<void> => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await migrateTemplate(embedded.url, template);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server: embedded.url, template, stop };
}

async function migrateTemplate(server: string, template: string): Promise<void> {
  await onServer(server, `create database ${template}`);
  const store = await openStore({ databaseUrl: urlOf(server, template), dataFolder: '' });
  await store.close();
}

/** Runs one statement on the server. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** URL of another database on the same server. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
