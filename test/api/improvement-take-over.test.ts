import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatMoney, instant, type Minor, parseDataset } from '#engine';
import { openStore, planAt, planEntry, type Store, writeDataset } from '../../api/store/index.ts';
import { generateDataset } from '../../fixtures/index.ts';
import { type Server, startServer, until } from '../support/server.ts';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';

let database: TestDatabase;
let store: Store;
const servers: Server[] = [];
beforeAll(async () => {
  database = await testDatabase();
  store = await openStore({ databaseUrl: database.url, dataFolder: '', migrate: false });
  const now = instant(Date.now());
  const sizes = { calls: 120, devices: 150, sites: 60, territories: 1, resources: 12 };
  const parsed = parseDataset(generateDataset({ seed: 5, now, ...sizes }));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  await writeDataset(store.em(), parsed.value.dataset, { at: now, who: 'test' });
});
afterAll(async () => {
  for (const server of servers) await server.stop('SIGKILL');
  await store?.close();
  await database?.drop();
});

async function start(role: 'api' | 'worker'): Promise<Server> {
  const server = await startServer({ DATABASE_URL: database.url, TURNOUT_ROLE: role, TURNOUT_ITERATIONS: '0' });
  servers.push(server);
  return server;
}

it('a worker that is killed in the middle of an improvement leaves the plan whole; another one ends it', async () => {
  const [api, worker] = await Promise.all([start('api'), start('worker')]);
  const ask = async (path: string, body?: object) => {
    const reply = await fetch(`${api.address}${path}`, {
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: reply.status, etag: reply.headers.get('etag'), body: await reply.json() };
  };
  const { territories } = (await ask('/territories')).body;
  const plan = `/territories/${territories[0].code}/plan`;
  await until(
    () => ask(plan),
    ({ status }) => status === 200,
  );
  expect((await ask(`${plan}/improvement`, { who: 'Dee', seconds: 600 })).status).toBe(202);
  const shown = await until(
    () => ask(`${plan}/improvement`),
    ({ body }) => body.changes.length > 0,
  );
  await worker.stop('SIGKILL');
  const { body: before } = await ask(plan);
  expect(before.violations).toEqual([]);

  await start('worker');
  // Whoever has taken over goes on: more steps than were known before.
  const known = shown.body.progress.elapsed_ms;
  await until(
    () => ask(`${plan}/improvement`),
    ({ body }) => body.state === 'running' && body.progress.elapsed_ms > known + 4_000,
  );
  expect((await ask(`${plan}/improvement/stop`, { who: 'Dee' })).status).toBe(200);
  const { body: done } = await until(
    () => ask(`${plan}/improvement`),
    ({ body }) => body.state === 'ended',
  );
  expect(done.outcome).toBe('saved');
  expect(done.began_at).toBe(shown.body.began_at);
  expect((await ask(plan)).body.violations).toEqual([]);
  // Against the plan as it stood then: classes have been raised and targets missed since the worker was killed.
  expect(Number(done.progress.saved)).toBeGreaterThan(0);
  // Of the version that it saved: another may stand by now, made of what has come meanwhile.
  const entry = await planEntry(store.em(), territories[0].code, done.to_version);
  const saved = await planAt(store.em(), territories[0].code, { log: entry! });
  const money = (amount: Minor) => formatMoney(amount, done.currency);
  expect([money(saved!.cost.total), money(saved!.changeCost)]).toEqual([done.progress.cost, done.progress.change_cost]);
}, 120_000);
