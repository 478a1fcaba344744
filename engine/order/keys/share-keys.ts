import type { Criterion } from '../../model/policy.ts';
import { takeLive } from '../book/full-order.ts';
import type { OrderView } from '../book/order-view.ts';
import { type KeyWord, packKeys, type ValueRanges, valueRanges } from './keys.ts';
import type { KeyedSlots } from './spread-sort.ts';

/**
 * What several threads do to sort together. Each takes the live slots of its part of the table, and packs their keys;
 * keys are counted in cells of equal width; neighbouring cells are joined to shares of about the same size; each part
 * deals its keys to the shares, which can then be sorted each by itself, and lie one after the other when they are.
 */

/** Cells that keys are counted in: so narrow that one share more or less of them makes no difference. */
export const CELLS = 2 ** 15;

/**
 * Writes the live slots of `[fromSlot, toSlot)` to the same stretch of `keyed.slots`, from its begin on, and the ranges of
 * their values to `ranges`. Gives their number.
 */
export function takePart(
  order: readonly Criterion[],
  view: OrderView,
  fromSlot: number,
  toSlot: number,
  keyed: KeyedSlots,
  ranges: ValueRanges,
): number {
  const count = takeLive(view.table, fromSlot, toSlot, keyed.slots, fromSlot);
  valueRanges(order, view, keyed.slots, fromSlot, fromSlot + count, ranges);
  return count;
}

/** Packs the keys of a part's slots `[from, to)`, and counts them in `counts`, beside what it has counted: a number a cell. */
export function countPart(
  word: KeyWord,
  view: OrderView,
  keyed: KeyedSlots,
  from: number,
  to: number,
  counts: Int32Array,
): void {
  const { keys, slots } = keyed;
  packKeys(word, view, slots, from, to, keys);
  const scale = scaleOf(word);
  for (let i = from; i < to; i++) counts[(keys[i]! * scale) | 0]!++;
}

/** A packed key times this, cut to a whole number, is its cell: below `CELLS` however it is rounded. */
const scaleOf = ({ limit }: KeyWord): number => (CELLS - 0.5) / limit!;

/** How cells are joined to shares. */
export interface Dealing {
  /** Share of each cell. */
  readonly shareOf: Uint16Array;
  /** First index of each share, and the end of the last. */
  readonly bounds: Int32Array;
}

/** Joins cells to `shares` shares of about the same size. Each of `counts` has a number of keys for each cell; together there are `total`. */
export function dealShares(counts: readonly Int32Array[], total: number, shares: number): Dealing {
  const inCell = new Int32Array(CELLS);
  for (const some of counts) for (let cell = 0; cell < CELLS; cell++) inCell[cell]! += some[cell]!;
  const shareOf = new Uint16Array(CELLS);
  const bounds = new Int32Array(shares + 1);
  let before = 0;
  let last = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const count = inCell[cell]!;
    if (count > 0) {
      // By its middle, so that a large cell does not always go to the share that has begun.
      const share = Math.min(shares - 1, Math.floor(((before + count / 2) * shares) / total));
      while (last < share) bounds[++last] = before;
      before += count;
    }
    shareOf[cell] = last;
  }
  bounds.fill(total, last + 1);
  return { shareOf, bounds };
}

/**
 * Deals the keys `[from, to)` of a part, with their slots, to the shares in `dealt`. `claim` gives the index from which on
 * so many keys of a share may be written: shares are sorted afterwards, so it does not matter which part comes first.
 */
export function dealPart(
  word: KeyWord,
  keyed: KeyedSlots,
  from: number,
  to: number,
  { shareOf, bounds }: Dealing,
  claim: (share: number, count: number) => number,
  dealt: KeyedSlots,
): void {
  const { keys, slots } = keyed;
  const scale = scaleOf(word);
  const next = new Int32Array(bounds.length - 1);
  for (let i = from; i < to; i++) next[shareOf[(keys[i]! * scale) | 0]!]!++;
  for (let share = 0; share < next.length; share++) {
    if (next[share]! > 0) next[share] = claim(share, next[share]!);
  }
  for (let i = from; i < to; i++) {
    const key = keys[i]!;
    const at = next[shareOf[(key * scale) | 0]!]!++;
    dealt.keys[at] = key;
    dealt.slots[at] = slots[i]!;
  }
}
