import { expect, test } from 'vitest';
import { instant } from '#engine';
import { claimKeys, type Em, forgetKeys, settleKeys } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';

const store = useTestStore();
const reply = { status: 201, headers: { etag: '"1"' }, body: { number: 'C-000001' } };

const claim = (em: Em, key: string, fingerprint = 'f') => claimKeys(em, [{ key, fingerprint }]);

test('a key is new once; then it has the reply that was kept with it', async () => {
  await store().transaction(async (em) => {
    expect(await claim(em, 'k1', 'f1')).toEqual(new Map());
    await settleKeys(em, [{ key: 'k1', reply }]);
  });
  const again = await store().transaction((em) => claim(em, 'k1', 'other'));
  expect(again).toEqual(new Map([['k1', { fingerprint: 'f1', reply }]]));
});

test('of many keys those that came before are told; those refused are given back', async () => {
  const keys = ['b', 'a', 'c'].map((key) => ({ key: `many-${key}`, fingerprint: key }));
  await store().transaction(async (em) => {
    expect(await claimKeys(em, keys)).toEqual(new Map());
    await settleKeys(em, [
      { key: 'many-a', reply },
      { key: 'many-b', reply: null },
      { key: 'many-c', reply: { status: 200, headers: {}, body: [1] } },
    ]);
  });
  await store().transaction(async (em) => {
    const kept = await claimKeys(em, [...keys, { key: 'many-d', fingerprint: 'd' }]);
    expect([...kept.keys()].sort()).toEqual(['many-a', 'many-c']);
    expect(kept.get('many-c')?.reply.body).toEqual([1]);
  });
});

test('a key whose request was rolled back is new again', async () => {
  const failing = store().transaction(async (em) => {
    await claim(em, 'k2');
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await store().transaction((em) => claim(em, 'k2'))).toEqual(new Map());
});

test('of two requests at once with one key, the second waits and gets the reply of the first', async () => {
  let second: Promise<unknown> = Promise.resolve();
  await store().transaction(async (em) => {
    await claim(em, 'k3');
    second = store().transaction((other) => claim(other, 'k3'));
    await settleKeys(em, [{ key: 'k3', reply }]);
  });
  expect(await second).toEqual(new Map([['k3', { fingerprint: 'f', reply }]]));
});

test('a reply without a body is kept too', async () => {
  await store().transaction(async (em) => {
    await claim(em, 'k4');
    await settleKeys(em, [{ key: 'k4', reply: { status: 204, headers: {}, body: undefined } }]);
  });
  expect((await claim(store().em(), 'k4')).get('k4')?.reply).toEqual({ status: 204, headers: {}, body: null });
});

test('old keys are forgotten', async () => {
  await claim(store().em(), 'k5');
  await forgetKeys(store().em(), instant(Date.now() + 60_000));
  expect(await claim(store().em(), 'k5')).toEqual(new Map());
});
