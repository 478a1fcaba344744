import { createPool, ok, planDataset } from '#engine';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printStreamed, progress } from '../output.ts';
import { planJson } from '../plan-json.ts';

/** Steps where time alone ends the search. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

export const planCommand: Command = {
  usage: 'plan DATASET --now INSTANT [--seed N] [--iterations N | --seconds S] [--threads N] [--fresh]',
  summary:
    'Orders the calls open at that instant and allocates them. Calls that were given to somebody stay there as far as nothing has changed; with --fresh all is planned anew. Exit code 1 if the independent checker refuses the plan.',
  shape: {
    positionals: ['DATASET'],
    flags: {
      now: 'instant',
      seed: 'count',
      iterations: 'count',
      seconds: 'seconds',
      threads: 'threads',
      fresh: 'switch',
    },
    required: ['now'],
    exclusive: [['iterations', 'seconds']],
  },
  async run(given) {
    const loaded = await loadDataset(given.positionals[0]!);
    if (!loaded.ok) return loaded;
    const seconds = given.number('seconds');
    const pool = createPool({ threads: given.number('threads') });
    try {
      const planned = await planDataset(loaded.value, {
        now: given.instant('now')!,
        seed: given.number('seed') ?? 1,
        iterations: given.number('iterations') ?? (seconds === undefined ? loaded.value.policy.iterations : ENDLESS),
        fresh: given.has('fresh'),
        milliseconds: seconds === undefined ? null : seconds * 1000,
        pool,
        onProgress: progress,
      });
      if (!planned.ok) return planned;
      await printStreamed(planJson(planned.value));
      const defects = planned.value.violations.filter(({ fixed }) => !fixed);
      for (const { code, text } of defects) progress(`the checker refuses this plan: ${code}: ${text}`);
      return ok(defects.length > 0 ? 1 : 0);
    } finally {
      await pool.close();
    }
  },
};
