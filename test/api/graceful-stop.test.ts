import { once } from 'node:events';
import { get } from 'node:http';
import { expect, it } from 'vitest';
import { instant, parseDataset } from '#engine';
import { openStore, writeDataset } from '../../api/store/index.ts';
import { startServer, until } from '../support/server.ts';
import { testDatabase } from '../support/test-database.ts';
import { TOWN } from './town.ts';

it('told to end, it says that it is not ready, finishes what it has begun, ends streams, and goes', async () => {
  const database = await testDatabase();
  const store = await openStore({ databaseUrl: database.url, dataFolder: '', migrate: false });
  const parsed = parseDataset(new Map(Object.entries(TOWN)));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  await writeDataset(store.em(), parsed.value.dataset, { at: instant(Date.now()), who: 'test' });
  // Nobody plans here, so that who waits for a plan waits as long as it says.
  const server = await startServer({ DATABASE_URL: database.url, TURNOUT_ROLE: 'api', TURNOUT_DRAIN: '1' });

  const ended: string[] = [];
  const stream = new Promise((resolve) => {
    get(`${server.address}/events`, (response) => {
      response.resume();
      response.on('close', () => resolve(ended.push('stream')));
    });
  });
  const under = fetch(`${server.address}/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=3' },
    body: JSON.stringify({ device: 'LIFT-1', contact: 'desk', description: 'begun before the end' }),
  });
  await until(
    () => store.em().execute(`select number from calls where description = 'begun before the end'`),
    (rows) => rows.length === 1,
    20,
  );
  const gone = once(server.child, 'exit');
  server.child.kill('SIGTERM');
  await until(
    async () => (await fetch(`${server.address}/ready`)).status,
    (status) => status === 503,
    20,
  );
  expect((await fetch(`${server.address}/live`)).status).toBe(200);
  const reply = await under;
  expect(reply.status).toBe(201);
  expect(await reply.json()).toMatchObject({ device: 'LIFT-1' });
  await stream;
  expect(await gone).toEqual([0, null]);
  await expect(fetch(`${server.address}/live`)).rejects.toThrow();
  await store.close();
  await database.drop();
});
