import { type KeyedSlots, keyedSlots, type SortRoom, sortRoom, spreadSort } from './spread-sort.ts';

/** Code units that make one key, each of 17 bits: 0 where the text has ended. */
const UNITS = 3;
const RADIX = 2 ** 17;
/** Runs up to here are compared text by text. */
const SHORT_RUN = 12;

/** Positions of texts in the order of their code units, as `<` compares them; equal ones in no particular order. */
export function textOrder(texts: readonly string[]): Int32Array {
  const keyed = keyedSlots(texts.length);
  for (let i = 0; i < texts.length; i++) keyed.slots[i] = i;
  sortTexts(texts, keyed, sortRoom(texts.length), 0, texts.length, 0);
  return keyed.slots;
}

/** Rank of each call number among all of them. */
export function numberRanks(numbers: readonly string[]): Float64Array {
  const ranks = new Float64Array(numbers.length);
  const order = textOrder(numbers);
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]!] = rank;
  return ranks;
}

/** Sorts the texts at `[from, to)`, alike in all code units before `unit`. */
function sortTexts(
  texts: readonly string[],
  keyed: KeyedSlots,
  room: SortRoom,
  from: number,
  to: number,
  unit: number,
): void {
  const { keys, slots } = keyed;
  if (to - from <= SHORT_RUN) {
    insertionSort(texts, slots, from, to);
    return;
  }
  for (let i = from; i < to; i++) keys[i] = keyOf(texts[slots[i]!]!, unit);
  spreadSort(keyed, from, to, room);
  for (let begin = from; begin < to; ) {
    const key = keys[begin]!;
    let end = begin + 1;
    while (end < to && keys[end] === key) end++;
    // A last code unit of 0: these texts have ended, and so are equal.
    if (end - begin > 1 && key % RADIX !== 0) sortTexts(texts, keyed, room, begin, end, unit + UNITS);
    begin = end;
  }
}

function keyOf(text: string, unit: number): number {
  let key = 0;
  for (let at = unit; at < unit + UNITS; at++) key = key * RADIX + (at < text.length ? text.charCodeAt(at) + 1 : 0);
  return key;
}

function insertionSort(texts: readonly string[], slots: Int32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const slot = slots[i]!;
    const text = texts[slot]!;
    let at = i;
    while (at > from && texts[slots[at - 1]!]! > text) {
      slots[at] = slots[at - 1]!;
      at--;
    }
    slots[at] = slot;
  }
}
