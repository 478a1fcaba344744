import { type Call, createReliability, type Dataset, instant } from '#engine';
import { NOW } from './datasets.ts';
import { compileFor } from './snapshot.ts';
import type { Stage } from './stage.ts';
import { measure } from './statistics.ts';

/** Failures in one window. */
export const WINDOWS = [1_000, 10_000, 100_000];
/** Failures that enter and leave in one measured run: one alone is too short to time. */
const FAILURES = 100;

/**
 * A failure logged, which pushes the oldest out of a rolling window, and the target judged: `FAILURES` of them, one
 * after the other, in a window that holds so many.
 */
export function measureWindows(dataset: Dataset, runs: number): Stage[] {
  const like = dataset.calls.find(({ type }) => type === 'fault')!;
  return WINDOWS.map((size) => {
    const apart = 1000;
    const target = {
      row: 0,
      code: 'WINDOW',
      device: like.device,
      group: null,
      model: null,
      zone: null,
      maxFailures: 2 * size,
      window: (size * apart) as Dataset['reliabilityTargets'][number]['window'],
    };
    const terms = compileFor({ ...dataset, calls: [], reliabilityTargets: [target] }, NOW);
    const reliability = createReliability(terms);
    let at = NOW - size * apart;
    let number = 0;
    const next = (): Call => {
      at += apart;
      number += 1;
      const open = { type: 'fault', excuse: null, duplicateOf: null, status: 'open' } as const;
      return { ...like, ...open, number: `W-${number}`, loggedAt: instant(at) };
    };
    for (let k = 0; k < size; k++) reliability.addFailure(next());
    reliability.judge(instant(at));
    const spread = measure(
      { runs: Math.max(50, runs), warmUps: 10 },
      () => Array.from({ length: FAILURES }, next),
      (failures) => {
        for (const failure of failures) {
          reliability.addFailure(failure);
          reliability.judge(failure.loggedAt);
        }
        return reliability.countAt(0, instant(at));
      },
    );
    return { stage: 'window_100_failures', n: size, ...spread };
  });
}
