import { expect, test } from 'vitest';
import { instant } from '#engine';
import { claimKey, forgetKeys, keepReply } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';

const store = useTestStore();
const reply = { status: 201, headers: { etag: '"1"' }, body: { number: 'C-000001' } };

test('a key is new once; then it has the reply that was kept with it', async () => {
  await store().transaction(async (em) => {
    expect(await claimKey(em, 'k1', 'f1')).toBeNull();
    await keepReply(em, 'k1', reply);
  });
  expect(await store().transaction((em) => claimKey(em, 'k1', 'other'))).toEqual({ fingerprint: 'f1', reply });
});

test('a key whose request was rolled back is new again', async () => {
  const failing = store().transaction(async (em) => {
    await claimKey(em, 'k2', 'f');
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await store().transaction((em) => claimKey(em, 'k2', 'f'))).toBeNull();
});

test('of two requests at once with one key, the second waits and gets the reply of the first', async () => {
  let second: Promise<unknown> = Promise.resolve();
  await store().transaction(async (em) => {
    await claimKey(em, 'k3', 'f');
    second = store().transaction((other) => claimKey(other, 'k3', 'f'));
    await keepReply(em, 'k3', reply);
  });
  expect(await second).toEqual({ fingerprint: 'f', reply });
});

test('a reply without a body is kept too', async () => {
  await store().transaction(async (em) => {
    await claimKey(em, 'k4', 'f');
    await keepReply(em, 'k4', { status: 204, headers: {}, body: undefined });
  });
  expect(await claimKey(store().em(), 'k4', 'f')).toEqual({
    fingerprint: 'f',
    reply: { status: 204, headers: {}, body: null },
  });
});

test('old keys are forgotten', async () => {
  await claimKey(store().em(), 'k5', 'f');
  await forgetKeys(store().em(), instant(Date.now() + 60_000));
  expect(await claimKey(store().em(), 'k5', 'f')).toBeNull();
});
