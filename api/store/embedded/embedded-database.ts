import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DATABASE_USER, ensureCluster, readPassword } from './cluster.ts';
import { choosePlace, type Place } from './place.ts';
import { logFile, type Postmaster, runningPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';
import { type Supervision, supervise } from './supervise.ts';
import { enrol, hasOtherUsers, resign, watchOver } from './users.ts';

export interface EmbeddedOptions {
  /** Folder that holds the database; made if it is not there. */
  readonly dataFolder: string;
  /** Port to try first; without it, or where it is taken, a free one is picked. */
  readonly port?: number;
  /** false: faster, and may lose all data when the machine crashes. For tests. */
  readonly durable?: boolean;
  readonly log?: (line: string) => void;
}

/** A PostgreSQL server of our own. */
export interface EmbeddedDatabase {
  /** URL of the database `turnout`. */
  readonly url: string;
  /** Folder in which the cluster really is. */
  readonly folder: string;
  /** Whether the server was already run by another process. */
  readonly joined: boolean;
  /** Whether it had to be started again. */
  supervision(): Supervision;
  /** Stops the server, unless another process still uses it. Called again, does nothing. */
  stop(): Promise<void>;
}

const DATABASE = 'turnout';
const PATIENCE = 60_000;
/** The same, for a server that is started again: recovery after a crash is part of it. */
const AGAIN_PATIENCE = 60_000;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // No socket file: its path may be too long, and its folder closed or shared.
  unix_socket_directories: '',
  max_connections: 200,
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The other cores belong to the planner's threads; parallel queries also overrun the small /dev/shm of a container.
  max_parallel_workers_per_gather: 0,
  shared_buffers: '128MB',
  max_wal_size: '2GB',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the PostgreSQL server of a data folder and waits until it takes connections: a new cluster is made where there
 * is none, what a killed process left behind is cleared up, a server that another process runs on the folder is joined.
 * @throws Error that says what to do, when no server can be had.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = await choosePlace(options.dataFolder, options.log ?? (() => {}));
  await ensureCluster(place, options.durable !== false);
  await enrol(place);
  try {
    const { server, joined } = await joinOrStart(place, options);
    let { pid } = server;
    let watch = watchOver(place, pid);
    const url = databaseUrl(server.port, await readPassword(place), DATABASE);
    const supervisor = supervise(server, {
      start: () => startAgain(place, options, server.port),
      started: (again) => {
        watch.dismiss();
        pid = again.pid;
        watch = watchOver(place, pid);
      },
      log: options.log ?? (() => {}),
    });
    let stopped: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      await supervisor.stop();
      watch.dismiss();
      await resign(place);
      if (!(await hasOtherUsers(place))) await stopPostmaster(pid);
    };
    return {
      url,
      folder: place.home,
      joined,
      supervision: supervisor.standing,
      stop: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await resign(place);
    throw error;
  }
}

async function joinOrStart(place: Place, options: EmbeddedOptions): Promise<{ server: Postmaster; joined: boolean }> {
  const settings = options.durable === false ? { ...SETTINGS, ...NOT_DURABLE } : SETTINGS;
  const password = await readPassword(place);
  let port = options.port ?? (await freePort());
  for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(50)) {
    const running = await runningPostmaster(place);
    if (running !== null) {
      if (!(await hasOtherUsers(place))) {
        // Left behind by a process that was killed. Its watcher may be about to stop it, so it can't be relied on.
        await stopPostmaster(running.pid);
      } else if (running.ready && (await takesConnections(running.port, password))) {
        return { server: running, joined: true };
      }
      continue;
    }
    const started = await startPostmaster(place, port, settings);
    if (started === 'port-taken') {
      port = await freePort();
    } else if (started !== 'folder-held') {
      if (typeof started === 'string') throw new Error(`The database in ${place.home} does not start: ${started}`);
      if (await takesConnections(started.port, password)) return { server: started, joined: false };
    }
  }
  throw new Error(`The database in ${place.home} did not come up within a minute; its log is ${logFile(place)}.`);
}

/** Under the address that is known already: clients that were connected there come back. Of several processes one starts it. */
async function startAgain(place: Place, { durable }: EmbeddedOptions, port: number): Promise<Postmaster> {
  const settings = durable === false ? { ...SETTINGS, ...NOT_DURABLE } : SETTINGS;
  const password = await readPassword(place);
  for (const until = Date.now() + AGAIN_PATIENCE; Date.now() < until; await pause(50)) {
    const running = await runningPostmaster(place);
    if (running !== null) {
      if (running.ready && running.port === port && (await takesConnections(port, password))) return running;
      continue;
    }
    const started = await startPostmaster(place, port, settings);
    if (started === 'port-taken') throw new Error(`Port ${port} is taken by another program.`);
    if (started === 'folder-held') continue;
    if (typeof started === 'string') throw new Error(`The database in ${place.home} does not start: ${started}`);
    if (await takesConnections(started.port, password)) return started;
  }
  throw new Error(`The database in ${place.home} did not come up; its log is ${logFile(place)}.`);
}

const databaseUrl = (port: number, password: string, database: string): string =>
  `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/${database}`;

/** Connects once, and makes the database where it is not there yet. */
async function takesConnections(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: databaseUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch {
    return false; // it is shutting down, or the port is another's by now: look again
  }
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`).catch(ignoreDuplicate);
    return true;
  } finally {
    await client.end();
  }
}

/** Two processes at once may both see that the database is missing. */
function ignoreDuplicate(error: { code?: string }): void {
  if (error.code !== '42P04' && error.code !== '23505') throw error;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
