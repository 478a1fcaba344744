import { afterAll, describe, expect, it } from 'vitest';
import { instant } from '../../engine/model/units.ts';
import { orderSlots } from '../../engine/order/full-order.ts';
import { createPool, orderOnThreads, type Pool, pack, unpack } from '../../engine/pool/index.ts';
import { NOON, viewOf } from '../order/tables.ts';
import { policyOf } from './policy.ts';
import { randomNumbers } from './random-numbers.ts';

const random = randomNumbers(1);
const COUNT = 70_000;
const { table, targets } = viewOf(
  Array.from({ length: COUNT }, (_, slot) => ({
    live: random(20) > 0,
    class: random(5),
    priority: 1 + random(9),
    due: random(10) === 0 ? Infinity : NOON + random(500) * 3_600_000,
    loggedAt: NOON - random(100) * 60_000,
    rank: COUNT - slot,
  })),
);
const now = instant(NOON);
const policy = policyOf(['class', 'priority', 'due', 'logged_at', 'number']);

describe('an order worked out by threads', () => {
  const pools = [1, 2, 3].map((threads) => createPool({ threads }));
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));

  it('is the order that one thread works out, whatever their number', async () => {
    const expected = orderSlots(table, targets, policy, now);
    for (const pool of pools) {
      const outcome = await orderOnThreads(pool, table, targets, policy, now);
      expect(outcome.ok && Buffer.compare(bytes(outcome.value), bytes(expected))).toBe(0);
    }
  });

  it('reads tables that are shared already where they lie', async () => {
    const shared = unpack<typeof table>(pack(table));
    // Changed after packing: a copy would not show it.
    shared.flags.fill(0);
    const outcome = await orderOnThreads(pools[1] as Pool, shared, targets, policy, now);
    expect(outcome.ok && outcome.value.length).toBe(0);
  });

  it('leaves the event loop free meanwhile', async () => {
    let turns = 0;
    let done = false;
    const ordering = orderOnThreads(pools[2] as Pool, table, targets, policy, now).finally(() => {
      done = true;
    });
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    expect((await ordering).ok).toBe(true);
    expect(turns).toBeGreaterThan(2);
  });

  it('gives what goes wrong in a thread back as a problem', async () => {
    const closed = createPool({ threads: 2 });
    await closed.close();
    expect(await orderOnThreads(closed, table, targets, policy, now)).toMatchObject({
      ok: false,
      problem: { code: 'pool-closed' },
    });
  });
});

const bytes = (slots: Int32Array): Uint8Array => new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength);
