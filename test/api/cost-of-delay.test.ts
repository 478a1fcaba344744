import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { instant, openBook, parseDataset, pricesOfDataset } from '#engine';
import { generateDataset } from '#fixtures';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown } from './town.ts';

const NOW = instant(Date.parse('2026-06-17T10:00:00Z'));
const process = useTestProcesses(1, { now: NOW, workers: 0 });

const generated = generateDataset({ seed: 5, now: NOW, calls: 300 });
const policy = { ...JSON.parse(generated.get('policy.json') ?? '{}'), order: 'cost-of-delay' };
const files = new Map([...generated, ['policy.json', JSON.stringify(policy)]]);
beforeAll(() => importTown(process(), Object.fromEntries(files)));

/** The order of the dataset by the engine alone, with prices and without. */
function ordersOfDataset(): { readonly priced: string[]; readonly unpriced: string[] } {
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const { dataset } = parsed.value;
  const opened = openBook(dataset, NOW);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const book = opened.value;
  const numbers = () => book.all().map(({ number }) => number);
  const unpriced = numbers();
  book.price(pricesOfDataset(dataset, NOW));
  return { priced: numbers(), unpriced };
}

const order = async (): Promise<string[]> => (await get(process(), '/queue/order')).json().numbers;

it('rule 9.1: with cost-of-delay every reading of the order goes by prices, whichever is asked for first', async () => {
  // Prices are worked out beside, at the first reading: once they are there, nobody need ask /queue for them.
  await order();
  await pause(2_000);
  const numbers = await order();
  const { priced, unpriced } = ordersOfDataset();
  expect(priced).not.toEqual(unpriced);
  expect(numbers).toEqual(priced);

  const positions = await Promise.all(
    numbers.map(async (number) => (await get(process(), `/calls/${number}`)).json().order.position),
  );
  expect(positions).toEqual(numbers.map((_, k) => k + 1));
  const explained = await Promise.all(
    numbers.map(async (number) => (await get(process(), `/calls/${number}/explain`)).json()),
  );
  expect(explained.map(({ position }) => position)).toEqual(positions);
  const queue = (await get(process(), '/queue?limit=500')).json().calls;
  expect(queue.map(({ number }: { number: string }) => number)).toEqual(numbers);
});
