import { createSortedSlots } from './sorted-slots.ts';

/** Distance of neighbouring ranks when all are dealt anew: room for many calls between two. */
const GAP = 2 ** 20;
/** How far above its lower neighbour a newcomer goes at most: numbers mostly ascend, so the room is kept above. */
const STEP = 2 ** 10;

/**
 * Keeps `rank` in the order of the calls' numbers (code units), so that the order compares numbers by one
 * float, never by text. A newcomer takes a rank between its neighbours'; only where no float is left between
 * them are all dealt anew, and that changes no order.
 */
export interface NumberRanks {
  /** Gives a slot its rank. */
  add(slot: number): void;
  remove(slot: number): void;
  /** Deals the ranks of many slots at once: `0, GAP, 2·GAP …` in the order of their numbers. */
  fill(slots: Int32Array): void;
}

/** `numberOf` tells a slot's number, which no other slot has; `ranks` the array as it is now (it is replaced when it grows). */
export function createNumberRanks(numberOf: (slot: number) => string, ranks: () => Float64Array): NumberRanks {
  const compare = (a: number, b: number) => {
    const left = numberOf(a);
    const right = numberOf(b);
    return left < right ? -1 : left > right ? 1 : 0;
  };
  const sorted = createSortedSlots(compare);

  function dealAll(): void {
    const rank = ranks();
    sorted.slice(0, sorted.size).forEach((slot, at) => {
      rank[slot] = at * GAP;
    });
  }

  return {
    add(slot) {
      sorted.insert(slot);
      const rank = ranks();
      const at = sorted.position(slot);
      const below = sorted.at(at - 1);
      const above = sorted.at(at + 1);
      if (below === undefined) rank[slot] = above === undefined ? 0 : rank[above]! - GAP;
      else if (above === undefined) rank[slot] = rank[below]! + GAP;
      else {
        const floor = rank[below]!;
        const room = rank[above]! - floor;
        const between = floor + Math.min(STEP, room / 2);
        if (between > floor && between < rank[above]!) rank[slot] = between;
        else dealAll();
      }
    },
    remove: (slot) => sorted.remove(slot),
    fill(slots) {
      sorted.fill(slots.slice().sort(compare));
      dealAll();
    },
  };
}
