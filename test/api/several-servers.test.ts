import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, instant, openBook, parseDataset } from '#engine';
import { generateDataset } from '#fixtures';
import { kysely, openStore, type Store, writeDataset } from '../../api/store/index.ts';
import { type Server, startServer, until } from '../support/server.ts';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';

const SIZES = { calls: 300, devices: 300, sites: 80, territories: 4, resources: 30 };
const CALLS = 240;

let database: TestDatabase;
let store: Store;
let devices: string[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  database = await testDatabase();
  store = await openStore({ databaseUrl: database.url, dataFolder: '', migrate: false });
  const now = instant(Date.now());
  const parsed = parseDataset(generateDataset({ seed: 3, now, ...SIZES }));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  // Every call is escalated as soon as it is logged, at whatever hour this runs, so that all processes try at once.
  const escalations = parsed.value.dataset.customers.map(({ code }, k) => ({
    ...{ row: 900 + k, contract: null, customer: code, clock: 'fix' as const, at: 0.0001 },
    ...{ raiseTo: null, notify: ['desk@example.org'] },
  }));
  const regimes = parsed.value.dataset.regimes.map((regime) => ({
    ...regime,
    clock: 'elapsed' as const,
    fixWithin: regime.fixWithin ?? DAY,
  }));
  const dataset = { ...parsed.value.dataset, regimes, specialDays: [], escalations };
  const book = openBook(dataset, now);
  if (!book.ok) throw new Error(book.problems[0]?.message);
  const request = { site: null, model: null, contact: 'x', description: 'y', type: 'query' as const, loggedAt: null };
  const rest = { occurredAt: null, serviceAffecting: null, estimatedTime: null, earliest: null, latest: null };
  devices = dataset.devices
    .map(({ code }) => code)
    .filter((device) => book.value.admit({ ...request, ...rest, device }).ok);
  await writeDataset(store.em(), dataset, { at: now, who: 'test' });
});
afterAll(async () => {
  for (const server of servers) await server.stop('SIGKILL');
  await store?.close();
  await database?.drop();
});

const start = async (): Promise<Server> => {
  const server = await startServer({ DATABASE_URL: database.url });
  servers.push(server);
  return server;
};
const query = async <T>(text: string): Promise<T[]> => (await sql.raw<T>(text).execute(kysely(store.em()))).rows;

/** Logs a call as a caller does who gives up on a server that does not answer, and asks another with the same key. */
async function log(k: number): Promise<string> {
  const body = { device: devices[k % devices.length], contact: 'desk', description: `test ${k}`, type: 'query' };
  for (let attempt = 0; ; attempt += 1) {
    const server = servers[(k + attempt) % servers.length]!;
    const reply = await fetch(`${server.address}/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `key-${k}` },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (reply !== null && reply.status === 201) return (await reply.json()).number;
    if (reply !== null && reply.status < 500) throw new Error(await reply.text());
    await pause(20);
  }
}

describe('three servers on one database, under load, killed and started', () => {
  it('lose no call, allocate none twice, save no plan over a newer one, escalate once, and take over each other’s work', async () => {
    await Promise.all([start(), start(), start()]);
    const versions: { territory: string; plan_version: number; made_at: number }[][] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        versions.push(await query('select territory, plan_version, made_at from plans'));
        await pause(20);
      }
    })();

    const numbers = new Map<number, string>();
    let next = 0;
    const caller = async (): Promise<void> => {
      while (next < CALLS) {
        const k = next++;
        numbers.set(k, await log(k));
      }
    };
    const logged = (count: number) =>
      until(
        async () => numbers.size,
        (size) => size >= count,
        10,
      );
    const chaos = async (): Promise<void> => {
      await logged(CALLS / 5);
      await servers[0]!.stop('SIGKILL');
      await logged((2 * CALLS) / 5);
      servers[0] = await startServer({ DATABASE_URL: database.url });
      await servers[1]!.stop('SIGKILL');
      await logged((3 * CALLS) / 5);
      await servers[2]!.stop('SIGTERM');
      servers[1] = await startServer({ DATABASE_URL: database.url });
      await logged(CALLS);
      // Killed with plans under way and waiting.
      await servers[0]!.stop('SIGKILL');
    };
    await Promise.all([chaos(), ...Array.from({ length: 12 }, caller)]);

    // Each is one call, with one number and one beginning of its journal.
    const rows = await query<{ number: string; description: string; begun: number }>(`select c.number, c.description,
      (select count(*)::integer from call_events e where e.territory = c.territory and e.call = c.number and e.kind = 'logged') as begun
      from calls c where c.description like 'test %'`);
    expect(rows.length).toBe(CALLS);
    expect(new Map(rows.map(({ description, number }) => [description, number]))).toEqual(
      new Map([...numbers].map(([k, number]) => [`test ${k}`, number])),
    );
    expect(new Set(rows.map(({ number }) => number)).size).toBe(CALLS);
    expect(rows.filter(({ begun }) => begun !== 1)).toEqual([]);

    // The one server that is left plans all that the others left behind.
    const unplanned = () =>
      query<{ number: string }>(`select c.number from calls c where c.ended_at is null and c.description like 'test %'
        and not exists (select from allocations a where a.territory = c.territory and a.call = c.number)
        and not exists (select from plans p, jsonb_array_elements(p.unallocated) u
          where p.territory = c.territory and u->>'call' = c.number)
        and coalesce(c.status, 'open') <> 'awaiting-approval'`);
    await until(unplanned, (left) => left.length === 0);
    watching = false;
    await watch;

    expect(await query('select call from allocations group by call having count(*) > 1')).toEqual([]);
    const overlapping = `select a.call, b.call as other from allocations a join allocations b
      on a.resource = b.resource and a.call < b.call and a.start < b.finish and b.start < a.finish
      join calls c on c.number = a.call join calls d on d.number = b.call
      where c.ended_at is null and d.ended_at is null and not a.fixed and not b.fixed`;
    expect(await query(overlapping)).toEqual([]);

    const last = new Map<string, { plan_version: number; made_at: number }>();
    for (const plan of versions.flat()) {
      const before = last.get(plan.territory);
      if (before !== undefined) {
        expect(plan.plan_version).toBeGreaterThanOrEqual(before.plan_version);
        expect(plan.made_at).toBeGreaterThanOrEqual(before.made_at);
      }
      last.set(plan.territory, plan);
    }
    expect(last.size).toBeGreaterThan(1);

    const escalated = `select e.call, count(*)::integer as times from call_events e join calls c on c.number = e.call
      where e.kind = 'escalate' and c.description like 'test %' and e.data->>'percent' = '0.0001' group by e.call`;
    await until(
      () => query<{ times: number }>(escalated),
      (steps) => steps.length >= CALLS,
    );
    expect((await query<{ times: number }>(escalated)).filter(({ times }) => times !== 1)).toEqual([]);
  }, 180_000);
});
