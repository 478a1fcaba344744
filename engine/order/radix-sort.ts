/** Bits sorted by in one pass: 2048 counters stay in the processor's first cache. */
const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;

/** Room that `radixSort` works in, made once for a sort: as long as the longest stretch that is sorted. */
export interface RadixScratch {
  readonly keys: Float64Array;
  readonly slots: Int32Array;
}

export const radixScratch = (length: number): RadixScratch => ({
  keys: new Float64Array(length),
  slots: new Int32Array(length),
});

/**
 * Sorts `keys[from … to)` ascending, with `slots` moved alike; stable. Keys are integers in `[0, limit)`,
 * `limit` at most 2^53. Least significant digit first, as many passes as `limit` needs.
 */
export function radixSort(
  keys: Float64Array,
  slots: Int32Array,
  from: number,
  to: number,
  limit: number,
  scratch: RadixScratch,
): void {
  const length = to - from;
  let sourceKeys = keys.subarray(from, to);
  let sourceSlots = slots.subarray(from, to);
  let targetKeys = scratch.keys.subarray(0, length);
  let targetSlots = scratch.slots.subarray(0, length);
  let inScratch = false;
  const starts = new Uint32Array(BUCKETS);
  for (let divisor = 1; divisor < limit; divisor *= BUCKETS) {
    starts.fill(0);
    for (let i = 0; i < length; i++) starts[digitOf(sourceKeys[i]!, divisor)]!++;
    // All keys share this digit: nothing to move.
    if (starts[digitOf(sourceKeys[0]!, divisor)] === length) continue;
    let start = 0;
    for (let digit = 0; digit < BUCKETS; digit++) {
      const count = starts[digit]!;
      starts[digit] = start;
      start += count;
    }
    for (let i = 0; i < length; i++) {
      const key = sourceKeys[i]!;
      const at = starts[digitOf(key, divisor)]!++;
      targetKeys[at] = key;
      targetSlots[at] = sourceSlots[i]!;
    }
    [sourceKeys, targetKeys] = [targetKeys, sourceKeys];
    [sourceSlots, targetSlots] = [targetSlots, sourceSlots];
    inScratch = !inScratch;
  }
  if (inScratch) {
    keys.set(sourceKeys, from);
    slots.set(sourceSlots, from);
  }
}

/** The digit of `key` at a power of two: the division is exact, and `&` reads a float modulo 2^32. */
const digitOf = (key: number, divisor: number): number => (key / divisor) & (BUCKETS - 1);
