import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The system user that the database's processes run as; PostgreSQL refuses to run as root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: Owner = { uid: 65534, gid: 65534 };

export const startedByRoot = (): boolean => process.getuid?.() === 0;

/**
 * Whom to run the database as when this process is root: whoever owns a cluster that is already there (it may have been
 * made by an ordinary user), else the system's `postgres`, else its `nobody`. No user is ever created: a bare container
 * may have no tool to do so. null: this process is not root, and runs the database as itself.
 */
export async function databaseOwner(clusterFolder: string | null): Promise<Owner | null> {
  if (!startedByRoot()) return null;
  const existing = clusterFolder === null ? null : await stat(clusterFolder).catch(() => null);
  if (existing !== null && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return userIn(users, 'postgres') ?? userIn(users, 'nobody') ?? NOBODY;
}

function userIn(passwd: string, name: string): Owner | null {
  for (const line of passwd.split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name && Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** Whether the owner may enter the folder and all folders above it. A folder that is not there yet counts as its parent. */
export async function canEnter(folder: string, owner: Owner): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found !== null) {
      const bit = found.uid === owner.uid ? 0o100 : found.gid === owner.gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (at === dirname(at)) return true;
  }
}
