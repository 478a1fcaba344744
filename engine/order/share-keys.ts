import type { Criterion } from '../model/policy.ts';
import { takeLive } from './full-order.ts';
import { type KeyWord, packKeys, type ValueRange, valueRanges } from './keys.ts';
import type { OrderView } from './order-view.ts';
import type { KeyedSlots } from './spread-sort.ts';

/**
 * What several threads do to sort together. Each takes the live slots of its part of the table, and packs their keys;
 * keys are counted in cells of equal width; neighbouring cells are joined to shares of about the same size; each part
 * deals its keys to the shares, which can then be sorted each by itself, and lie one after the other when they are.
 */

/** Cells that keys are counted in: so narrow that one share more or less of them makes no difference. */
export const CELLS = 2 ** 15;

/** Writes the live slots of `[fromSlot, toSlot)` to the same stretch of `keyed.slots`, from its begin on. */
export function takePart(
  order: readonly Criterion[],
  view: OrderView,
  fromSlot: number,
  toSlot: number,
  keyed: KeyedSlots,
): { readonly count: number; readonly ranges: readonly ValueRange[] } {
  const count = takeLive(view.table, fromSlot, toSlot, keyed.slots, fromSlot);
  return { count, ranges: valueRanges(order, view, keyed.slots, fromSlot, fromSlot + count) };
}

/** Packs the keys of a part's slots `[from, to)`, and counts them in `counts`, a number a cell. */
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
  counts.fill(0);
  for (let i = from; i < to; i++) counts[(keys[i]! * scale) | 0]!++;
}

/** A packed key times this, cut to a whole number, is its cell. */
const scaleOf = ({ limit }: KeyWord): number => CELLS / limit!;

/** How cells are joined to shares, and where in each share each part writes its keys. */
export interface Dealing {
  /** Share of each cell. */
  readonly shareOf: Uint16Array;
  /** First index of each share, and the end of the last. */
  readonly bounds: readonly number[];
  /** For each part, where its first key of each share goes. */
  readonly starts: readonly Int32Array[];
}

/** Joins cells to at most `shares` shares of about the same size. `counts`: a part's numbers of keys in each cell. */
export function dealShares(counts: readonly Int32Array[], total: number, shares: number): Dealing {
  const inCell = new Int32Array(CELLS);
  for (const part of counts) for (let cell = 0; cell < CELLS; cell++) inCell[cell]! += part[cell]!;
  const shareOf = new Uint16Array(CELLS);
  let before = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    // By its middle, so that a large cell does not always go to the share that has begun.
    shareOf[cell] = Math.min(shares - 1, Math.floor(((before + inCell[cell]! / 2) * shares) / total));
    before += inCell[cell]!;
  }
  const sizes = counts.map((part) => {
    const size = new Int32Array(shares);
    for (let cell = 0; cell < CELLS; cell++) size[shareOf[cell]!]! += part[cell]!;
    return size;
  });
  const bounds = [0];
  const starts = counts.map(() => new Int32Array(shares));
  let at = 0;
  for (let share = 0; share < shares; share++) {
    for (const [k, size] of sizes.entries()) {
      starts[k]![share] = at;
      at += size[share]!;
    }
    bounds.push(at);
  }
  return { shareOf, bounds, starts };
}

/** Deals the keys `[from, to)` of a part, with their slots, to the shares in `dealt`. `start` moves on as they fill. */
export function dealPart(
  word: KeyWord,
  keyed: KeyedSlots,
  from: number,
  to: number,
  shareOf: Uint16Array,
  start: Int32Array,
  dealt: KeyedSlots,
): void {
  const { keys, slots } = keyed;
  const scale = scaleOf(word);
  for (let i = from; i < to; i++) {
    const key = keys[i]!;
    const at = start[shareOf[(key * scale) | 0]!]!++;
    dealt.keys[at] = key;
    dealt.slots[at] = slots[i]!;
  }
}
