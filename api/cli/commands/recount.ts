import { ok } from '#engine';
import { recount } from '../../features/performance/recount.ts';
import type { Command } from '../command.ts';
import { printJson, progress } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const recountCommand: Command = {
  usage: 'recount [--repair]',
  summary:
    'Recounts all performance figures in the database from the journals, and says where those that are kept up differ; exit code 1 if any do and were not repaired.',
  shape: { positionals: [], flags: { repair: 'switch' } },
  async run(given) {
    progress('recounting; changes of calls wait');
    const done = await withOffice((office) => recount(office, given.has('repair')));
    if (!done.ok) return done;
    const { contracts, count, differences, repaired } = done.value;
    printJson({ contracts, differences: count, first: differences, repaired });
    return ok(count === 0 || repaired ? 0 : 1);
  },
};
