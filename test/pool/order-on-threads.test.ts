import { afterAll, describe, expect, it } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import { instant } from '../../engine/model/units.ts';
import { orderSnapshot, takeSnapshot } from '../../engine/order/index.ts';
import { createPool, orderOnThreads, type Pool, shareSnapshot } from '../../engine/pool/index.ts';
import { compileTerms } from '../../engine/terms/index.ts';
import { BEGIN, END, WORLD } from '../order/random-calls.ts';
import { call } from '../terms/world.ts';
import { randomNumbers } from './random-numbers.ts';

const random = randomNumbers(1);
const COUNT = 70_000;
const MINUTE = 60_000;
const now = instant(END);

/** Enough calls for threads to share, most of them open, many alike in all but their number. */
const calls = Array.from({ length: COUNT }, (_, k): Call => {
  const loggedAt = BEGIN + random((END - BEGIN) / MINUTE) * MINUTE;
  return {
    ...call(`C-${random(1e9)}-${k}`, new Date(loggedAt).toISOString()),
    device: `D${1 + random(5)}`,
    type: random(9) === 0 ? 'maintenance' : 'fault',
    status: random(20) === 0 ? 'awaiting-approval' : null,
    respondedAt: random(3) === 0 ? instant(loggedAt + 5 * MINUTE) : null,
    holds: random(9) === 0 ? [{ from: instant(loggedAt), to: instant(loggedAt + MINUTE), reason: 'no-access' }] : [],
  };
});
const terms = compileTerms(WORLD, { from: instant(BEGIN), now, calls });
const { snapshot, numbers } = takeSnapshot(terms, calls, now);

describe('an order worked out by threads', () => {
  const pools = [1, 2, 3].map((threads) => createPool({ threads }));
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));
  const shared = shareSnapshot(snapshot);
  const expected = orderSnapshot(snapshot);

  it('is the order that one thread works out, whatever their number', async () => {
    expect(expected.length).toBeGreaterThan(60_000);
    expect(new Set(expected).size).toBe(expected.length);
    for (const pool of pools) {
      // From nothing worked out yet, and twice, the second time in room that is used again.
      for (let round = 0; round < 2; round++) {
        shared.snapshot.targets.due.fill(0);
        shared.snapshot.raised.lastTipAt.fill(Number.NaN);
        const outcome = await orderOnThreads(pool, shared);
        expect(outcome.ok && Buffer.compare(bytes(outcome.value), bytes(expected))).toBe(0);
      }
    }
    expect(shared.snapshot.raised).toEqual(snapshot.raised);
  });

  it('reads and writes the snapshot where it lies', async () => {
    const { snapshot: own, ...blocks } = shareSnapshot(snapshot);
    own.table.flags[expected[0]!] = 0;
    own.targets.due.fill(0);
    const outcome = await orderOnThreads(pools[1] as Pool, { snapshot: own, ...blocks });
    expect(outcome.ok && [...outcome.value.slice(0, 3)]).toEqual([...expected.slice(1, 4)]);
    expect(own.targets.due[expected[1]!]).toBe(snapshot.targets.due[expected[1]!]);
  });

  it('may be asked for twice at once', async () => {
    const orders = await Promise.all([1, 2].map(() => orderOnThreads(pools[2] as Pool, shareSnapshot(snapshot))));
    for (const outcome of orders) {
      expect(outcome.ok && Buffer.compare(bytes(outcome.value), bytes(expected))).toBe(0);
    }
  });

  it('leaves the event loop free meanwhile', async () => {
    let turns = 0;
    let done = false;
    const ordering = orderOnThreads(pools[2] as Pool, shared).finally(() => {
      done = true;
    });
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    expect((await ordering).ok).toBe(true);
    expect(turns).toBeGreaterThan(0);
  });

  it('gives what goes wrong in a thread back as a problem', async () => {
    const closed = createPool({ threads: 2 });
    await closed.close();
    expect(await orderOnThreads(closed, shared)).toMatchObject({ ok: false, problem: { code: 'pool-closed' } });
  });
});

describe('a snapshot', () => {
  it('has the calls that stand in the order, ranked by number', () => {
    const byRank = [...numbers.keys()].sort((a, b) => snapshot.table.numberRank[a]! - snapshot.table.numberRank[b]!);
    expect(byRank.map((slot) => numbers[slot])).toEqual([...numbers].sort());
    expect(new Set(numbers).size).toBe(snapshot.table.flags.length);
  });
});

const bytes = (slots: Int32Array): Uint8Array => new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength);
