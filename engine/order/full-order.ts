import type { Criterion, Policy } from '../model/policy.ts';
import type { Instant } from '../model/units.ts';
import { type CallTable, FLAG_LIVE, type TargetTable } from '../terms/call-table.ts';
import { type SlotComparator, slotComparator, totalOrder } from './criteria.ts';
import { delayTerms } from './delay-prices.ts';
import { type KeyLayout, keyLayout, packKeys, valueRanges } from './keys.ts';
import type { OrderView } from './order-view.ts';
import { type RadixScratch, radixScratch, radixSort } from './radix-sort.ts';

/** Runs up to here are sorted by insertion: making keys would cost more than it saves. */
const SHORT_RUN = 24;

/** All live slots, first to last, by the policy's criteria. */
export function orderSlots(table: CallTable, targets: TargetTable, policy: Policy, now: Instant): Int32Array {
  const view: OrderView = { table, targets, delay: delayTerms(policy), now };
  return sortRange(totalOrder(policy.order), view, 0, table.flags.length);
}

/** The live slots among `[fromSlot, toSlot)`, sorted. */
export function sortRange(order: readonly Criterion[], view: OrderView, fromSlot: number, toSlot: number): Int32Array {
  return sortSlots(order, view, liveSlots(view.table, fromSlot, toSlot));
}

/** Sorts any slots, each once, in place: one thread's part of an order. */
export function sortSlots(order: readonly Criterion[], view: OrderView, slots: Int32Array): Int32Array {
  const layout = keyLayout(order, valueRanges(order, view, slots));
  const sorter: Sorter = {
    view,
    layout,
    compares: layout.map((_, word) => slotComparator(criteriaFrom(layout, word), view)),
    slots,
    keys: new Float64Array(slots.length),
    values: new Float64Array(slots.length),
    scratch: radixScratch(slots.length),
  };
  sortRun(sorter, 0, slots.length, 0);
  return slots;
}

const criteriaFrom = (layout: KeyLayout, word: number): Criterion[] =>
  layout.slice(word).flatMap(({ fields }) => fields.map(({ criterion }) => criterion));

/** Slots of `[from, to)` that hold a call that stands in the order, ascending. */
export function liveSlots(table: CallTable, from: number, to: number): Int32Array {
  const slots = new Int32Array(to - from);
  let count = 0;
  for (let slot = from; slot < to; slot++) if ((table.flags[slot]! & FLAG_LIVE) !== 0) slots[count++] = slot;
  return slots.slice(0, count);
}

interface Sorter {
  readonly view: OrderView;
  readonly layout: KeyLayout;
  /** Compares by the criteria of a word and all after it. */
  readonly compares: readonly SlotComparator[];
  readonly slots: Int32Array;
  readonly keys: Float64Array;
  readonly values: Float64Array;
  readonly scratch: RadixScratch;
}

/** Sorts `slots[from … to)`, whose keys are equal in all words before `word`; then each run of equal keys by the next. */
function sortRun(sorter: Sorter, from: number, to: number, word: number): void {
  const { layout, slots, keys } = sorter;
  const keyWord = layout[word];
  const compare = sorter.compares[word];
  if (keyWord === undefined || compare === undefined) return;
  if (to - from <= SHORT_RUN) {
    insertionSort(slots, from, to, compare);
    return;
  }
  if (keyWord.limit === null) {
    slots.subarray(from, to).sort(compare);
    return;
  }
  packKeys(keyWord, sorter.view, slots, from, to, keys, sorter.values);
  radixSort(keys, slots, from, to, sorter.scratch);
  for (let start = from; start < to; ) {
    const key = keys[start]!;
    let end = start + 1;
    while (end < to && keys[end] === key) end++;
    if (end - start > 1) sortRun(sorter, start, end, word + 1);
    start = end;
  }
}

function insertionSort(slots: Int32Array, from: number, to: number, compare: SlotComparator): void {
  for (let i = from + 1; i < to; i++) {
    const slot = slots[i]!;
    let at = i;
    while (at > from && compare(slots[at - 1]!, slot) > 0) {
      slots[at] = slots[at - 1]!;
      at--;
    }
    slots[at] = slot;
  }
}
