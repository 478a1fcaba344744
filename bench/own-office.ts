import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '#engine';
import type { Log, Office } from '../api/platform/office.ts';
import { openOffice } from '../api/process.ts';
import { openStore, startEmbedded } from '../api/store/index.ts';
import { progress } from './progress.ts';

const LOG: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fields) => progress(JSON.stringify(fields)),
};

/** A database of its own, and an office on it that plans nothing. */
export async function withOffice<T>(work: (office: Office) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'turnout-bench-'));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataFolder: folder });
  const store = await openStore({ databaseUrl: database.url, dataFolder: '' });
  // One moment for all, so that every run asks for the same periods.
  const now = instant(Date.now());
  const running = await openOffice({ store, threads: 1, workers: 0, log: LOG, clock: () => now });
  try {
    return await work(running.office);
  } finally {
    await running.close();
    await store.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
