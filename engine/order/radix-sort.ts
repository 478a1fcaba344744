/** Bits sorted by in one pass: 2048 counters a digit stay in the processor's first cache. */
const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;
const MASK = BUCKETS - 1;
/** Digits of the lower 32 bits of a key, and of the 21 above them. */
const LOW_DIGITS = 3;
const DIGITS = 5;
const TWO_32 = 2 ** 32;

/** Keys in two halves, each with its slot: integers are shifted and compared at a fraction of what floats cost. */
interface Halves {
  low: Uint32Array;
  high: Uint32Array;
  slots: Int32Array;
}

/** Room that `radixSort` works in, made once for a sort: as long as the longest stretch that is sorted. */
export interface RadixScratch {
  readonly source: Halves;
  readonly target: Halves;
  /** How many keys have each digit, digit after digit. */
  readonly counts: Uint32Array;
}

export const radixScratch = (length: number): RadixScratch => ({
  source: halves(length),
  target: halves(length),
  counts: new Uint32Array(DIGITS * BUCKETS),
});

const halves = (length: number): Halves => ({
  low: new Uint32Array(length),
  high: new Uint32Array(length),
  slots: new Int32Array(length),
});

/**
 * Sorts `keys[from … to)` ascending, with `slots` moved alike; stable. Keys are integers in `[0, 2^53)`. Least
 * significant digit first; a digit that all keys share costs no pass.
 */
export function radixSort(
  keys: Float64Array,
  slots: Int32Array,
  from: number,
  to: number,
  { source, target, counts }: RadixScratch,
): void {
  const length = to - from;
  split(keys, slots, from, length, source);
  countDigits(source, length, counts);
  let [sorted, other] = [source, target];
  for (let digit = 0; digit < DIGITS; digit++) {
    const starts = counts.subarray(digit * BUCKETS, (digit + 1) * BUCKETS);
    const shift = shiftOf(digit);
    if (starts[(halfOf(sorted, digit)[0]! >>> shift) & MASK] === length) continue;
    let start = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = starts[bucket]!;
      starts[bucket] = start;
      start += count;
    }
    deal(sorted, other, halfOf(sorted, digit), shift, length, starts);
    [sorted, other] = [other, sorted];
  }
  for (let i = 0; i < length; i++) {
    keys[from + i] = sorted.high[i]! * TWO_32 + sorted.low[i]!;
    slots[from + i] = sorted.slots[i]!;
  }
}

const halfOf = ({ low, high }: Halves, digit: number): Uint32Array => (digit < LOW_DIGITS ? low : high);
const shiftOf = (digit: number): number => (digit < LOW_DIGITS ? digit : digit - LOW_DIGITS) * DIGIT_BITS;

function split(keys: Float64Array, slots: Int32Array, from: number, length: number, into: Halves): void {
  const { low, high, slots: intoSlots } = into;
  for (let i = 0; i < length; i++) {
    const key = keys[from + i]!;
    const upper = Math.floor(key / TWO_32);
    high[i] = upper;
    low[i] = key - upper * TWO_32;
    intoSlots[i] = slots[from + i]!;
  }
}

function countDigits({ low, high }: Halves, length: number, counts: Uint32Array): void {
  counts.fill(0);
  for (let i = 0; i < length; i++) {
    const lower = low[i]!;
    const upper = high[i]!;
    counts[lower & MASK]!++;
    counts[BUCKETS + ((lower >>> DIGIT_BITS) & MASK)]!++;
    counts[2 * BUCKETS + ((lower >>> (2 * DIGIT_BITS)) & MASK)]!++;
    counts[3 * BUCKETS + (upper & MASK)]!++;
    counts[4 * BUCKETS + ((upper >>> DIGIT_BITS) & MASK)]!++;
  }
}

/** Moves each key to the next free place of its digit's bucket. */
function deal(
  { low, high, slots }: Halves,
  { low: toLow, high: toHigh, slots: toSlots }: Halves,
  half: Uint32Array,
  shift: number,
  length: number,
  starts: Uint32Array,
): void {
  for (let i = 0; i < length; i++) {
    const at = starts[(half[i]! >>> shift) & MASK]!++;
    toLow[at] = low[i]!;
    toHigh[at] = high[i]!;
    toSlots[at] = slots[i]!;
  }
}
