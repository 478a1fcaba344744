import { readFileSync } from 'node:fs';
import { planTerritory } from '#engine';
import { progress } from '../progress.ts';
import { checked, fieldTerritory } from './territory.ts';

/**
 * What the search of a version makes of field days of 1,000 calls within a number of steps. Counted, not timed: the same
 * version gives the same figures on any machine, however busy, and with any number of threads.
 */
export interface ReleaseRow {
  readonly version: string;
  readonly steps: number;
  /** Cost over that of the plan by order alone, of instances 1 and 2. */
  readonly ratios: readonly number[];
  readonly note: string;
}

const CALLS = 1000;
const STEPS = [10_000, 100_000];
const INSTANCES = [1, 2];

/** Rows that were written down when a version was made, then those of the code as it is. */
export function releaseRows(): ReleaseRow[] {
  const recorded: ReleaseRow[] = JSON.parse(readFileSync(new URL('./releases.json', import.meta.url), 'utf8'));
  return [...recorded, ...presentRows()];
}

/** The code as it is: to be written down in releases.json when it is released. */
export function presentRows(): ReleaseRow[] {
  const days = INSTANCES.map((instance) => {
    const territory = fieldTerritory(CALLS, undefined, instance);
    const cost = (iterations: number) =>
      checked(territory, planTerritory(territory.input, { seed: 1, iterations, milliseconds: null })).cost.total;
    return { cost, alone: cost(0) };
  });
  return STEPS.map((steps) => {
    const ratios = days.map(({ cost, alone }) => Math.round((cost(steps) / alone) * 10_000) / 10_000);
    progress(`  ${steps} steps: ${ratios.join(', ')} of order alone`);
    return { version: 'as it is', steps, ratios, note: '' };
  });
}
