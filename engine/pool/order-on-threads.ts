import type { Policy } from '../model/policy.ts';
import type { Instant } from '../model/units.ts';
import { slotComparator, totalOrder } from '../order/criteria.ts';
import { delayTerms } from '../order/delay-prices.ts';
import { orderSlots } from '../order/full-order.ts';
import { type CallTable, FLAG_LIVE, type TargetTable } from '../terms/call-table.ts';
import { blockOf, unpack } from './layout.ts';
import type { TaskOutcome } from './outcome.ts';
import type { Pool } from './pool.ts';
import type { SharedOrder } from './tasks.ts';

/** Fewer slots a thread than this are sorted sooner than handed over. */
const WORTH_SHARING = 20_000;
/** Samples a thread from which the bounds between shares are taken: enough for shares alike within a few percent. */
const SAMPLES = 128;

/**
 * The same order as `orderSlots`, worked out by all threads of a pool. Bounds taken from a sample cut the order into
 * one share a thread; each thread deals some of the slots to the shares, then sorts one share into its place (sample
 * sort: Frazer and McKellar 1970). Nothing is merged afterwards: merging a million slots through a heap takes longer
 * than sorting them. Tables that lie in shared memory already (see layout.ts) are not copied.
 */
export async function orderOnThreads(
  pool: Pool,
  table: CallTable,
  targets: TargetTable,
  policy: Policy,
  now: Instant,
): Promise<TaskOutcome<Int32Array>> {
  const capacity = table.flags.length;
  const threads = Math.min(pool.threads, Math.floor(capacity / WORTH_SHARING));
  if (threads <= 1) return { ok: true, value: orderSlots(table, targets, policy, now) };
  const shared: SharedOrder = { table: blockOf(table), targets: blockOf(targets), policy, now };
  const bounds = boundsOf(shared, capacity, threads);
  const dealt = new SharedArrayBuffer(capacity * 4);
  const slotsEach = Math.ceil(capacity / threads);
  const dealing = await everyValue(
    Array.from({ length: threads }, (_, k) => {
      const [fromSlot, toSlot] = [k * slotsEach, Math.min((k + 1) * slotsEach, capacity)];
      return pool.run('deal-slots', { ...shared, fromSlot, toSlot, bounds, output: dealt });
    }),
  );
  if (!dealing.ok) return dealing;

  const total = dealing.value.flat().reduce((sum, length) => sum + length, 0);
  const output = new SharedArrayBuffer(total * 4);
  const cursors = dealing.value.map((_, k) => k * slotsEach);
  let at = 0;
  const sorting = await everyValue(
    Array.from({ length: bounds.length + 1 }, (_, part) => {
      const stretches = dealing.value.map((lengths, k) => {
        const from = cursors[k]!;
        cursors[k] = from + lengths[part]!;
        return [from, cursors[k]!] as const;
      });
      const sort = pool.run('sort-slots', { ...shared, dealt, stretches, output, at });
      at += stretches.reduce((sum, [from, to]) => sum + to - from, 0);
      return sort;
    }),
  );
  return sorting.ok ? { ok: true, value: new Int32Array(output) } : sorting;
}

/** Slots that cut the order into `parts` shares of about the same size; fewer where there are fewer live slots. */
function boundsOf(shared: SharedOrder, capacity: number, parts: number): number[] {
  const view = {
    table: unpack<CallTable>(shared.table),
    targets: unpack<TargetTable>(shared.targets),
    delay: delayTerms(shared.policy),
    now: shared.now,
  };
  const step = capacity / (SAMPLES * parts);
  const samples: number[] = [];
  for (let at = step / 2; at < capacity; at += step) {
    const slot = Math.floor(at);
    if ((view.table.flags[slot]! & FLAG_LIVE) !== 0) samples.push(slot);
  }
  samples.sort(slotComparator(totalOrder(shared.policy.order), view));
  if (samples.length < parts) return samples;
  return Array.from({ length: parts - 1 }, (_, k) => samples[Math.floor(((k + 1) * samples.length) / parts)]!);
}

/** The values of all outcomes, or the first problem. */
async function everyValue<T>(running: readonly Promise<TaskOutcome<T>>[]): Promise<TaskOutcome<T[]>> {
  const values: T[] = [];
  for (const outcome of await Promise.all(running)) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return { ok: true, value: values };
}
