/** Stretches up to here are sorted by insertion. */
const SHORT = 24;
/** Keys a cell on average, and the most cells of one spreading: their counters stay in the processor's second cache. */
const KEYS_A_CELL = 4;
const MOST_CELLS = 8192;

/** Keys with their slots, side by side. */
export interface KeyedSlots {
  readonly keys: Float64Array;
  readonly slots: Int32Array;
}

/** Room that `spreadSort` works in: as long as what is sorted. Counters are made when first needed, one set a depth. */
export interface SortRoom extends KeyedSlots {
  readonly ends: Int32Array[];
}

/**
 * Sorts `keys[from … to)` ascending, with `slots` moved alike. Keys are finite. A stretch is spread over cells of equal
 * width between its least and largest key, and each cell that got many is sorted in the same way (the distributive
 * partitioning of Dobosiewicz 1978): nearly every key is moved twice, the second time within the cache.
 */
export function spreadSort(stretch: KeyedSlots, from: number, to: number, room: SortRoom, depth = 0): void {
  if (to - from <= SHORT) {
    insertionSort(stretch, from, to);
    return;
  }
  const { keys, slots } = stretch;
  let min = keys[from]!;
  let max = min;
  for (let i = from + 1; i < to; i++) {
    const key = keys[i]!;
    if (key < min) min = key;
    else if (key > max) max = key;
  }
  if (min === max) return;
  const cells = cellsFor(to - from);
  const scale = scaleOf(min, max, cells);
  const ends = endsAt(room, depth, cells);
  for (let i = from; i < to; i++) ends[((keys[i]! - min) * scale) | 0]!++;
  let end = from;
  for (let cell = 0; cell < cells; cell++) {
    const begin = end;
    end += ends[cell]!;
    ends[cell] = begin;
  }
  for (let i = from; i < to; i++) {
    const key = keys[i]!;
    const at = ends[((key - min) * scale) | 0]!++;
    room.keys[at] = key;
    room.slots[at] = slots[i]!;
  }
  for (let i = from; i < to; i++) {
    keys[i] = room.keys[i]!;
    slots[i] = room.slots[i]!;
  }
  for (let cell = 0, begin = from; cell < cells; cell++) {
    const close = ends[cell]!;
    if (close - begin > 1) spreadSort(stretch, begin, close, room, depth + 1);
    begin = close;
  }
}

export const keyedSlots = (length: number): KeyedSlots => ({
  keys: new Float64Array(length),
  slots: new Int32Array(length),
});

export const sortRoom = (length: number): SortRoom => ({ ...keyedSlots(length), ends: [] });

function cellsFor(length: number): number {
  const wanted = length / KEYS_A_CELL;
  let cells = 8;
  while (cells < wanted && cells < MOST_CELLS) cells *= 2;
  return cells;
}

/** `key - min` times this, cut to whole numbers, is the key's cell, 0 to `cells - 1`, in the order of the keys. */
const scaleOf = (min: number, max: number, cells: number): number => (cells - 0.5) / (max - min);

function endsAt(room: SortRoom, depth: number, cells: number): Int32Array {
  const known = room.ends[depth];
  if (known !== undefined && known.length >= cells) {
    known.fill(0, 0, cells);
    return known;
  }
  const made = new Int32Array(cells);
  room.ends[depth] = made;
  return made;
}

function insertionSort({ keys, slots }: KeyedSlots, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const key = keys[i]!;
    const slot = slots[i]!;
    let at = i;
    while (at > from && keys[at - 1]! > key) {
      keys[at] = keys[at - 1]!;
      slots[at] = slots[at - 1]!;
      at--;
    }
    keys[at] = key;
    slots[at] = slot;
  }
}
