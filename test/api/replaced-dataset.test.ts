import { beforeEach, describe, expect, it } from 'vitest';
import { createPlanner } from '../../api/features/plans/planning/planner.ts';
import { enterImprovement, readImprovement } from '../../api/store/index.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, TOWN } from './town.ts';

// Plans are made by hand here, one at a time.
const process = useTestProcesses(1, { now: NOW, workers: 0 });
beforeEach(() => importTown(process()));

/** The same codes at other places, with calls of the same numbers: North Station has moved to the far south. */
const CALLS = 'number,device,contact,description,logged_at\n';
const MOVED = {
  ...TOWN,
  'sites.csv': TOWN['sites.csv']!.replace('51.50,-0.10', '51.30,-0.10'),
};
const call = (number: string, device: string): string => `${number},${device},Jo,stuck,2026-06-01T08:00:00Z\n`;
const planOf = async () => (await get(process(), '/territories/NORTH/plan')).json();

/** An office in which a dataset takes the place of everything while a whole plan is being made. */
function replacedMeanwhile(files: Readonly<Record<string, string>>) {
  const { office } = process().running;
  let isReplaced = false;
  const refresh: typeof office.prices.refresh = async (...given) => {
    if (!isReplaced) {
      isReplaced = true;
      await importTown(process(), files);
    }
    return office.prices.refresh(...given);
  };
  return { ...office, prices: { ...office.prices, refresh } };
}

describe('rule: a dataset that takes the place of everything takes that of its plans', () => {
  it('a whole plan of the dataset before is not put into the plan of the new one', async () => {
    const numbers = CALLS + call('A', 'LIFT-1') + call('B', 'LIFT-2');
    await importTown(process(), { ...TOWN, 'calls.csv': numbers });
    const office = replacedMeanwhile({ ...MOVED, 'calls.csv': numbers });
    await createPlanner(office).whole('NORTH');
    expect(await planOf()).toMatchObject({ status: 404, code: 'plan-not-found' });
    await createPlanner(process().running.office).whole('NORTH');
    const { allocations } = await planOf();
    // From Ann's and Bob's homes it is more than twenty kilometres there.
    expect(allocations).toHaveLength(2);
    expect(allocations[0].travel_seconds).toBeGreaterThan(1200);
  });

  it('a plan overtaken by a change that replaces nothing is still put into what stands', async () => {
    await importTown(process(), { ...TOWN, 'calls.csv': CALLS + call('A', 'LIFT-1') });
    const { office } = process().running;
    let isLogged = false;
    const refresh: typeof office.prices.refresh = async (...given) => {
      if (!isLogged) {
        isLogged = true;
        await logged(process(), 'LIFT-2');
        await createPlanner(office).place('NORTH');
      }
      return office.prices.refresh(...given);
    };
    await createPlanner({ ...office, prices: { ...office.prices, refresh } }).whole('NORTH');
    expect((await planOf()).allocations).toHaveLength(2);
  });

  it('what an improvement has found of the dataset before is discarded', async () => {
    const em = process().store.em();
    const asked = { territory: 'NORTH', who: 'Ann', askedAt: NOW, milliseconds: null, iterations: 10 };
    const { run } = (await enterImprovement(em, asked))!;
    await importTown(process(), MOVED);
    expect(await readImprovement(em, 'NORTH')).toMatchObject({ run, finishedAt: NOW, outcome: 'discarded', found: [] });
    // A search that still runs is known by the number of its run.
    expect((await enterImprovement(em, asked))!.run).toBe(run + 1);
  });
});
