import { spawn } from 'node:child_process';
import { closeSync, fchownSync, openSync, readFileSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { program } from './binaries.ts';
import type { Place } from './place.ts';

/** What postmaster.pid says of a server that holds the data directory. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections. */
  readonly ready: boolean;
}

export const pgdata = (place: Place): string => join(place.home, 'pgdata');
export const logFile = (place: Place): string => join(place.home, 'postgres.log');

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Ended, but not yet collected by its parent: in a container without an init process that may be for good. */
function isZombie(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.slice(status.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false; // no /proc here, or gone meanwhile: the next look tells
  }
}

/**
 * The server that holds the data directory, or null. A pid file left behind by one that died is not believed; where its
 * number now belongs to another program (as after a reboot), the file is removed, since PostgreSQL would believe it.
 */
export async function runningPostmaster(place: Place): Promise<Postmaster | null> {
  const file = join(pgdata(place), 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid === 0 || !isAlive(pid)) return null;
  if (!(await worksIn(pid, pgdata(place)))) {
    if (!(await anyWorksIn(pgdata(place)))) await rm(file, { force: true });
    return null;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** A server's working directory is its data directory. Where the system does not tell (no /proc), the pid file is believed. */
async function worksIn(pid: number, folder: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(folder));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' || process.platform !== 'linux';
  }
}

async function anyWorksIn(folder: string): Promise<boolean> {
  const entries = await readdir('/proc').catch(() => []);
  for (const entry of entries) if (/^\d+$/.test(entry) && (await worksIn(Number(entry), folder))) return true;
  return false;
}

/** Why a server did not come up. */
export type StartFailure = 'port-taken' | 'folder-held' | string;

/**
 * Starts a server and waits until it takes connections.
 * @returns the server, or what kept it from starting.
 */
export async function startPostmaster(
  place: Place,
  port: number,
  settings: Readonly<Record<string, string | number>>,
): Promise<Postmaster | StartFailure> {
  const output = openSync(logFile(place), 'a', 0o600);
  if (place.owner !== null) fchownSync(output, place.owner.uid, place.owner.gid);
  const from = (await readFile(logFile(place), 'utf8').catch(() => '')).length;
  const flags = Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program(place.binaries, 'postgres'), ['-D', pgdata(place), ...flags], {
    // Output goes to a file: a pipe would break when this process ends before the server does.
    stdio: ['ignore', output, output],
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', PGDATA: '' },
    // In a group of its own, or Ctrl-C in a terminal would stop the server under requests that are still being answered.
    detached: true,
    ...(place.owner ?? {}),
  });
  closeSync(output);
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? `code ${code}`}`;
  });
  child.unref();
  for (;;) {
    if (ended !== null) break;
    const running = await runningPostmaster(place);
    if (running?.ready && running.pid === child.pid) return running;
    await pause(20);
  }
  const said = (await readFile(logFile(place), 'utf8').catch(() => '')).slice(from);
  if (/could not bind|could not create any TCP\/IP sockets/.test(said)) return 'port-taken';
  if (/lock file "postmaster\.pid" already exists|pre-existing shared memory block/.test(said)) return 'folder-held';
  return `${ended}\n${said.trim()}`;
}

/** Stops a server: open transactions are rolled back, all that was committed is kept. Ends within seconds. */
export async function stopPostmaster(pid: number): Promise<void> {
  // SIGINT is the "fast" shutdown, SIGQUIT the "immediate" one, which recovers from the log at the next start.
  for (const [signal, patience] of [
    ['SIGINT', 8000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 2000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const until = Date.now() + patience; Date.now() < until; await pause(20)) if (!isAlive(pid)) return;
  }
}
