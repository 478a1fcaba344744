import type { Criterion, Policy } from '../../model/policy.ts';
import type { Instant } from '../../model/units.ts';
import { type CallTable, FLAG_LIVE, type TargetTable } from '../../sla/call-table.ts';
import { type SlotComparator, slotComparator, totalOrder } from '../criteria/criteria.ts';
import { delayTerms } from '../criteria/delay-prices.ts';
import { type KeyLayout, keyLayout, packKeys, valueRanges } from '../keys/keys.ts';
import { type KeyedSlots, keyedSlots, type SortRoom, sortRoom, spreadSort } from '../keys/spread-sort.ts';
import type { OrderView } from './order-view.ts';

/** Runs of equal keys up to here are sorted by insertion: making keys would cost more than it saves. */
const SHORT_RUN = 12;

/** Room to sort in; whoever orders again and again keeps it, since new memory costs more than sorting in it. */
export interface OrderRoom {
  readonly keyed: KeyedSlots;
  readonly sort: SortRoom;
}

export const orderRoom = (capacity: number): OrderRoom => ({ keyed: keyedSlots(capacity), sort: sortRoom(capacity) });

/** All live slots, first to last, by the policy's criteria. `room` is as long as the table. */
export function orderSlots(
  table: CallTable,
  targets: TargetTable,
  policy: Policy,
  now: Instant,
  room = orderRoom(table.flags.length),
): Int32Array {
  const view: OrderView = { table, targets, delay: delayTerms(policy), now };
  return sortRange(totalOrder(policy.order), view, 0, table.flags.length, room);
}

/** The live slots among `[fromSlot, toSlot)`, sorted. `room` has place for them. */
export function sortRange(
  order: readonly Criterion[],
  view: OrderView,
  fromSlot: number,
  toSlot: number,
  room = orderRoom(toSlot - fromSlot),
): Int32Array {
  const { keyed, sort } = room;
  const count = takeLive(view.table, fromSlot, toSlot, keyed.slots, 0);
  const layout = keyLayout(order, valueRanges(order, view, keyed.slots, 0, count));
  sortRun(sorterOf(view, layout, keyed, sort), 0, count, 0);
  return keyed.slots.slice(0, count);
}

/** Writes the slots of `[fromSlot, toSlot)` that hold a call that stands in the order, ascending, into `slots` from `at` on; gives their number. */
export function takeLive(table: CallTable, fromSlot: number, toSlot: number, slots: Int32Array, at: number): number {
  const { flags } = table;
  let end = at;
  for (let slot = fromSlot; slot < toSlot; slot++) if ((flags[slot]! & FLAG_LIVE) !== 0) slots[end++] = slot;
  return end - at;
}

/** What one sort of a stretch of slots goes by. */
export interface Sorter {
  readonly view: OrderView;
  readonly layout: KeyLayout;
  /** Compares by the criteria of a word and all after it. */
  readonly compares: readonly SlotComparator[];
  readonly keyed: KeyedSlots;
  readonly room: SortRoom;
}

export const sorterOf = (view: OrderView, layout: KeyLayout, keyed: KeyedSlots, room: SortRoom): Sorter => ({
  view,
  layout,
  compares: layout.map((_, word) => slotComparator(criteriaFrom(layout, word), view)),
  keyed,
  room,
});

const criteriaFrom = (layout: KeyLayout, word: number): Criterion[] =>
  layout.slice(word).flatMap(({ fields }) => fields.map(({ criterion }) => criterion));

/** Sorts the slots of `[from, to)`, whose keys are equal in all words before `word`. */
function sortRun(sorter: Sorter, from: number, to: number, word: number): void {
  const { layout, compares, view } = sorter;
  const { keys, slots } = sorter.keyed;
  const keyWord = layout[word];
  const compare = compares[word];
  if (keyWord === undefined || compare === undefined) return;
  if (to - from <= SHORT_RUN) {
    insertionSort(slots, from, to, compare);
    return;
  }
  if (keyWord.limit === null) {
    slots.subarray(from, to).sort(compare);
    return;
  }
  packKeys(keyWord, view, slots, from, to, keys);
  sortKeyed(sorter, from, to, word);
}

/** Sorts the slots of `[from, to)`, whose keys are packed for `word`, by these; then each run of equal ones by the next word. */
export function sortKeyed(sorter: Sorter, from: number, to: number, word: number): void {
  spreadSort(sorter.keyed, from, to, sorter.room);
  const { keys } = sorter.keyed;
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
