import type { Policy } from '../model/policy.ts';
import type { Instant } from '../model/units.ts';
import { type OrderView, type ReadableCriterion, readableOrder, slotComparator } from '../order/criteria.ts';
import { mergeSorted, sortRange } from '../order/full-order.ts';
import type { CallTable, TargetTable } from '../terms/call-table.ts';
import { unpack } from './layout.ts';

/** What all parts of one order read: packed tables, and what they are compared by. */
export interface SharedOrder {
  readonly table: SharedArrayBuffer;
  readonly targets: SharedArrayBuffer;
  readonly order: Policy['order'];
  readonly now: Instant;
}

/** The work that threads do, by name: plain functions of their input, which is copied or shared, never a class. */
export const TASKS = {
  /** Sorts the live slots of `[fromSlot, toSlot)` into `output`, from index `fromSlot` on. Gives their number. */
  'sort-slots'(input: SharedOrder & { fromSlot: number; toSlot: number; output: SharedArrayBuffer }): number {
    const [order, view] = read(input);
    const sorted = sortRange(order, view, input.fromSlot, input.toSlot);
    new Int32Array(input.output).set(sorted, input.fromSlot);
    return sorted.length;
  },

  /** Merges sorted stretches `[from, to)` of `input` into `output`, from index `at` on. Gives how many slots. */
  'merge-slots'(
    input: SharedOrder & {
      readonly sorted: SharedArrayBuffer;
      readonly stretches: readonly (readonly [from: number, to: number])[];
      readonly output: SharedArrayBuffer;
      readonly at: number;
    },
  ): number {
    const [order, view] = read(input);
    const sorted = new Int32Array(input.sorted);
    const parts = input.stretches.map(([from, to]) => sorted.subarray(from, to));
    const merged = mergeSorted(parts, slotComparator(order, view));
    new Int32Array(input.output).set(merged, input.at);
    return merged.length;
  },
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];
export type TaskOutput<N extends TaskName> = ReturnType<(typeof TASKS)[N]>;

function read(input: SharedOrder): [readonly ReadableCriterion[], OrderView] {
  const table = unpack<CallTable>(input.table);
  const targets = unpack<TargetTable>(input.targets);
  return [readableOrder(input.order), { table, targets, now: input.now }];
}
