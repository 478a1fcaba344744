import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseRefusal } from '../../../api/features/resilience/database-faults.ts';
import { until } from '../../support/server.ts';
import { type Stallable, stallable } from '../../support/stallable.ts';
import { startProcess, type TestProcess } from '../../support/test-app.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { fault, get, importTown, logged, NOW, post } from '../town.ts';

let database: TestDatabase;
let way: Stallable;
let process: TestProcess;
beforeAll(async () => {
  database = await testDatabase();
  way = await stallable(database.url);
  process = await startProcess(way.url, { now: NOW });
  await importTown(process);
});
afterAll(async () => {
  way.goOn();
  await process.close();
  await way.close();
  await database.drop();
});

/** Statements on a connection of its own, past the process. */
async function sql(...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const results: unknown[] = [];
    for (const statement of statements) results.push(...(await client.query(statement)).rows);
    return results;
  } finally {
    await client.end();
  }
}
const health = async () => (await get(process, '/health')).json();
const codes = async (): Promise<string[]> => (await health()).alerts.map(({ code }: { code: string }) => code);

describe('the disk is full', () => {
  it('changes get 503 storage-full, /health and the metrics say so until one goes through again', async () => {
    await sql(
      `create function full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
      'create trigger full_disk before insert on calls for each row execute function full_disk()',
    );
    const reply = await post(process, '/calls', fault('LIFT-1'));
    expect([reply.statusCode, reply.json().code]).toEqual([503, 'storage-full']);
    expect(reply.headers['retry-after']).toBe('5');
    expect(await codes()).toEqual(['storage-full']);
    expect((await get(process, '/metrics')).body).toMatch(/turnout_storage_full_refusals 1\n/);
    expect((await get(process, '/calls')).statusCode).toBe(200);
    await sql('drop trigger full_disk on calls');
    expect((await post(process, '/calls', fault('LIFT-1'))).statusCode).toBe(201);
    expect(await codes()).toEqual([]);
  });
});

describe('the database hangs', () => {
  it('/ready, /health and what waits for it answer 503 within some two seconds, and all goes on afterwards', async () => {
    await until(
      async () => process.running.office.heartbeat.standing(),
      (is) => is === 'up',
      20,
    );
    way.stall();
    const timed = async (reply: Promise<{ statusCode: number }>) => {
      const began = performance.now();
      const { statusCode } = await reply;
      return { statusCode, quick: performance.now() - began < 4000 };
    };
    const replies = await Promise.all([
      timed(get(process, '/ready')),
      timed(get(process, '/health')),
      timed(get(process, '/queue')),
      timed(post(process, '/calls', fault('LIFT-2', 'into the void'))),
    ]);
    expect(replies).toEqual(replies.map(() => ({ statusCode: 503, quick: true })));
    expect(await health()).toMatchObject({ status: 'down', database: 'hangs' });
    expect((await get(process, '/live')).statusCode).toBe(200);
    way.goOn();
    await until(
      async () => (await get(process, '/ready')).statusCode,
      (status) => status === 200,
    );
    expect((await get(process, '/queue')).statusCode).toBe(200);
    // The caller was told that it was not logged, and it was not.
    await logged(process, 'LIFT-3');
    expect((await get(process, '/calls?text=void')).json().calls).toEqual([]);
  });
});

describe('a backend of the database', () => {
  it('that is killed under a request gives 503, and the next request is answered', async () => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; lock table calls in access exclusive mode');
    const waiting = post(process, '/calls', fault('LIFT-4'));
    await until(
      () =>
        sql(`select pg_terminate_backend(pid) from pg_locks where not granted and database =
        (select oid from pg_database where datname = current_database())`),
      (killed) => killed.length > 0,
      20,
    );
    const reply = await waiting;
    await holder.query('rollback');
    await holder.end();
    expect([reply.statusCode, reply.json().code]).toEqual([503, 'unavailable']);
    expect((await post(process, '/calls', fault('LIFT-4'))).statusCode).toBe(201);
  });

  it.each([
    ['Connection terminated unexpectedly', undefined, 'unavailable'],
    ['terminating connection because of crash of another server process', '57P02', 'unavailable'],
    ['timeout exceeded when trying to connect', undefined, 'unavailable'],
    ['could not write block', '53100', 'storage-full'],
    ['canceling statement due to statement timeout', '57014', 'deadline-exceeded'],
  ])('%s', (message, code, refused) => {
    const error = Object.assign(new Error(message), code === undefined ? {} : { code });
    expect(databaseRefusal(error)?.code).toBe(refused);
    expect(databaseRefusal(new Error('wrapped', { cause: error }))?.code).toBe(refused);
  });

  it('whose error is ours is a fault', () => {
    expect(databaseRefusal(Object.assign(new Error('syntax error'), { code: '42601' }))).toBeNull();
  });
});

describe('a schema', () => {
  it('that is newer than the code is called ahead; requests are taken', async () => {
    expect((await get(process, '/ready')).json()).toMatchObject({ status: 'ready', schema: 'up-to-date' });
    await sql(`insert into migrations (name) values ('Migration20991231000000_future')`);
    expect((await get(process, '/ready')).json()).toMatchObject({ status: 'ready', schema: 'ahead' });
    expect(await codes()).toEqual(['schema-ahead']);
    await sql(`delete from migrations where name like '%future'`);
    const [last] = (await sql('select name from migrations order by id desc limit 1')) as { name: string }[];
    await sql(`update migrations set name = 'other' where name = '${last!.name}'`);
    const behind = await get(process, '/ready');
    expect([behind.statusCode, behind.json().schema]).toEqual([503, 'behind']);
    await sql(`update migrations set name = '${last!.name}' where name = 'other'`);
  });
});

it('connections run out: requests wait for one instead of being refused', async () => {
  const role = `few_${Math.random().toString(36).slice(2)}`;
  const owner = new URL(database.url).username;
  await sql(`create role ${role} login password 'few' connection limit 10 in role ${owner}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'few';
  const few = await startProcess(url.href, { now: NOW, workers: 0 });
  const replies = await Promise.all(Array.from({ length: 60 }, () => get(few, '/calls')));
  expect(replies.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
  await few.close();
  await sql(`drop role ${role}`);
});
