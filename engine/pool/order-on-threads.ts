import type { Instant } from '../model/units.ts';
import { orderSnapshot } from '../order/book/snapshot.ts';
import { ORDER_STEPS } from './order-together.ts';
import type { TaskOutcome } from './outcome.ts';
import type { Pool } from './pool.ts';
import type { SharedSnapshot } from './share-snapshot.ts';
import { giveBackRoom, type SharedOrder, takeRoom } from './shared-room.ts';
import { giveUp, sharedSteps } from './shared-steps.ts';

/** Fewer calls a thread than this are ordered sooner than handed over. */
const WORTH_SHARING = 20_000;
/** Calls of one share: few enough to be sorted in a processor's own cache. */
const SHARE = 2 ** 14;
/** Shares a thread, at least: a thread that is held up leaves the rest to the others. */
const SHARES_A_THREAD = 4;

/**
 * The same order as `orderSnapshot`, worked out by all threads of a pool together (see order-together.ts), over the snapshot
 * where it lies. Nothing is copied to a thread and nothing merged afterwards; the caller's event loop stays free.
 */
export async function orderOnThreads(
  pool: Pool,
  { snapshot, blocks }: SharedSnapshot,
  now: Instant = snapshot.now,
): Promise<TaskOutcome<Int32Array>> {
  const capacity = snapshot.table.flags.length;
  const threads = Math.min(pool.threads, Math.floor(capacity / WORTH_SHARING));
  const alone = () => orderSnapshot({ ...snapshot, now });
  if (threads <= 1) return { ok: true, value: alone() };
  const room = takeRoom(pool, capacity, threads);
  new Int32Array(room.counts).fill(0);
  const shares = Math.max(threads * SHARES_A_THREAD, Math.ceil(capacity / SHARE));
  const order: SharedOrder = {
    blocks: { ...blocks, now },
    room,
    steps: sharedSteps(ORDER_STEPS),
    filled: new Int32Array(new SharedArrayBuffer(shares * 4)),
    sorted: new Int32Array(new SharedArrayBuffer(capacity * 4)),
  };
  const running = Array.from({ length: threads }, () => pool.run('order', order));
  const first = await Promise.race(running);
  if (first.ok && first.value !== null) {
    giveBackRoom(pool, room);
    return { ok: true, value: order.sorted.subarray(0, first.value) };
  }
  giveUp(order.steps);
  for (const outcome of await Promise.all(running)) if (!outcome.ok) return outcome;
  return { ok: true, value: alone() };
}
