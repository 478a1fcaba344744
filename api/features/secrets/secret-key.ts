import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';

/** File beside the embedded database with the key that seals secrets in it. Kept apart from backups. */
export const SECRET_KEY_FILE = 'secrets.key';
const BYTES = 32;

/** The key of the environment, else that of the file in the data folder, which is made where it is missing. */
export async function secretKey({
  secretKey: given,
  dataFolder,
}: Pick<Config, 'secretKey' | 'dataFolder'>): Promise<Buffer> {
  if (given !== null) return Buffer.from(given, 'base64');
  const file = join(dataFolder, SECRET_KEY_FILE);
  await mkdir(dataFolder, { recursive: true });
  try {
    // Never over one that is there: another process may have made it just now.
    await writeFile(file, `${randomBytes(BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length < BYTES) throw new Error(`${file} holds no key. Put the former one there, or set TURNOUT_SECRET_KEY.`);
  return key;
}
