import { expect, test } from 'vitest';
import { instant } from '#engine';
import {
  appendEvents,
  holdReference,
  nextCallNumbers,
  readCalls,
  readDataset,
  readEvents,
  readReference,
  readReferenceVersion,
  writeDataset,
} from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const imported = { at: instant(1_800_000_000_000), who: 'clerk', why: 'first load' };

test('an empty database reads as an empty dataset', async () => {
  const { dataset, referenceVersion } = await readDataset(store().em());
  expect(dataset.calls).toEqual([]);
  expect(dataset.contracts).toEqual([]);
  expect(dataset.policy.order.at(-1)).toBe('number');
  expect(referenceVersion).toBe('0');
});

test('a dataset comes back as it was written, each table in its order', async () => {
  await writeDataset(store().em(), sampleDataset, imported);
  const { dataset } = await readDataset(store().em());
  expect(dataset).toEqual(sampleDataset);
});

test('writing a dataset replaces all that was there and raises the version of the reference', async () => {
  const before = await readReferenceVersion(store().em());
  const smaller = { ...sampleDataset, calls: sampleDataset.calls.slice(0, 1), absences: [], paymentTerms: null };
  await writeDataset(store().em(), smaller, imported);
  const { dataset, referenceVersion } = await readDataset(store().em());
  expect(dataset).toEqual(smaller);
  expect(Number(referenceVersion)).toBe(Number(before) + 1);
  expect((await readReference(store().em())).reference.absences).toEqual([]);
});

test('each imported call begins its journal, which an import replaces as well', async () => {
  await writeDataset(store().em(), sampleDataset, imported);
  await writeDataset(store().em(), sampleDataset, imported);
  const events = await readEvents(store().em(), 'NORTH', 'A-1');
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ kind: 'imported', who: 'clerk', why: 'first load', at: imported.at });
  expect(events[0]?.data).toEqual({ ...sampleCall() });
});

test('a dataset that fails half way changes nothing', async () => {
  await writeDataset(store().em(), sampleDataset, imported);
  const twice = { ...sampleDataset, customers: [], calls: [sampleCall(), sampleCall()] };
  await expect(writeDataset(store().em(), twice, imported)).rejects.toThrow();
  expect((await readDataset(store().em())).dataset).toEqual(sampleDataset);
});

test('numbers of new calls lie past those of the import', async () => {
  await writeDataset(store().em(), sampleDataset, imported);
  expect((await nextCallNumbers(store().em(), 2)).numbers).toEqual([
    { number: 'C-000042', row: 42 },
    { number: 'C-000043', row: 43 },
  ]);
});

test('a journal refuses to be changed or shortened', async () => {
  await writeDataset(store().em(), sampleDataset, imported);
  await appendEvents(store().em(), [
    {
      territory: 'NORTH',
      call: 'A-1',
      at: imported.at,
      recordedAt: imported.at,
      kind: 'accept',
      who: 'TOM',
      why: null,
      data: { from: 'allocated' },
    },
  ]);
  for (const attempt of ['update call_events set who = null', 'delete from call_events', 'truncate call_events']) {
    await expect(store().em().execute(attempt)).rejects.toThrow('append-only');
  }
  expect((await readEvents(store().em(), 'NORTH', 'A-1')).map(({ kind }) => kind)).toEqual(['imported', 'accept']);
});

test('an import waits for a transaction that was judging a call by the reference', async () => {
  const order: string[] = [];
  let importing: Promise<void> = Promise.resolve();
  await store().transaction(async (em) => {
    await holdReference(em);
    importing = writeDataset(store().em(), sampleDataset, imported).then(() => void order.push('imported'));
    await readCalls(em, null, { openOrLoggedAfter: imported.at });
    order.push('judged');
  });
  await importing;
  expect(order).toEqual(['judged', 'imported']);
});
