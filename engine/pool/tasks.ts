import type { TerritoryProblem } from '../allocate/problem.ts';
import type { TerritorySolution } from '../allocate/solution.ts';
import { type SolveOptions, solveTerritory } from '../allocate/solve.ts';
import type { Criterion, Policy } from '../model/policy.ts';
import type { Instant } from '../model/units.ts';
import { type SlotComparator, slotComparator, totalOrder } from '../order/criteria.ts';
import { delayTerms } from '../order/delay-prices.ts';
import { liveSlots, sortSlots } from '../order/full-order.ts';
import type { OrderView } from '../order/order-view.ts';
import type { CallTable, TargetTable } from '../terms/call-table.ts';
import { unpack } from './layout.ts';

/** What all parts of one order read: packed tables, and what they are compared by. */
export interface SharedOrder {
  readonly table: SharedArrayBuffer;
  readonly targets: SharedArrayBuffer;
  readonly policy: Policy;
  readonly now: Instant;
}

/** The work that threads do, by name: plain functions of their input, which is copied or shared, never a class. */
export const TASKS = {
  /** Plans a territory that lies packed in shared memory; `milliseconds` is measured by the thread's own clock. */
  plan(
    input: Pick<SolveOptions, 'seed' | 'iterations' | 'milliseconds'> & { readonly problem: SharedArrayBuffer },
  ): TerritorySolution {
    const { seed, iterations, milliseconds } = input;
    const clock = () => performance.now();
    return solveTerritory(unpack<TerritoryProblem>(input.problem), { seed, iterations, milliseconds, clock });
  },

  /**
   * Deals the live slots of `[fromSlot, toSlot)` into `bounds.length + 1` parts: part `k` stands above slot `bounds[k]`,
   * and not above those before it. Writes part after part to `output`, from index `fromSlot` on; gives their lengths.
   */
  'deal-slots'(
    input: SharedOrder & {
      readonly fromSlot: number;
      readonly toSlot: number;
      readonly bounds: readonly number[];
      readonly output: SharedArrayBuffer;
    },
  ): readonly number[] {
    const [order, view] = read(input);
    const live = liveSlots(view.table, input.fromSlot, input.toSlot);
    const { parts, lengths } = dealSlots(live, input.bounds, slotComparator(order, view));
    const output = new Int32Array(input.output);
    const next = lengths.map((_, k) => lengths.slice(0, k).reduce((sum, length) => sum + length, input.fromSlot));
    for (let i = 0; i < live.length; i++) output[next[parts[i]!]!++] = live[i]!;
    return lengths;
  },

  /** Sorts the slots in the stretches `[from, to)` of `dealt` together into `output`, from index `at` on; gives their number. */
  'sort-slots'(
    input: SharedOrder & {
      readonly dealt: SharedArrayBuffer;
      readonly stretches: readonly (readonly [from: number, to: number])[];
      readonly output: SharedArrayBuffer;
      readonly at: number;
    },
  ): number {
    const [order, view] = read(input);
    const dealt = new Int32Array(input.dealt);
    const slots = new Int32Array(input.stretches.reduce((sum, [from, to]) => sum + to - from, 0));
    let length = 0;
    for (const [from, to] of input.stretches) {
      slots.set(dealt.subarray(from, to), length);
      length += to - from;
    }
    new Int32Array(input.output).set(sortSlots(order, view, slots), input.at);
    return length;
  },
} as const;

export type TaskName = keyof typeof TASKS;
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];
export type TaskOutput<N extends TaskName> = ReturnType<(typeof TASKS)[N]>;

function read(input: SharedOrder): [readonly Criterion[], OrderView] {
  const table = unpack<CallTable>(input.table);
  const targets = unpack<TargetTable>(input.targets);
  return [totalOrder(input.policy.order), { table, targets, delay: delayTerms(input.policy), now: input.now }];
}

/** The part of each slot, by binary search among the bounds, and how many slots each part has. */
function dealSlots(
  slots: Int32Array,
  bounds: readonly number[],
  compare: SlotComparator,
): { parts: Uint16Array; lengths: number[] } {
  const parts = new Uint16Array(slots.length);
  const lengths = new Array<number>(bounds.length + 1).fill(0);
  for (let i = 0; i < slots.length; i++) {
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(slots[i]!, bounds[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    parts[i] = low;
    lengths[low]!++;
  }
  return { parts, lengths };
}
