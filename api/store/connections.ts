import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { currentBudget, resume } from '../features/resilience/budget.ts';

/** Milliseconds that work without a budget waits for a connection that the database does not have to give. */
const PATIENCE = 10_000;
/** Milliseconds after which a pool that got fewer connections than it wanted tries for more. */
const SHRUNK = 5_000;
/** Milliseconds between two attempts where the pool has none at all. */
const AGAIN = 100;
/** too_many_connections */
const NONE_LEFT = '53300';

/**
 * Makes callers that take a connection of a pool wait while the database has none to give, up to a limit; and has the time that
 * the request may take (`currentBudget`) hold for its statements: `statement_timeout`, set where it is not yet so.
 */
export function guardPool(pool: Pool): void {
  const connect = pool.connect.bind(pool) as () => Promise<PoolClient>;
  const timeouts = new WeakMap<PoolClient, number>();
  const most = pool.options.max;
  let shrunkUntil = 0;

  /** Those who come next wait for one that is given back, instead of asking for one that there is not. */
  const shrink = (): void => {
    if (pool.totalCount === 0) return;
    pool.options.max = Math.max(1, pool.totalCount);
    shrunkUntil = Date.now() + SHRUNK;
  };

  const taken = async (): Promise<PoolClient> => {
    const until = Date.now() + Math.min(currentBudget()?.limit ?? PATIENCE, PATIENCE);
    for (;;) {
      if (pool.options.max !== most && Date.now() >= shrunkUntil) pool.options.max = most;
      try {
        return await connect();
      } catch (error) {
        if ((error as { code?: unknown }).code !== NONE_LEFT || Date.now() >= until) throw error;
        shrink();
        await pause(AGAIN);
        currentBudget()?.check();
      }
    }
  };

  pool.on('connect', noteResuming);
  const guarded = async (): Promise<PoolClient> => {
    const client = await taken();
    const budget = currentBudget();
    try {
      budget?.check();
      const timeout = budget === null ? 0 : Math.ceil(budget.limit);
      if (timeouts.get(client) !== timeout) {
        await client.query(`set statement_timeout = ${timeout}`);
        timeouts.set(client, timeout);
      }
      return client;
    } catch (error) {
      client.release(timeouts.has(client) ? false : (error as Error));
      throw error;
    }
  };
  pool.connect = guarded as Pool['connect'];
}

/** Notes, whenever a query has its answer, for whom the process goes on. */
function noteResuming(client: PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  client.query = ((...given: unknown[]) => {
    const answer = query(...given);
    if (!(answer instanceof Promise)) return answer;
    return answer.then(
      (rows: unknown) => {
        resume();
        return rows;
      },
      (error: unknown) => {
        resume();
        throw error;
      },
    );
  }) as PoolClient['query'];
}
