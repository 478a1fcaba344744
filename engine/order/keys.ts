import type { Criterion } from '../model/policy.ts';
import { CRITERION, readValues } from './criteria.ts';
import type { OrderView } from './order-view.ts';

/**
 * Packed keys: as many criteria as fit, in mixed radix, into one float64 that holds integers exactly. Class,
 * priority and due of the default policy make one key, the rest another. The layout is worked out from the
 * values that occur, so any policy packs, and packing never changes the order: a field that can't be packed
 * (fractions, or a spread too wide) is a key of its own.
 */
export interface KeyField {
  readonly criterion: Criterion;
  /** Least value that occurs; it packs as 0. */
  readonly min: number;
  /** Values `0 … radix - 1`; the last of them stands for none (+Infinity). */
  readonly radix: number;
}

/** One key: its fields, most significant first. */
export interface KeyWord {
  readonly fields: readonly KeyField[];
  /** Keys are below this (and at least 0); null: one raw field, any float. */
  readonly limit: number | null;
}

export type KeyLayout = readonly KeyWord[];

/** Integers up to here are exact in a float64. */
const EXACT = 2 ** 53;

/** Smallest and largest finite value of a criterion, both inclusive, and whether all are integers. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** Range of each criterion of `order` over some slots. Threads may each look at their part and join the ranges. */
export function valueRanges(order: readonly Criterion[], view: OrderView, slots: Int32Array): readonly ValueRange[] {
  const values = new Float64Array(slots.length);
  return order.map((criterion) => {
    const { bounds } = CRITERION[criterion];
    if (bounds !== null) return { min: bounds[0], max: bounds[1], whole: true };
    readValues(criterion, view, slots, 0, slots.length, values);
    return rangeOf(values);
  });
}

function rangeOf(values: Float64Array): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  let whole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === Infinity) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== Math.floor(value)) whole = false;
  }
  return { min, max, whole };
}

/** Ranges over the slots of several parts together. */
export function joinRanges(parts: readonly (readonly ValueRange[])[]): readonly ValueRange[] {
  const [first = [], ...others] = parts;
  return first.map((range, at) =>
    others.reduce((joined, part) => {
      const other = part[at]!;
      return {
        min: Math.min(joined.min, other.min),
        max: Math.max(joined.max, other.max),
        whole: joined.whole && other.whole,
      };
    }, range),
  );
}

/** Packs criteria into words, in their order, opening a new word where the next field no longer fits. */
export function keyLayout(order: readonly Criterion[], ranges: readonly ValueRange[]): KeyLayout {
  const words: KeyWord[] = [];
  let fields: KeyField[] = [];
  let limit = 1;
  const close = () => {
    if (fields.length > 0) words.push({ fields, limit });
    fields = [];
    limit = 1;
  };
  order.forEach((criterion, at) => {
    const { min, max, whole } = ranges[at]!;
    // No finite value at all: everything is none, one value.
    const spread = max < min ? 0 : max - min + 1;
    const field = { criterion, min: max < min ? 0 : min, radix: spread + 1 };
    if (!whole || field.radix > EXACT) {
      close();
      words.push({ fields: [{ criterion, min: 0, radix: 0 }], limit: null });
      return;
    }
    if (limit * field.radix > EXACT) close();
    fields.push(field);
    limit *= field.radix;
  });
  close();
  return words;
}

/** Key of each of `slots[from … to)` in one word, into `keys` at the same indices. `values` is room of the same length. */
export function packKeys(
  word: KeyWord,
  view: OrderView,
  slots: Int32Array,
  from: number,
  to: number,
  keys: Float64Array,
  values: Float64Array,
): void {
  const [first, ...others] = word.fields;
  readValues(first!.criterion, view, slots, from, to, keys);
  if (word.limit === null) return;
  for (let i = from; i < to; i++) keys[i] = packed(keys[i]!, first!);
  // Field by field, not slot by slot: each inner loop reads one column.
  for (const field of others) {
    readValues(field.criterion, view, slots, from, to, values);
    for (let i = from; i < to; i++) keys[i] = keys[i]! * field.radix + packed(values[i]!, field);
  }
}

const packed = (value: number, { min, radix }: KeyField): number => (value === Infinity ? radix - 1 : value - min);
