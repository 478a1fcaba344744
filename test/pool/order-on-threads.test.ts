import { afterAll, describe, expect, it } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import { instant } from '../../engine/model/units.ts';
import { orderSnapshot, takeSnapshot } from '../../engine/order/index.ts';
import { compileTerritory } from '../../engine/planning/problem/compile-territory.ts';
import {
  createPool,
  orderOnThreads,
  type Pool,
  pack,
  type SharedSnapshot,
  shareSnapshot,
  type TaskOutcome,
} from '../../engine/pool/index.ts';
import { compileTerms } from '../../engine/sla/index.ts';
import { BEGIN, END, WORLD } from '../order/random-calls.ts';
import { call } from '../sla/world.ts';
import { randomNumbers } from './random-numbers.ts';
import { madeUpTerritory } from './territories.ts';

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
const before = shareSnapshot(snapshot);
const expected = orderSnapshot(snapshot);

describe('an order worked out by threads', () => {
  const pools = [1, 2, 3].map((threads) => createPool({ threads }));
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));
  // From nothing worked out yet.
  const shared = before;
  it('is the order that one thread works out, whatever their number', async () => {
    expect(expected.length).toBeGreaterThan(60_000);
    expect(new Set(expected).size).toBe(expected.length);
    for (const pool of pools) {
      // From nothing worked out yet, and twice, the second time in room that is used again.
      for (let round = 0; round < 2; round++) {
        shared.snapshot.targets.due.fill(0);
        shared.snapshot.raised.lastTipAt.fill(Number.NaN);
        const outcome = await orderOnThreads(pool, shared);
        expect({ threads: pool.threads, round, ...differences(outcome, shared) }).toEqual({
          threads: pool.threads,
          round,
        });
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
    const copies = [1, 2, 3].map(() => shareSnapshot(snapshot));
    const orders = await Promise.all(copies.map((copy) => orderOnThreads(pools[2] as Pool, copy)));
    expect(orders.map((outcome, k) => differences(outcome, copies[k]!))).toEqual([{}, {}, {}]);
  });

  it('waits for no thread that is busy with a plan', async () => {
    const pool = pools[1] as Pool;
    const stop = new SharedArrayBuffer(4);
    const problem = pack(compileTerritory(madeUpTerritory(1)));
    let planned = false;
    const plan = pool.run('plan', { problem, seed: 1, iterations: 1e9, milliseconds: null, stop }).finally(() => {
      planned = true;
    });
    expect(differences(await orderOnThreads(pool, shared), shared)).toEqual({});
    expect(planned).toBe(false);
    // Meanwhile the next order may use the room of the last, though one of its threads has not yet begun.
    expect(differences(await orderOnThreads(pool, shared), shared)).toEqual({});
    Atomics.store(new Int32Array(stop), 0, 1);
    expect((await plan).ok).toBe(true);
    expect(differences(await orderOnThreads(pool, shared), shared)).toEqual({});
  });

  it('ends for all threads when one of them fails, and the next order is right', async () => {
    const { blocks, snapshot: own } = shareSnapshot(snapshot);
    const policy = { ...blocks.policy, order: ['no-such-criterion' as 'class'] };
    const outcome = await orderOnThreads(pools[2] as Pool, { snapshot: own, blocks: { ...blocks, policy } });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'task-failed', value: 'order' } });
    expect(differences(await orderOnThreads(pools[2] as Pool, shared), shared)).toEqual({});
  });

  it('is given to one thread where the first criterion packs into no key', async () => {
    const { blocks, snapshot: own } = shareSnapshot(snapshot);
    own.table.loggedAt[expected[0]!]! += 0.5;
    const policy = { ...blocks.policy, order: ['logged_at' as const] };
    const both = { snapshot: { ...own, policy }, blocks: { ...blocks, policy } };
    const outcome = await orderOnThreads(pools[1] as Pool, both);
    const one = orderSnapshot(both.snapshot);
    expect(outcome.ok && Buffer.compare(bytes(outcome.value), bytes(one))).toBe(0);
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

/** What differs from the order of one thread, and where: nothing, where all is well. */
function differences(outcome: TaskOutcome<Int32Array>, { snapshot: own }: SharedSnapshot) {
  if (!outcome.ok) return outcome.problem;
  const { value } = outcome;
  if (Buffer.compare(bytes(value), bytes(expected)) === 0) return {};
  const columns = (['table', 'targets', 'raised', 'holds'] as const).flatMap((record) =>
    Object.entries(snapshot[record]).flatMap(([name, right]: [string, Float64Array]) => {
      const column = (own[record] as unknown as Record<string, Float64Array>)[name]!;
      const slots = Array.from(column.keys()).filter((at) => !Object.is(column[at], right[at]));
      return slots.length === 0 ? [] : [{ column: `${record}.${name}`, slots: slots.length, first: slots[0] }];
    }),
  );
  const at = expected.findIndex((slot, place) => value[place] !== slot);
  return {
    length: value.length,
    different: new Set(value).size,
    at,
    found: [...value.slice(at, at + 5)],
    expected: [...expected.slice(at, at + 5)],
    columns,
  };
}

const bytes = (slots: Int32Array): Uint8Array => new Uint8Array(slots.buffer, slots.byteOffset, slots.byteLength);
