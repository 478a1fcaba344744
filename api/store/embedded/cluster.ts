import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { program } from './binaries.ts';
import { makeHome, type Place } from './place.ts';
import { isAlive } from './postmaster.ts';

/** The one database user of an embedded cluster. */
export const DATABASE_USER = 'turnout';

const passwordFile = (home: string): string => join(home, 'password');

export const readPassword = async (place: Place): Promise<string> =>
  (await readFile(passwordFile(place.home), 'utf8')).trim();

/**
 * Makes an empty cluster, unless there is one. It is made beside its place and then renamed, so that a start cut short
 * leaves nothing half made, and of two at once one wins and the other takes the winner's.
 */
export async function ensureCluster(place: Place, durable: boolean): Promise<void> {
  if (await isMade(place.home)) return;
  await clearUnfinished(place.home);
  const unfinished = `${place.home}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await makeHome(unfinished, place.owner);
  try {
    await writeFile(passwordFile(unfinished), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    await chmod(passwordFile(unfinished), 0o600);
    if (place.owner !== null) await chown(passwordFile(unfinished), place.owner.uid, place.owner.gid);
    await initdb(place, unfinished, durable);
    await rename(unfinished, place.home);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (await isMade(place.home)) return;
    throw error;
  }
}

/** Removes what processes that were killed while they made a cluster have left behind. */
async function clearUnfinished(home: string): Promise<void> {
  for (const name of await readdir(dirname(home))) {
    const pid = name.startsWith(`${basename(home)}.`) ? Number(name.slice(basename(home).length + 1)) : Number.NaN;
    if (pid > 0 && !isAlive(pid)) await rm(join(dirname(home), name), { recursive: true, force: true });
  }
}

const isMade = async (home: string): Promise<boolean> =>
  (await stat(join(home, 'pgdata', 'PG_VERSION')).catch(() => null)) !== null;

/** UTF-8 with PostgreSQL's own C.UTF-8 collation: the same order on every machine, whatever locales it has. */
function initdb(place: Place, home: string, durable: boolean): Promise<void> {
  const flags = [
    `--pgdata=${join(home, 'pgdata')}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile(home)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program(place.binaries, 'initdb'), flags, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      ...(place.owner ?? {}),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    child.once('error', (error) => reject(cannotRun(place, error)));
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The database could not be made in ${home}:\n${said.trim()}`)),
    );
  });
}

function cannotRun(place: Place, error: Error): Error {
  const asWhom = place.owner === null ? '' : ` as user ${place.owner.uid} (PostgreSQL can't run as root)`;
  return new Error(
    `The embedded database can't be run${asWhom}: ${error.message}. Start as an ordinary user, or set DATABASE_URL.`,
  );
}
