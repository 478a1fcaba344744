import { expect, it } from 'vitest';
import { instant, objectiveOf, planInPool } from '#engine';
import { foundIn } from '../../api/features/plans/improve/found.ts';
import { createImprover } from '../../api/features/plans/improve/improve-plan.ts';
import { readTerritory } from '../../api/features/plans/planning/reading.ts';
import { changeImprovement, enterImprovement } from '../../api/store/index.ts';
import { until } from '../support/server.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { scatteredTown } from './scattered-town.ts';
import { get, importTown, NOW } from './town.ts';

const served = useTestProcesses(1, { now: NOW });
const PLAN = '/territories/NORTH/plan';
const json = async (url: string) => (await get(served(), url)).json();

/** A day with more work than room; calls that stand early in the order take most of somebody's day. */
function overloadedTown(): Readonly<Record<string, string>> {
  const town = scatteredTown();
  const [header, ...calls] = town['calls.csv']!.trim().split('\n');
  const long = (row: string): string => `${row},${/^C-(09|18)/.test(row) ? 'PT7H' : 'PT2H'}`;
  return {
    ...town,
    'calls.csv': `${[`${header},estimated_time`, ...calls.map(long)].join('\n')}\n`,
    'policy.json': '{"horizon": "P1D"}',
  };
}

it('on a day with more work than room the plan that was found is shown and saved, with the calls that it drops', async () => {
  await importTown(served(), overloadedTown());
  const before = await until(
    () => json(PLAN),
    ({ allocations, unallocated }) => (allocations ?? []).length + (unallocated ?? []).length === 26,
    20,
  );
  const { office } = served().running;
  const em = office.store.em();
  const { input, stored } = (await readTerritory(office, 'NORTH', () => null))!;
  const budget = { seed: 1, iterations: 3_000, milliseconds: null, fresh: true };
  const better = await planInPool(office.pool, input, budget);
  if (!better.ok) throw new Error('no plan');
  const { found, counts } = foundIn(stored, better.value);
  const dropped = before.allocations
    .map(({ call }: { call: string }) => call)
    .filter((number: string) => better.value.unallocated.some(({ call }) => call === number));
  expect(counts.dropped).toBe(dropped.length);
  expect(dropped.length).toBeGreaterThan(0);

  const asked = { territory: 'NORTH', who: 'Dee', askedAt: NOW, milliseconds: 1_000, iterations: null };
  const entered = (await enterImprovement(em, asked))!;
  const row = (await changeImprovement(em, entered, { beganAt: instant(NOW - 10_000), found }))!;
  const { changes } = await json(`${PLAN}/improvement`);
  const shown = changes.filter(({ kind }: { kind: string }) => kind === 'dropped');
  expect(shown.map(({ call }: { call: string }) => call)).toEqual(dropped.toSorted());

  await createImprover(office)({ territory: 'NORTH', run: row.run }, new AbortController().signal);
  expect(await json(`${PLAN}/improvement`)).toMatchObject({ state: 'ended', outcome: 'saved' });
  const saved = (await readTerritory(office, 'NORTH', () => null))!.stored;
  expect(objectiveOf({ cost: saved.cost!, changeCost: saved.changeCost })).toBeLessThanOrEqual(
    objectiveOf(better.value),
  );
  expect(saved.unallocated.map(({ call }) => call).sort()).toEqual(
    better.value.unallocated.map(({ call }) => call).sort(),
  );
});
