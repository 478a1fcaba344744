import type { SlotComparator } from '../criteria/criteria.ts';
import { createSortedSlots, type SortedSlots } from './sorted-slots.ts';

/**
 * Sorted slots some of whose keys move with time, all by the same amount: they keep their order among themselves, and so
 * do those whose keys stand still. So each kind has a sorted list of its own, which time leaves as it is, and the two
 * are merged as they are read. Whoever passes the instant at which a slot begins or ceases to drift resorts that slot.
 */
export function createDriftingSlots(compare: SlotComparator, drifts: (slot: number) => boolean): SortedSlots {
  const drifting = createSortedSlots(compare);
  const still = createSortedSlots(compare);
  const lists = [drifting, still] as const;

  /** How many of the first `count` slots of both lists are drifting ones. */
  function driftingAmong(count: number): number {
    let low = Math.max(0, count - still.size);
    let high = Math.min(count, drifting.size);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(drifting.at(middle)!, still.at(count - middle - 1)!) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function insert(slot: number): void {
    (drifts(slot) ? drifting : still).insert(slot);
  }

  function slice(from: number, count: number): number[] {
    const begin = Math.max(0, from);
    if (begin >= drifting.size + still.size) return [];
    const skipped = driftingAmong(begin);
    return merge(drifting.slice(skipped, count), still.slice(begin - skipped, count), compare, count);
  }

  return {
    get size() {
      return drifting.size + still.size;
    },
    has: (slot) => lists.some((list) => list.has(slot)),
    insert,
    remove(slot) {
      for (const list of lists) list.remove(slot);
    },
    resort(slots) {
      // All out before the first goes in: a binary search needs every slot that is in to stand right.
      const moved = [...new Set(slots)].filter((slot) => lists.some((list) => list.has(slot)));
      for (const slot of moved) for (const list of lists) list.remove(slot);
      for (const slot of moved) insert(slot);
    },
    fill(sorted) {
      drifting.fill(sorted.filter((slot) => drifts(slot)));
      still.fill(sorted.filter((slot) => !drifts(slot)));
    },
    position(slot) {
      const [own, other] = drifting.has(slot) ? lists : [still, drifting];
      const position = own.position(slot);
      return position < 0 ? -1 : position + other.countBefore((each) => compare(each, slot) < 0);
    },
    countBefore: (isBefore) => drifting.countBefore(isBefore) + still.countBefore(isBefore),
    at: (position) => (position < 0 ? undefined : slice(position, 1)[0]),
    slice,
  };
}

function merge(a: readonly number[], b: readonly number[], compare: SlotComparator, count: number): number[] {
  const merged: number[] = [];
  const total = Math.min(count, a.length + b.length);
  for (let i = 0, j = 0; merged.length < total; ) {
    const takesA = j >= b.length || (i < a.length && compare(a[i]!, b[j]!) < 0);
    merged.push(takesA ? a[i++]! : b[j++]!);
  }
  return merged;
}
