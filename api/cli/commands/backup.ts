import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ok } from '#engine';
import { backUp } from '../../store/index.ts';
import type { Command } from '../command.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const backupCommand: Command = {
  usage: 'backup OUT.gz',
  summary: 'Writes everything in the database, journals and plans too, to one file, while the server runs.',
  shape: { positionals: ['OUT.gz'], flags: {} },
  async run(given) {
    const out = given.positionals[0]!;
    const made = await withOffice(async (office) => {
      // Under its name only once it is whole. Nobody else may read it: calls, people and hashes of passwords are in it.
      const unfinished = `${out}.unfinished`;
      await rm(unfinished, { force: true });
      const lines = new PassThrough();
      const written = pipeline(lines, createGzip(), createWriteStream(unfinished, { mode: 0o600 }));
      try {
        const done = await backUp(office.store.em(), async (text) => {
          if (!lines.write(text)) await Promise.race([once(lines, 'drain'), written]);
        });
        lines.end();
        await written;
        await rename(unfinished, out);
        return done;
      } catch (error) {
        lines.destroy();
        await written.catch(() => {});
        await rm(unfinished, { force: true });
        throw error;
      }
    });
    if (!made.ok) return made;
    printJson({ out, rows: made.value.rows });
    return ok(0);
  },
};
