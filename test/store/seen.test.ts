import { expect, test } from 'vitest';
import { instant } from '#engine';
import { findCall, readCalls, updateCall, writeDataset } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();

test('what a transaction writes after it has read is not taken for seen, though later transactions have ended', async () => {
  const needed = { openOrLoggedAfter: instant(0) };
  const { number } = sampleCall();
  await writeDataset(store().em(), sampleDataset, { at: instant(0), who: 'test' });
  const { seen, written } = await store().transaction(async (em) => {
    const call = await findCall(em, number, { lock: true }); // gives the transaction its number
    await store().em().execute('create table later_transaction ()'); // with a later number, and ended
    const read = await readCalls(em, null, needed);
    const changed = await updateCall(em, { ...call!, description: 'changed' });
    return { seen: read, written: changed };
  });
  const next = await readCalls(store().em(), seen, needed);
  expect(next.calls).toEqual([written]);
});
