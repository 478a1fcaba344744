import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { failed, ok } from '#engine';
import { RestoreRefused, restore } from '../../store/index.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

const ACTIONS: Readonly<Record<RestoreRefused['reason'], string>> = {
  'not-a-backup': 'Name a file that `backup` wrote; a dataset is taken in by `import`.',
  'database-not-empty': 'Name an empty database by DATABASE_URL, or an empty folder by TURNOUT_DATA, with DEMO=off.',
  'newer-version': 'Use that version or a newer one.',
};

export const restoreCommand: Command = {
  usage: 'restore FILE.gz',
  summary: 'Takes a backup in, all of it or nothing, into a database without data.',
  shape: { positionals: ['FILE.gz'], flags: {} },
  async run(given) {
    const file = given.positionals[0]!;
    let refused: RestoreRefused | null = null;
    const done = await withOffice(async (office) => {
      try {
        return await restore(office.store.em(), linesOf(file));
      } catch (error) {
        if (error instanceof RestoreRefused) refused = error;
        else if (/^(Z_|ENOENT|EISDIR|EACCES)/.test(String((error as { code?: string }).code))) {
          refused = new RestoreRefused('not-a-backup', `${file} can't be read: ${(error as Error).message}.`);
        } else throw error;
        return null;
      }
    });
    if (refused !== null) {
      const { reason, message } = refused as RestoreRefused;
      return failed([{ code: `restore-${reason}`, field: 'FILE.gz', value: file, message, action: ACTIONS[reason] }]);
    }
    if (!done.ok) return done;
    printJson({ restored: file, rows: done.value?.rows ?? 0 });
    return ok(0);
  },
};

/** The lines of a zipped file; throws what keeps it from being read. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const unzipped = createGunzip();
  const read = pipeline(createReadStream(file), unzipped);
  read.catch(() => {}); // it ends the stream below, which throws it
  let rest = '';
  for await (const chunk of unzipped.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
