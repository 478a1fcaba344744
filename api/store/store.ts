import { statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool, TypeOverrides } from 'pg';
import { migrations } from '../../migrations/index.ts';
import { checkBudget } from '../features/resilience/budget.ts';
import { guardPool } from './connections.ts';
import type { Em } from './database.ts';
import { startEmbedded } from './embedded/embedded-database.ts';
import type { Supervision } from './embedded/supervise.ts';
import { entities } from './entities.ts';
import { migrate, schemaStanding } from './migrate.ts';

export interface StoreOptions {
  /** URL of a PostgreSQL server's database; null: run one of our own. */
  readonly databaseUrl: string | null;
  /** Folder of our own database. */
  readonly dataFolder: string;
  /** Connections at most. */
  readonly connections?: number;
  /** false: trust the schema to be up to date already. */
  readonly migrate?: boolean;
  readonly log?: (line: string) => void;
}

/** The database, open. */
export interface Store {
  readonly orm: MikroORM;
  /** For whoever needs a connection of its own, such as the job queue. Holds the password. */
  readonly url: string;
  /** What is run and where, for people: without the password. */
  readonly description: string;
  /** Bytes free where our own database lives; null: it is not ours, or the system does not tell. */
  freeBytes(): Promise<number | null>;
  /** Whether our own database had to be started again; null: it is not ours. */
  supervision(): Supervision | null;
  /** A new unit of work. */
  em(): Em;
  /** Runs work in one transaction of its own: rolled back when it throws. */
  transaction<T>(work: (em: Em) => Promise<T>): Promise<T>;
  /** Closes all connections, then stops the database if it is our own. Called again, does nothing. */
  close(): Promise<void>;
}

/** Milliseconds that transactions under way have to end when the store closes. */
const CLOSE_PATIENCE = 3000;

/** Milliseconds for which a connection is waited for, whether all are in use or the server does not answer. */
const CONNECTION_PATIENCE = 15_000;
/** Milliseconds after which PostgreSQL ends a transaction in which nothing is asked any more: its locks hold up others. */
const IDLE_IN_TRANSACTION = 300_000;

/** PostgreSQL type of bigint. */
const INT8 = 20;

/**
 * Opens the database: starts our own where none is given, and brings its schema up to date.
 * @throws Error that says what to do, when it can't be had.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const log = options.log ?? (() => {});
  const embedded = options.databaseUrl === null ? await startEmbedded({ dataFolder: options.dataFolder, log }) : null;
  const url = embedded?.url ?? (options.databaseUrl as string);
  try {
    const orm = await connect(url, options.connections ?? 10);
    let closed: Promise<void> | null = null;
    try {
      if (options.migrate !== false) {
        await migrate(orm);
        if ((await schemaStanding(orm.em.fork() as Em)) === 'ahead')
          log('the schema of the database is ahead: a newer version has made migrations that this one does not know');
      }
    } catch (error) {
      await orm.close(true);
      throw embedded === null ? unusable(url, error as Error) : error;
    }
    const close = async (): Promise<void> => {
      // A query that does not end must not keep the process from ending.
      await Promise.race([orm.close(true), pause(CLOSE_PATIENCE, undefined, { ref: false })]);
      await embedded?.stop();
    };
    return {
      orm,
      url,
      description: embedded === null ? withoutPassword(url) : `embedded PostgreSQL in ${embedded.folder}`,
      freeBytes: async () => {
        if (embedded === null) return null;
        const found = await statfs(embedded.folder).catch(() => null);
        return found === null ? null : found.bavail * found.bsize;
      },
      supervision: () => embedded?.supervision() ?? null,
      em: () => orm.em.fork(),
      transaction: (work) =>
        orm.em.fork().transactional(async (em) => {
          const made = await work(em as Em);
          // Nobody waits for it any more, and the caller was told so: better not at all than unseen.
          checkBudget();
          return made;
        }),
      close: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

function connect(url: string, connections: number): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: 'migrations', snapshot: false, silent: true },
    pool: { min: 0, max: connections },
    driverOptions: {
      connectionTimeoutMillis: CONNECTION_PATIENCE,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION,
      application_name: 'turnout',
      // All our 64-bit integers are instants, lengths and money, which fit a number exactly.
      onPoolCreated: (pool: Pool) => {
        guardPool(pool);
        (pool.options.types as TypeOverrides).setTypeParser(INT8, Number);
      },
    },
  }) as Promise<MikroORM>;
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the database of DATABASE_URL';
  const { host, pathname } = new URL(url);
  return `PostgreSQL at ${host}${pathname}`;
}

/** A server refuses in many ways; all of them say where it is and whose setting it was. */
function unusable(url: string, cause: Error): Error {
  const reasons =
    cause instanceof AggregateError ? cause.errors.map(({ message }) => String(message)) : [cause.message];
  return new Error(`The database (${withoutPassword(url)}) can't be used: ${reasons.join('; ')}. Check DATABASE_URL.`, {
    cause,
  });
}
