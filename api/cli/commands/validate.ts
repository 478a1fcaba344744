import { type Dataset, failed, instant, ok, openBook } from '#engine';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';

export const validateCommand: Command = {
  usage: 'validate DATASET',
  summary: 'Says how many rows each table has, or lists every error with file, row, column, value and action.',
  shape: { positionals: ['DATASET'], flags: {} },
  async run(given) {
    const loaded = await loadDataset(given.positionals[0]!);
    if (!loaded.ok) return loaded;
    // Opened as of its last call, so that every call's entitlement is looked at.
    const last = loaded.value.calls.reduce((latest, { loggedAt }) => Math.max(latest, loggedAt), 0);
    const opened = openBook(loaded.value, instant(last));
    if (!opened.ok) return failed(opened.problems);
    printJson({ valid: true, rows: rowsByTable(loaded.value) });
    return ok(0);
  },
};

const rowsByTable = (dataset: Dataset): Record<string, number> =>
  Object.fromEntries(
    Object.entries(dataset)
      .filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]))
      .map(([name, rows]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), rows.length]),
  );
