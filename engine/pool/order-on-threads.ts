import type { Policy } from '../model/policy.ts';
import type { Problem } from '../model/problem.ts';
import type { Instant } from '../model/units.ts';
import { readableOrder, type SlotComparator, slotComparator } from '../order/criteria.ts';
import { orderSlots } from '../order/full-order.ts';
import type { CallTable, TargetTable } from '../terms/call-table.ts';
import { blockOf, unpack } from './layout.ts';
import type { TaskOutcome } from './outcome.ts';
import type { Pool } from './pool.ts';
import type { SharedOrder } from './tasks.ts';

/** Fewer slots than this are sorted sooner than handed over. */
const WORTH_SHARING = 20_000;
/** Samples a part from which the bounds between threads are taken: enough for shares within a few percent. */
const SAMPLES = 256;

type Stretch = readonly [from: number, to: number];

/**
 * The same order as `orderSlots`, worked out by all threads of a pool: each sorts a share of the slots, then each
 * merges what lies between two bounds, straight into its place (parallel sorting by regular sampling: Shi and Schaeffer
 * 1992). Tables that lie in shared memory already (see layout.ts) are not copied.
 */
export async function orderOnThreads(
  pool: Pool,
  table: CallTable,
  targets: TargetTable,
  policy: Policy,
  now: Instant,
): Promise<TaskOutcome<Int32Array>> {
  const capacity = table.flags.length;
  const threads = Math.min(pool.threads, Math.ceil(capacity / WORTH_SHARING));
  if (threads <= 1) return { ok: true, value: orderSlots(table, targets, policy, now) };
  const shared: SharedOrder = { table: blockOf(table), targets: blockOf(targets), order: policy.order, now };
  const sortedBlock = new SharedArrayBuffer(capacity * 4);
  const share = Math.ceil(capacity / threads);
  const shares = Array.from({ length: threads }, (_, k) => [k * share, Math.min((k + 1) * share, capacity)] as const);

  const sorting = await Promise.all(
    shares.map(([fromSlot, toSlot]) => pool.run('sort-slots', { ...shared, fromSlot, toSlot, output: sortedBlock })),
  );
  const counts: number[] = [];
  for (const outcome of sorting) {
    if (!outcome.ok) return outcome;
    counts.push(outcome.value);
  }
  const runs = shares.map(([from], k): Stretch => [from, from + counts[k]!]);

  const view = { table: unpack<CallTable>(shared.table), targets: unpack<TargetTable>(shared.targets), now };
  const compare = slotComparator(readableOrder(policy.order), view);
  const output = new SharedArrayBuffer(counts.reduce((sum, count) => sum + count, 0) * 4);
  let at = 0;
  const merging = splitRuns(new Int32Array(sortedBlock), runs, threads, compare).map((stretches) => {
    const merge = pool.run('merge-slots', { ...shared, sorted: sortedBlock, stretches, output, at });
    at += stretches.reduce((sum, [from, to]) => sum + to - from, 0);
    return merge;
  });
  const problem = (await Promise.all(merging)).reduce<Problem | null>(
    (found, o) => found ?? (o.ok ? null : o.problem),
    null,
  );
  return problem === null ? { ok: true, value: new Int32Array(output) } : { ok: false, problem };
}

/** Cuts each sorted run at the same bounds: all of `result[k]` stands above all of `result[k + 1]`. */
function splitRuns(sorted: Int32Array, runs: readonly Stretch[], parts: number, compare: SlotComparator): Stretch[][] {
  const samples: number[] = [];
  for (const [from, to] of runs) {
    const count = Math.min(SAMPLES, to - from);
    for (let k = 0; k < count; k++) samples.push(sorted[from + Math.floor(((k + 0.5) * (to - from)) / count)]!);
  }
  samples.sort(compare);
  const starts = runs.map(([from]) => from);
  return Array.from({ length: parts }, (_, part) => {
    const bound = samples[Math.floor(((part + 1) * samples.length) / parts)];
    return runs.map(([, to], k): Stretch => {
      const from = starts[k]!;
      const end = part === parts - 1 || bound === undefined ? to : firstNotAbove(sorted, from, to, bound, compare);
      starts[k] = end;
      return [from, end];
    });
  });
}

/** Index of the first slot of a sorted run that does not stand above `bound`. */
function firstNotAbove(sorted: Int32Array, from: number, to: number, bound: number, compare: SlotComparator): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle]!, bound) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
