import type { Instant } from '../model/units.ts';
import { totalOrder } from '../order/criteria.ts';
import { joinRanges, keyLayout } from '../order/keys.ts';
import { CELLS, dealShares } from '../order/share-keys.ts';
import { orderSnapshot } from '../order/snapshot.ts';
import type { TaskOutcome } from './outcome.ts';
import type { Pool } from './pool.ts';
import { readSnapshot, type SharedSnapshot } from './share-snapshot.ts';
import { giveBackRoom, type SharedOrder, takeRoom } from './shared-room.ts';

/** Fewer calls a thread than this are ordered sooner than handed over. */
const WORTH_SHARING = 20_000;
/** Parts a thread: a thread that is held up leaves the rest of its parts to the others. */
const PARTS_A_THREAD = 2;
const SHARES_A_THREAD = 4;

/**
 * The same order as `orderSnapshot`, worked out by all threads of a pool: each judges some of the reliability targets,
 * works out some of the calls, and sorts some of the shares that these are dealt to by key (see share-keys.ts). Nothing is
 * copied to a thread and nothing merged afterwards.
 */
export async function orderOnThreads(
  pool: Pool,
  { snapshot, blocks }: SharedSnapshot,
  now: Instant = snapshot.now,
): Promise<TaskOutcome<Int32Array>> {
  const capacity = snapshot.table.flags.length;
  const threads = Math.min(pool.threads, Math.floor(capacity / WORTH_SHARING));
  if (threads <= 1) return { ok: true, value: orderSnapshot({ ...snapshot, now }) };
  const parts = threads * PARTS_A_THREAD;
  const room = takeRoom(pool, capacity, parts);
  try {
    return await orderIn(pool, { blocks: { ...blocks, now }, room }, capacity, snapshot.raised.lastTipAt.length, parts);
  } finally {
    giveBackRoom(pool, room);
  }
}

async function orderIn(
  pool: Pool,
  shared: SharedOrder,
  capacity: number,
  targets: number,
  parts: number,
): Promise<TaskOutcome<Int32Array>> {
  const judged = await everyValue(
    cut(targets, parts).map(([fromTarget, toTarget]) =>
      pool.run('judge-failures', { ...shared, fromTarget, toTarget }),
    ),
  );
  if (!judged.ok) return judged;

  const slots = cut(capacity, parts);
  const ruled = await everyValue(
    slots.map(([fromSlot, toSlot]) => pool.run('rule-calls', { ...shared, fromSlot, toSlot })),
  );
  if (!ruled.ok) return ruled;
  const taken = ruled.value.map(({ count }, part) => [slots[part]![0], slots[part]![0] + count] as const);
  const layout = keyLayout(totalOrder(shared.blocks.policy.order), joinRanges(ruled.value.map(({ ranges }) => ranges)));
  // Only a policy whose first criterion packs into no key has no shares; none that ships is one.
  if (layout[0]!.limit === null) return { ok: true, value: orderSnapshot(readSnapshot(shared.blocks)) };

  const counted = await everyValue(
    taken.map(([from, to], part) => pool.run('count-keys', { ...shared, layout, part, from, to })),
  );
  if (!counted.ok) return counted;
  const total = taken.reduce((sum, [from, to]) => sum + to - from, 0);
  const counts = taken.map((_, part) => new Int32Array(shared.room.counts, part * CELLS * 4, CELLS));
  const { shareOf, bounds, starts } = dealShares(counts, total, (parts / PARTS_A_THREAD) * SHARES_A_THREAD);
  new Uint16Array(shared.room.shareOf).set(shareOf);

  const dealt = await everyValue(
    taken.map(([from, to], part) => pool.run('deal-keys', { ...shared, layout, from, to, start: starts[part]! })),
  );
  if (!dealt.ok) return dealt;
  const sorted = await everyValue(
    bounds.slice(1).map((to, share) => pool.run('sort-share', { ...shared, layout, from: bounds[share]!, to })),
  );
  if (!sorted.ok) return sorted;
  return { ok: true, value: new Int32Array(shared.room.dealtSlots).slice(0, total) };
}

/** `[0, length)` in so many stretches of about the same length. */
const cut = (length: number, parts: number): (readonly [from: number, to: number])[] =>
  Array.from({ length: parts }, (_, k) => [Math.floor((k * length) / parts), Math.floor(((k + 1) * length) / parts)]);

/** The values of all outcomes, or the first problem. */
async function everyValue<T>(running: readonly Promise<TaskOutcome<T>>[]): Promise<TaskOutcome<T[]>> {
  const values: T[] = [];
  for (const outcome of await Promise.all(running)) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return { ok: true, value: values };
}
