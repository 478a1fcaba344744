import { formatDataset, ok } from '#engine';
import { readDataset } from '../../store/index.ts';
import type { Command } from '../command.ts';
import { writeDatasetFiles } from '../dataset-files.ts';
import { printJson } from '../output.ts';
import { withOffice } from '../with-office.ts';

export const exportCommand: Command = {
  usage: 'export OUT',
  summary: 'Writes everything in the database as a dataset to a folder, or to one zip where OUT ends in .zip.',
  shape: { positionals: ['OUT'], flags: {} },
  async run(given) {
    const out = given.positionals[0]!;
    const read = await withOffice((office) => readDataset(office.store.em()));
    if (!read.ok) return read;
    const files = formatDataset(read.value.dataset);
    const written = await writeDatasetFiles(out, files);
    if (!written.ok) return written;
    printJson({ out, files: [...files.keys()] });
    return ok(0);
  },
};
