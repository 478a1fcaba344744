import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkBudget,
  createBudget,
  currentBudget,
  resume,
  withBudget,
} from '../../../api/features/resilience/budget.ts';
import { type Stall, watchStalls } from '../../../api/features/resilience/event-loop.ts';
import { instant } from '../../../engine/model/units.ts';
import { useTestProcesses } from '../../support/test-app.ts';
import { fault, get, importTown, NOW, post } from '../town.ts';

const process = useTestProcesses(1, { now: NOW, requestLimit: 1500 });
beforeAll(() => importTown(process()));

/** Has the table of calls locked while work is done. */
async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process().store.url });
  await client.connect();
  try {
    await client.query('begin; lock table calls in access exclusive mode');
    return await work();
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

describe('a request has a deadline', () => {
  it('that PostgreSQL keeps: what waits for a lock is given up with 503, and nothing is left of it', async () => {
    const reply = await whileLocked(() => post(process(), '/calls', fault('LIFT-1', 'too late')));
    expect(reply.statusCode).toBe(503);
    expect(reply.json().code).toBe('deadline-exceeded');
    expect(reply.headers['retry-after']).toBe('5');
    expect((await get(process(), '/calls')).json().calls).toEqual([]);
  });

  it('and the next one is answered as usual, on whatever connection it gets', async () => {
    expect((await post(process(), '/calls', fault('LIFT-1'))).statusCode).toBe(201);
    expect((await get(process(), '/calls')).json().calls).toHaveLength(1);
  });

  it('work that no request has set off may take its time', async () => {
    const slow = process().store.em().getConnection().execute('select pg_sleep(2)');
    await expect(slow).resolves.toBeDefined();
  });
});

describe('a budget', () => {
  it('ends loops once its time is over, and travels with what is awaited', async () => {
    let now = 0;
    const budget = createBudget('GET /x', 100, () => now);
    await withBudget(budget, async () => {
      await pause(1);
      expect(currentBudget()).toBe(budget);
      now = 100;
      checkBudget();
      now = 101;
      expect(() => checkBudget()).toThrow('This took longer than 0.1 seconds');
    });
    expect(currentBudget()).toBeNull();
  });

  it('does not end what goes on after the answer', () => {
    let now = 0;
    const budget = createBudget('GET /x', 100, () => now);
    budget.end();
    now = 1000;
    expect(() => budget.check()).not.toThrow();
  });
});

describe('the watch on the event loop', () => {
  it('tells for which route it was held', async () => {
    const found: Stall[] = [];
    const watch = watchStalls({ clock: () => instant(Date.now()), found: (stall) => found.push(stall) });
    const held = (): Stall | undefined => found.find(({ route }) => route === 'GET /slow');
    // Other work of this process may come between the stall and the look at it.
    for (let attempt = 0; attempt < 20 && held() === undefined; attempt += 1) {
      await pause(60);
      withBudget(createBudget('GET /slow', 1000), () => {
        resume();
        for (const until = performance.now() + 200; performance.now() < until; );
      });
      await pause(60);
    }
    watch.stop();
    expect(held()?.milliseconds).toBeGreaterThanOrEqual(150);
    expect(watch.standing().longest?.milliseconds).toBeGreaterThanOrEqual(150);
  });

  it('counts a request’s stalls for Prometheus and tells the longest in /health', async () => {
    expect((await get(process(), '/metrics')).body).toContain('turnout_event_loop_stall_seconds');
    const { event_loop } = (await get(process(), '/health')).json();
    expect(event_loop).toMatchObject({ stalls: expect.any(Number) });
  });
});
