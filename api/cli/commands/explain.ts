import { failed, ok, openDataset } from '#engine';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';

export const explainCommand: Command = {
  usage: 'explain DATASET CALL --now INSTANT',
  summary: 'Says why a call stands where it does, and what would move it up.',
  shape: { positionals: ['DATASET', 'CALL'], flags: { now: 'instant' }, required: ['now'] },
  async run(given) {
    const [path, number] = given.positionals as [string, string];
    const loaded = await loadDataset(path);
    if (!loaded.ok) return loaded;
    const opened = openDataset(loaded.value, given.instant('now')!);
    if (!opened.ok) return opened;
    const explanation = opened.value.explain(number);
    if (explanation === null) {
      const known = loaded.value.calls.some((call) => call.number === number);
      return failed([
        {
          code: known ? 'call-not-in-order' : 'unknown-call',
          field: 'CALL',
          value: number,
          message: known ? 'This call is not in the order at that instant.' : 'The dataset has no call of this number.',
          action: known ? 'Name a call that is open and approved at --now.' : 'Use a number from calls.csv.',
        },
      ]);
    }
    printJson(explanation);
    return ok(0);
  },
};
