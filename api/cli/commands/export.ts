import { formatDataset, ok, withoutImpliedTerms } from '#engine';
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
    const read = await withOffice(async (office) => {
      const { dataset } = await readDataset(office.store.em());
      return withoutImpliedTerms(dataset, office.clock());
    });
    if (!read.ok) return read;
    const files = formatDataset(read.value);
    const written = await writeDatasetFiles(out, files);
    if (!written.ok) return written;
    printJson({ out, files: [...files.keys()] });
    return ok(0);
  },
};
