import { beforeEach, expect, test } from 'vitest';
import { instant } from '#engine';
import { type Em, findCall, insertCall, placer, readCalls, updateCall, writeDataset } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const at = instant(1_800_000_000_000);
const needed = { openOrLoggedAfter: at };

beforeEach(() => writeDataset(store().em(), sampleDataset, { at, who: 'clerk' }));

const newCall = (number: string) => {
  const call = sampleCall({ number, row: 100 });
  return { ...call, ...placer(sampleDataset)(call) };
};
const numbers = (read: { calls: readonly { number: string }[] }) => read.calls.map(({ number }) => number).sort();

/** A transaction that is ended from outside. */
function openTransaction(work: (em: Em) => Promise<unknown>) {
  let commit = (): void => {};
  let begun: Promise<void> = Promise.resolve();
  const ended = new Promise<void>((resolve, reject) => {
    begun = new Promise((ready) => {
      const held = new Promise<void>((release) => {
        commit = release;
      });
      store()
        .transaction(async (em) => {
          await work(em);
          ready();
          await held;
        })
        .then(resolve, reject);
    });
  });
  return {
    begun,
    commit: async () => {
      commit();
      await ended;
    },
  };
}

test('the first read has the open calls and those that were open after the given instant', async () => {
  expect(numbers(await readCalls(store().em(), null, needed))).toEqual(['A-1']);
  const closedAt = sampleDataset.calls[1]?.closedAt ?? at;
  const earlier = { openOrLoggedAfter: instant(closedAt - 1) };
  expect(numbers(await readCalls(store().em(), null, earlier))).toEqual(['A-1', 'C-000041']);
});

test('a later read has what changed since, and only that', async () => {
  const first = await readCalls(store().em(), null, needed);
  expect(numbers(await readCalls(store().em(), first, needed))).toEqual([]);
  await insertCall(store().em(), newCall('N-1'));
  const second = await readCalls(store().em(), first, needed);
  expect(numbers(second)).toEqual(['N-1']);
  expect(numbers(await readCalls(store().em(), second, needed))).toEqual([]);
});

test('a call that was closed is read once more, so that it can be dropped', async () => {
  const first = await readCalls(store().em(), null, needed);
  await updateCall(store().em(), { ...newCall('A-1'), status: 'closed', fixedAt: instant(1), closedAt: instant(2) });
  const [call] = (await readCalls(store().em(), first, needed)).calls;
  expect(call).toMatchObject({ number: 'A-1', status: 'closed', closedAt: 2, version: 2 });
});

test('of two transactions that interleave, the one that commits after a read is in the next, though it began first', async () => {
  const early = openTransaction((em) => insertCall(em, newCall('EARLY')));
  await early.begun;
  await insertCall(store().em(), newCall('LATE')); // a higher transaction number, committed first
  const first = await readCalls(store().em(), null, needed);
  expect(numbers(first)).toEqual(['A-1', 'LATE']);
  await early.commit();
  expect(numbers(await readCalls(store().em(), first, needed))).toEqual(['EARLY']);
});

test('a change that is rolled back is never read', async () => {
  const first = await readCalls(store().em(), null, needed);
  await store()
    .transaction(async (em) => {
      await insertCall(em, newCall('GONE'));
      throw new Error('rolled back');
    })
    .catch(() => {});
  expect(numbers(await readCalls(store().em(), first, needed))).toEqual([]);
});

test('a read within a transaction has its own changes, and others have them after the commit', async () => {
  const first = await readCalls(store().em(), null, needed);
  let within: string[] = [];
  await store().transaction(async (em) => {
    await insertCall(em, newCall('OWN'));
    within = numbers(await readCalls(em, first, needed));
  });
  expect(within).toEqual(['OWN']);
  expect(numbers(await readCalls(store().em(), first, needed))).toEqual(['OWN']);
});

test('each change of a call raises its version, whatever was changed', async () => {
  const call = await findCall(store().em(), 'A-1', { lock: false });
  expect(call).toMatchObject({ version: 1, territory: 'NORTH', contract: 'K1', zone: 'LOBBY' });
  expect(await updateCall(store().em(), newCall('A-1'))).toMatchObject({ version: 2, row: 2 });
  await updateCall(store().em(), { ...newCall('A-1'), resource: 'TOM' });
  expect(await findCall(store().em(), 'A-1', { lock: false })).toMatchObject({ version: 3, resource: 'TOM' });
});

test('a call that does not exist is not found, and can not be changed', async () => {
  expect(await findCall(store().em(), 'NONE', { lock: true })).toBeNull();
  await expect(updateCall(store().em(), newCall('NONE'))).rejects.toThrow('no call NONE');
});
