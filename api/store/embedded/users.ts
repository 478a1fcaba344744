import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { isAlive, pgdata } from './postmaster.ts';

/**
 * Several processes may share one embedded server. Each leaves a file named after its pid; the last to go stops the server.
 */
const usersFolder = (place: Place): string => join(place.home, 'users');

export async function enrol(place: Place): Promise<void> {
  await mkdir(usersFolder(place), { recursive: true, mode: 0o700 });
  if (place.owner !== null) await chown(usersFolder(place), place.owner.uid, place.owner.gid);
  await writeFile(join(usersFolder(place), String(process.pid)), '');
}

export async function resign(place: Place): Promise<void> {
  await rm(join(usersFolder(place), String(process.pid)), { force: true });
}

/** Whether another process that still runs uses the server. */
export async function hasOtherUsers(place: Place): Promise<boolean> {
  for (const name of await readdir(usersFolder(place)).catch(() => [])) {
    const pid = Number(name);
    if (pid === process.pid) continue;
    if (isAlive(pid)) return true;
    await rm(join(usersFolder(place), name), { force: true });
  }
  return false;
}

/**
 * Waits for the end of its standard input, which comes when this process dies in whatever way, `kill -9` included; then,
 * once no other user of the server is left, stops it. Told `done`, it just ends.
 */
const WATCH = `
read -r word && [ "$word" = done ] && exit 0
while :; do
  busy=
  for file in "$USERS"/*; do
    pid=\${file##*/}
    [ "$pid" != "$PARENT" ] && kill -0 "$pid" 2>/dev/null && busy=1
  done
  [ -z "$busy" ] && break
  sleep 1
done
read -r holder < "$PGDATA/postmaster.pid" && [ "$holder" = "$SERVER" ] && kill -INT "$SERVER"
`;

/** Has the server stopped when this process dies without having done so. Where there is no shell, the next start mends it. */
export function watchOver(place: Place, serverPid: number): { dismiss(): void } {
  if (process.platform === 'win32') return { dismiss: () => {} };
  const child: ChildProcess = spawn('/bin/sh', ['-c', WATCH, 'turnout-database-watch'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    detached: true,
    env: {
      PATH: process.env.PATH,
      USERS: usersFolder(place),
      PGDATA: pgdata(place),
      SERVER: String(serverPid),
      PARENT: String(process.pid),
    },
  });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return { dismiss: () => void child.stdin?.end('done\n') };
}
