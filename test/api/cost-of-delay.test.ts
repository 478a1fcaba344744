import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { instant } from '#engine';
import { generateDataset } from '#fixtures';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown } from './town.ts';

const NOW = instant(Date.parse('2026-06-17T10:00:00Z'));
const process = useTestProcesses(1, { now: NOW, workers: 0 });

beforeAll(async () => {
  const files = Object.fromEntries(generateDataset({ seed: 5, now: NOW, calls: 300 }));
  const policy = { ...JSON.parse(files['policy.json'] ?? '{}'), order: 'cost-of-delay' };
  await importTown(process(), { ...files, 'policy.json': JSON.stringify(policy) });
});

const order = async (): Promise<string[]> => (await get(process(), '/queue/order')).json().numbers;

it('rule 9.1: with cost-of-delay every reading of the order goes by prices, whichever is asked for first', async () => {
  // Prices are worked out beside, at the first reading: once they are there, nobody need ask /queue for them.
  await order();
  await pause(2_000);
  const numbers = await order();
  expect(numbers.length).toBeGreaterThan(10);

  const positions = await Promise.all(
    numbers.map(async (number) => (await get(process(), `/calls/${number}`)).json().order.position),
  );
  expect(positions).toEqual(numbers.map((_, k) => k + 1));
  const explained = await Promise.all(
    numbers.map(async (number) => (await get(process(), `/calls/${number}/explain`)).json()),
  );
  expect(explained.map(({ position }) => position)).toEqual(positions);
  const losses = explained.map(
    ({ criteria }) => criteria.find((each: { criterion: string }) => each.criterion === 'cost_of_delay').value,
  );
  expect(losses.some((loss) => loss !== 'none')).toBe(true);
  const queue = (await get(process(), '/queue?limit=500')).json().calls;
  expect(queue.map(({ number }: { number: string }) => number)).toEqual(numbers);
});
