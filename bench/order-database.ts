import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, type Dataset, instant, openBook } from '#engine';
import { openStore, readCalls, readReference, type Store, startEmbedded, writeDataset } from '../api/store/index.ts';
import { NOW, openDataset } from './datasets.ts';
import { progress } from './progress.ts';
import { rounded, type Stage } from './stage.ts';
import { measureInTurn } from './statistics.ts';

/** Open calls in the database. */
export const STORED = 100_000;

/** What a process does when it starts: reference and calls read from a PostgreSQL of our own, and a book opened on them. */
export async function measureDatabase(runs: number): Promise<Stage[]> {
  progress(`order from the database: ${STORED} open calls`);
  const folder = await mkdtemp(join(tmpdir(), 'turnout-bench-'));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataFolder: folder, durable: false });
  const store = await openStore({ databaseUrl: database.url, dataFolder: '' });
  try {
    await writeDataset(store.em(), openDataset(STORED), { at: NOW, who: 'bench' });
    let dataset: Dataset | null = null;
    const spreads = await measureInTurn(
      { runs, warmUps: 1 },
      {
        database_read: async () => {
          dataset = await readAll(store);
        },
        database_open_book: () => {
          const book = openBook(dataset!, NOW);
          if (!book.ok) throw new Error(book.problems[0]?.message);
          return book.value.size;
        },
      },
    );
    return Object.entries(spreads).map(([stage, spread]) => {
      progress(`  ${stage}: ${rounded(spread.median)} ms`);
      return { stage, n: STORED, ...spread };
    });
  } finally {
    await store.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As api/platform/desk.ts loads a day. */
async function readAll(store: Store): Promise<Dataset> {
  const { reference } = await readReference(store.em());
  const longest = Math.max(0, ...reference.reliabilityTargets.map(({ window }) => window));
  const { calls } = await readCalls(store.em(), null, { openOrLoggedAfter: instant(NOW - longest - 30 * DAY) });
  return { ...reference, calls };
}
