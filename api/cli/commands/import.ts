import { failed, ok } from '#engine';
import { importDataset } from '../../features/tables/datasets.ts';
import { change } from '../../platform/change.ts';
import type { Command } from '../command.ts';
import { readDatasetFiles } from '../dataset-files.ts';
import { printJson, progress } from '../output.ts';
import { withOffice } from '../with-office.ts';

const MODES = ['merge', 'replace'] as const;

export const importCommand: Command = {
  usage: 'import DATASET [--mode merge|replace] [--who NAME]',
  summary: 'Imports a dataset into the database: all of it, or nothing and every error. Plans are made by the server.',
  shape: { positionals: ['DATASET'], flags: { mode: 'text', who: 'text' } },
  async run(given) {
    const wanted = given.text('mode') ?? 'merge';
    const mode = MODES.find((each) => each === wanted);
    if (mode === undefined) {
      return failed([
        {
          code: 'bad-flag',
          field: '--mode',
          value: wanted,
          message: 'There is no such mode.',
          action: 'Use merge (add and replace rows by code) or replace (the dataset takes the place of everything).',
        },
      ]);
    }
    const files = await readDatasetFiles(given.positionals[0]!);
    if (!files.ok) return files;
    progress(`importing ${files.value.size} files`);
    const done = await withOffice((office) =>
      change(office, null, (one) => importDataset(one, files.value, mode, given.text('who') ?? 'import'), {
        replacesReference: true,
      }),
    );
    if (!done.ok) return done;
    printJson(done.value.body);
    return ok(0);
  },
};
