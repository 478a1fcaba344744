import type { Criterion } from '../../model/policy.ts';
import type { OrderView } from '../book/order-view.ts';
import { CRITERION, type Reader } from '../criteria/criteria.ts';

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

/** Slots whose keys are packed together. */
const BLOCK = 1024;
/** Integers up to here are exact in a float64. */
const EXACT = 2 ** 53;

/**
 * For each criterion of an order three numbers, side by side: its smallest and its largest finite value, both inclusive,
 * and whether all are integers (1 or 0). Where there is no finite value at all, the largest is below the smallest.
 */
export type ValueRanges = Float64Array;
export const RANGE_FIELDS = 3;

/** Ranges over `slots[from … to)`, written to `ranges`. Threads may each look at their part and join the ranges. */
export function valueRanges(
  order: readonly Criterion[],
  view: OrderView,
  slots: Int32Array,
  from = 0,
  to = slots.length,
  ranges: ValueRanges = new Float64Array(order.length * RANGE_FIELDS),
): ValueRanges {
  for (const [k, criterion] of order.entries()) {
    const at = k * RANGE_FIELDS;
    const { bounds, column, read } = CRITERION[criterion];
    if (bounds !== null) {
      ranges.set([...bounds, 1], at);
      continue;
    }
    const values = column?.(view).values;
    if (values instanceof Float64Array) {
      rangeOf(values, slots, from, to, ranges, at);
      continue;
    }
    const worked = new Float64Array(to - from);
    const places = new Int32Array(to - from);
    for (let i = 0; i < places.length; i++) {
      worked[i] = read(view, slots[from + i]!);
      places[i] = i;
    }
    rangeOf(worked, places, 0, places.length, ranges, at);
  }
  return ranges;
}

/**
 * Range of `values[slots[i]]` for `i` in `[from, to)`, written to `ranges` from `at` on. Not given back as a record: in
 * Node 24, records of fractions or large numbers that a long loop ends with may come to share their fields (decision 142).
 */
function rangeOf(
  values: Float64Array,
  slots: Int32Array,
  from: number,
  to: number,
  ranges: ValueRanges,
  at: number,
): void {
  let min = Infinity;
  let max = -Infinity;
  let whole = 1;
  for (let i = from; i < to; i++) {
    const value = values[slots[i]!]!;
    if (value === Infinity) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== Math.floor(value)) whole = 0;
  }
  ranges[at] = min;
  ranges[at + 1] = max;
  ranges[at + 2] = whole;
}

/** Ranges over the slots of several parts together. */
export function joinRanges(parts: readonly ValueRanges[]): ValueRanges {
  const joined = parts[0]!.slice();
  for (const ranges of parts) {
    for (let at = 0; at < joined.length; at += RANGE_FIELDS) {
      joined[at] = Math.min(joined[at]!, ranges[at]!);
      joined[at + 1] = Math.max(joined[at + 1]!, ranges[at + 1]!);
      joined[at + 2] = Math.min(joined[at + 2]!, ranges[at + 2]!);
    }
  }
  return joined;
}

/** Packs criteria into words, in their order, opening a new word where the next field no longer fits. */
export function keyLayout(order: readonly Criterion[], ranges: ValueRanges): KeyLayout {
  const words: KeyWord[] = [];
  let fields: KeyField[] = [];
  let limit = 1;
  const close = () => {
    if (fields.length > 0) words.push({ fields, limit });
    fields = [];
    limit = 1;
  };
  order.forEach((criterion, at) => {
    const [min, max, whole] = ranges.subarray(at * RANGE_FIELDS) as unknown as [number, number, number];
    // No finite value at all: everything is none, one value.
    const spread = max < min ? 0 : max - min + 1;
    const field = { criterion, min: max < min ? 0 : min, radix: spread + 1 };
    if (whole === 0 || field.radix > EXACT) {
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

/** Key of each of `slots[from … to)` in one word, into `keys` at the same indices. */
export function packKeys(
  { fields, limit }: KeyWord,
  view: OrderView,
  slots: Int32Array,
  from: number,
  to: number,
  keys: Float64Array,
): void {
  if (limit === null) {
    const { read } = CRITERION[fields[0]!.criterion];
    for (let i = from; i < to; i++) keys[i] = read(view, slots[i]!);
    return;
  }
  // Block by block, so that keys stay in the cache while field after field is put behind them, each from one column.
  for (let begin = from; begin < to; begin += BLOCK) {
    const end = Math.min(begin + BLOCK, to);
    keys.fill(0, begin, end);
    for (const field of fields) appendField(field, view, slots, begin, end, keys);
  }
}

function appendField(
  field: KeyField,
  view: OrderView,
  slots: Int32Array,
  from: number,
  to: number,
  keys: Float64Array,
): void {
  const { read, column } = CRITERION[field.criterion];
  const stored = column?.(view);
  if (stored === undefined) {
    for (let i = from; i < to; i++) keys[i] = keys[i]! * field.radix + packed(read(view, slots[i]!), field);
  } else if (stored.values instanceof Uint8Array) {
    appendBytes(field, stored.values, stored.stride, stored.offset, slots, from, to, keys);
  } else appendFloats(field, stored.values, slots, from, to, keys);
}

// One function for each type of array: a loop that has met two is compiled for neither.

function appendBytes(
  { min, radix }: KeyField,
  values: Uint8Array,
  stride: number,
  offset: number,
  slots: Int32Array,
  from: number,
  to: number,
  keys: Float64Array,
): void {
  for (let i = from; i < to; i++) keys[i] = keys[i]! * radix + (values[slots[i]! * stride + offset]! - min);
}

function appendFloats(
  { min, radix }: KeyField,
  values: Float64Array,
  slots: Int32Array,
  from: number,
  to: number,
  keys: Float64Array,
): void {
  const none = radix - 1;
  for (let i = from; i < to; i++) {
    const value = values[slots[i]!]!;
    keys[i] = keys[i]! * radix + (value === Infinity ? none : value - min);
  }
}

const packed = (value: number, { min, radix }: KeyField): number => (value === Infinity ? radix - 1 : value - min);

/** Instants up to here, and from as much before 1970, have a place in a lead: the year 2109. */
const FARTHEST = 2 ** 42;

/**
 * Leads of slots (see sorted-slots.ts): the first criteria of an order in one number, those that stand still while time
 * goes on, as many as fit.
 */
export function leadOf(order: readonly Criterion[], view: OrderView): (slot: number) => number {
  const fields: { readonly read: Reader; readonly min: number; readonly radix: number }[] = [];
  let limit = 1;
  for (const criterion of order) {
    const { read, column, bounds } = CRITERION[criterion];
    const [min, max] = bounds ?? [-FARTHEST, FARTHEST];
    const radix = max - min + 2;
    // Ranks of numbers may be dealt anew while leads are kept.
    if (column === null || criterion === 'number' || limit * radix > EXACT) break;
    fields.push({ read, min, radix });
    limit *= radix;
    // What lies farther out is cut: to be exact after it, a field would have to know.
    if (bounds === null) break;
  }
  return (slot) => {
    let lead = 0;
    for (const { read, min, radix } of fields) {
      lead = lead * radix + Math.min(Math.max(read(view, slot) - min, 0), radix - 1);
    }
    return lead;
  };
}
