import { type Dataset, ORDER_PRESETS, orderRoom, orderSnapshot } from '#engine';
import { plainCostOfDelay } from './baseline/plain-cost-of-delay.ts';
import { NOW } from './datasets.ts';
import { compileFor, numbersOf, requireSame, writeSnapshot } from './snapshot.ts';
import { measure, type Repetition, type Spread } from './statistics.ts';

/** The plain way by cost of delay takes longer than the default, for the same deadlines. */
export const MOST_PLAIN_COST = 10_000;

const withPolicy = (dataset: Dataset, preset: keyof typeof ORDER_PRESETS): Dataset => ({
  ...dataset,
  policy: { ...dataset.policy, order: ORDER_PRESETS[preset] },
});

/** Snapshot to sorted order, one thread, by the other policies that ship. */
export function measurePolicies(dataset: Dataset, repetition: Repetition): [stage: string, spread: Spread][] {
  return (['least-slack', 'cost-of-delay'] as const).map((preset) => {
    const given = withPolicy(dataset, preset);
    const { snapshot } = writeSnapshot(given, compileFor(given, NOW), NOW);
    const room = orderRoom(snapshot.table.flags.length);
    const spread = measure(
      repetition,
      () => null,
      () => orderSnapshot(snapshot, room),
    );
    return [`order_${preset.replaceAll('-', '_')}`, spread];
  });
}

/** The plain way by cost of delay, which must give the identical order. */
export function measurePlainCost(dataset: Dataset, runs: number): Spread {
  const given = withPolicy(dataset, 'cost-of-delay');
  const shared = writeSnapshot(given, compileFor(given, NOW), NOW);
  let numbers: string[] = [];
  const spread = measure(
    { runs, warmUps: 0 },
    () => null,
    () => {
      numbers = plainCostOfDelay(given, NOW).map(({ call }) => call.number);
    },
  );
  requireSame(numbers, numbersOf(shared, orderSnapshot(shared.snapshot)), `${numbers.length} calls by cost of delay`);
  return spread;
}
