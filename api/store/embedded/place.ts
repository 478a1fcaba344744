import { createHash } from 'node:crypto';
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Binaries, installedBinaries } from './binaries.ts';
import { canEnter, databaseOwner, type Owner, startedByRoot } from './owner.ts';

/** Where a database lives and who runs it. */
export interface Place {
  /** Folder of the cluster: pgdata/, password, postgres.log, users/. */
  readonly home: string;
  readonly binaries: Binaries;
  /** null: this process's own user. */
  readonly owner: Owner | null;
}

/** In the project's data folder, names the folder of a database that had to be put elsewhere. */
const POINTER = 'postgres.location';

/**
 * Chooses where the database of a data folder lives: in the folder itself, or, where root started the process from a
 * folder that the database's user can't enter, in a folder of that data folder's own under /var/lib (else a temporary
 * folder), always the same one. Binaries out of that user's reach are copied there as well.
 */
export async function choosePlace(dataFolder: string, log: (line: string) => void): Promise<Place> {
  const data = await mkdir(dataFolder, { recursive: true })
    .then(() => realpath(dataFolder))
    .catch((error: Error) => {
      throw new Error(
        `The folder ${dataFolder} can't be made: ${error.message}. Set TURNOUT_DATA to a folder that can.`,
      );
    });
  const inside = join(data, 'postgres');
  const installed = await installedBinaries();
  const pointed = (await readFile(join(data, POINTER), 'utf8').catch(() => '')).trim();

  if (!startedByRoot()) {
    if (pointed !== '') {
      throw new Error(
        `The database of ${data} was made by root and lives in ${pointed}: start as root again, or set TURNOUT_DATA to another folder.`,
      );
    }
    const made = await stat(inside).catch(() => null);
    if (made !== null && made.uid !== process.getuid?.() && process.getuid !== undefined) {
      throw new Error(
        `The database in ${inside} belongs to user ${made.uid}: start as root or as that user, or set TURNOUT_DATA to another folder.`,
      );
    }
    return { home: inside, binaries: installed, owner: null };
  }

  const hasOwn = (await stat(join(inside, 'pgdata')).catch(() => null)) !== null;
  const owner = (await databaseOwner(hasOwn ? inside : pointed === '' ? null : pointed)) as Owner;
  const reachable = await canEnter(data, owner);
  let home = inside;
  if (!reachable) {
    home = join(await stagingFolder(data, pointed), 'postgres');
    if (home !== pointed) await writeFile(join(data, POINTER), `${home}\n`);
    log(`database folder: ${home} (user ${owner.uid}, whom it runs as, can't enter ${data})`);
  } else if (pointed !== '' && !hasOwn) {
    home = pointed; // the folder was closed when the database was made, and has been opened since
  }
  const binaries = (await canEnter(join(installed.root, 'bin'), owner))
    ? installed
    : await stageBinaries(installed, log);
  return { home, binaries, owner };
}

/** Makes the folder of a new database, closed to all but its owner. */
export async function makeHome(folder: string, owner: Owner | null): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (owner !== null) await chown(folder, owner.uid, owner.gid);
}

/** The folder of a data folder's own, outside of the project; always the same one. */
async function stagingFolder(data: string, pointed: string): Promise<string> {
  if (pointed !== '' && (await stat(pointed).catch(() => null)) !== null) return dirname(pointed);
  return ownFolder(`turnout-${shortHash(data)}`);
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A copy for each installation, whatever data folders it serves. */
async function stageBinaries(installed: Binaries, log: (line: string) => void): Promise<Binaries> {
  const root = join(await ownFolder(`turnout-postgresql-${shortHash(installed.root)}`), installed.build);
  if ((await stat(root).catch(() => null)) === null) {
    log(`copying the database programs to ${root}, where their user can reach them`);
    const unfinished = `${root}.${process.pid}`;
    // Links stay as they are (all are relative), static libraries and headers are for compilers only.
    await cp(installed.root, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'include',
    });
    await openToAll(unfinished);
    // Another process may have been faster; its copy is as good.
    await rename(unfinished, root).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  return { root, build: installed.build };
}

/** Whatever mask npm ran under, the copy is there to be read. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444);
  }
}

/** A folder of root's, open to be entered by all, that outlives a reboot where the system has such a place. */
async function ownFolder(name: string): Promise<string> {
  for (const base of ['/var/lib', '/var/tmp', tmpdir()]) {
    const folder = join(base, name);
    try {
      await mkdir(folder).then(() => chmod(folder, 0o755), ignoreExisting);
      const found = await lstat(folder);
      // In a folder that all may write to, somebody else could have laid this one out for us.
      const ours = found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
      if (ours && (await canEnter(folder, { uid: -1, gid: -1 }))) return folder;
    } catch {
      // not writable here: try the next
    }
  }
  throw new Error(
    'No folder was found that the database user can reach: set TURNOUT_DATA to one that all may enter, or DATABASE_URL.',
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
