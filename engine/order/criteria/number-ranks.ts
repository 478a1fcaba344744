import { createSortedSlots } from '../keys/sorted-slots.ts';
import { textOrder } from '../keys/text-order.ts';

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
  /** What all numbers of the last filling begin with. */
  let prefix = '';
  const sorted = createSortedSlots(compare, (slot) => leadOf(numberOf(slot), prefix));

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
      const near = sorted.slice(at - 1, at === 0 ? 2 : 3);
      const below = at === 0 ? undefined : near[0];
      const above = at === 0 ? near[1] : near[2];
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
      const numbers = Array.from(slots, numberOf);
      const order = textOrder(numbers);
      prefix = slots.length === 0 ? '' : commonStart(numbers[order[0]!]!, numbers[order.at(-1)!]!);
      sorted.fill(Int32Array.from(order, (at) => slots[at]!));
      dealAll();
    },
  };
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return a.slice(0, length);
}

/** Code units that a lead is made of, and the values of each: 0 where the number has ended. */
const UNITS = 6;
const RADIX = 256;

/** See `Lead`: the code units after the prefix; below or above all of these where a number begins otherwise. */
function leadOf(number: string, prefix: string): number {
  if (!number.startsWith(prefix)) return number < prefix ? -1 : Number.POSITIVE_INFINITY;
  let lead = 0;
  let known: boolean = true;
  for (let at = prefix.length; at < prefix.length + UNITS; at++) {
    const unit: number = known && at < number.length ? number.charCodeAt(at) + 1 : 0;
    // Units from some on are not told apart: nothing after one may decide.
    known &&= unit < RADIX - 1;
    lead = lead * RADIX + Math.min(unit, RADIX - 1);
  }
  return lead;
}
