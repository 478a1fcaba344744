import type { SlotComparator } from '../criteria/criteria.ts';

/** Slots a chunk at most: an insertion moves half of one on average, within the processor's cache. */
const CHUNK = 512;

/** A stretch of the order: its slots, and the lead that each was put in with. */
interface Chunk {
  readonly slots: Int32Array;
  readonly leads: Float64Array;
  length: number;
}

/**
 * Slots kept sorted while they come, go and change: a list of short sorted chunks. Inserting or finding one
 * costs a binary search and a move within one chunk, and never looks at the others' slots.
 */
export interface SortedSlots {
  readonly size: number;
  has(slot: number): boolean;
  /** The slot's keys are as they are to be sorted by. It is not in yet. */
  insert(slot: number): void;
  /** Found by where it stands, not by its keys: they may have changed already. No effect where it is not in. */
  remove(slot: number): void;
  /** Puts slots whose keys have changed where they now belong. Keys of all others are unchanged. */
  resort(slots: readonly number[]): void;
  /** Replaces everything by what is sorted already. */
  fill(sorted: Int32Array): void;
  /** 0 is first; -1: not in. */
  position(slot: number): number;
  /** How many slots stand before a limit. `isBefore` is true of a slot only where it is true of all above it. */
  countBefore(isBefore: (slot: number) => boolean): number;
  /** Undefined: past the end. */
  at(position: number): number | undefined;
  /** At most `count` slots from a position on. */
  slice(from: number, count: number): number[];
}

/**
 * A number that never contradicts a comparator: of two slots the one that stands above has the lesser lead, or both have
 * the same. Kept in the list, so that a search touches the slots' own values only where leads are equal.
 */
export type Lead = (slot: number) => number;

const NO_LEAD: Lead = () => 0;

/** An empty list. `compare` is total on the slots that are in, and both it and `leadOf` read what is true now. */
export function createSortedSlots(compare: SlotComparator, leadOf: Lead = NO_LEAD): SortedSlots {
  let chunks: Chunk[] = [];
  let size = 0;
  /** Chunk of each slot that is in. */
  const chunkOf: (Chunk | undefined)[] = [];

  /** Whether the slot at an index of a chunk stands above `slot`, whose lead is given. */
  function isAbove(chunk: Chunk, index: number, slot: number, lead: number): boolean {
    const other = chunk.leads[index]!;
    return other === lead ? compare(chunk.slots[index]!, slot) < 0 : other < lead;
  }

  /** Index of the first chunk whose last slot sorts after `slot`; the last chunk where none does. */
  function chunkFor(slot: number, lead: number): number {
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = chunks[middle]!;
      if (isAbove(chunk, chunk.length - 1, slot, lead)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function indexIn(chunk: Chunk, slot: number, lead: number): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isAbove(chunk, middle, slot, lead)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function split(index: number): void {
    const chunk = chunks[index]!;
    const half = chunk.length >>> 1;
    const upper = newChunk(chunk.slots.subarray(half, chunk.length), chunk.leads.subarray(half, chunk.length));
    chunk.length = half;
    chunks.splice(index + 1, 0, upper);
    for (let i = 0; i < upper.length; i++) chunkOf[upper.slots[i]!] = upper;
  }

  /** Joins a chunk with the next where both fit in half a chunk, so that many removals leave no long list of crumbs. */
  function join(index: number): void {
    const chunk = chunks[index];
    const next = chunks[index + 1];
    if (chunk === undefined || next === undefined || chunk.length + next.length > CHUNK / 2) return;
    chunk.slots.set(next.slots.subarray(0, next.length), chunk.length);
    chunk.leads.set(next.leads.subarray(0, next.length), chunk.length);
    for (let i = 0; i < next.length; i++) chunkOf[next.slots[i]!] = chunk;
    chunk.length += next.length;
    chunks.splice(index + 1, 1);
  }

  function insert(slot: number): void {
    if (chunks.length === 0) chunks.push(newChunk(new Int32Array(0), new Float64Array(0)));
    const lead = leadOf(slot);
    let index = chunkFor(slot, lead);
    if (chunks[index]!.length === CHUNK) {
      split(index);
      index = chunkFor(slot, lead);
    }
    const chunk = chunks[index]!;
    const at = indexIn(chunk, slot, lead);
    chunk.slots.copyWithin(at + 1, at, chunk.length);
    chunk.leads.copyWithin(at + 1, at, chunk.length);
    chunk.slots[at] = slot;
    chunk.leads[at] = lead;
    chunk.length++;
    chunkOf[slot] = chunk;
    size++;
  }

  function remove(slot: number): void {
    const chunk = chunkOf[slot];
    if (chunk === undefined) return;
    const at = chunk.slots.indexOf(slot);
    chunk.slots.copyWithin(at, at + 1, chunk.length);
    chunk.leads.copyWithin(at, at + 1, chunk.length);
    chunk.length--;
    chunkOf[slot] = undefined;
    size--;
    if (chunk.length > CHUNK / 4) return;
    const index = chunks.indexOf(chunk);
    if (chunk.length === 0) chunks.splice(index, 1);
    else {
      join(index);
      join(index - 1);
    }
  }

  function fill(sorted: Int32Array): void {
    chunks = [];
    chunkOf.length = 0;
    size = sorted.length;
    // Three quarters full: the first insertions after a full order split nothing.
    const step = (CHUNK / 4) * 3;
    for (let from = 0; from < sorted.length; from += step) {
      const slots = sorted.subarray(from, from + step);
      const chunk = newChunk(slots, Float64Array.from(slots, leadOf));
      for (let i = 0; i < chunk.length; i++) chunkOf[chunk.slots[i]!] = chunk;
      chunks.push(chunk);
    }
  }

  /** Chunk and index within it of a position. */
  function locate(position: number): [chunk: number, index: number] {
    let index = position;
    for (let at = 0; at < chunks.length; at++) {
      if (index < chunks[at]!.length) return [at, index];
      index -= chunks[at]!.length;
    }
    return [chunks.length, 0];
  }

  return {
    get size() {
      return size;
    },
    has: (slot) => chunkOf[slot] !== undefined,
    insert,
    remove,
    resort(slots) {
      if (slots.length === 1) {
        const slot = slots[0]!;
        if (chunkOf[slot] === undefined) return;
        remove(slot);
        insert(slot);
        return;
      }
      // All out before the first goes in: a binary search needs every slot that is in to stand right.
      const moved = new Set(slots.filter((slot) => chunkOf[slot] !== undefined));
      for (const slot of moved) remove(slot);
      for (const slot of moved) insert(slot);
    },
    fill,
    position(slot) {
      const chunk = chunkOf[slot];
      if (chunk === undefined) return -1;
      let before = 0;
      for (const other of chunks) {
        if (other === chunk) break;
        before += other.length;
      }
      return before + chunk.slots.indexOf(slot);
    },
    countBefore(isBefore) {
      let count = 0;
      for (const { slots, length } of chunks) {
        if (isBefore(slots[length - 1]!)) {
          count += length;
          continue;
        }
        let low = 0;
        let high = length - 1;
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (isBefore(slots[middle]!)) low = middle + 1;
          else high = middle;
        }
        return count + low;
      }
      return count;
    },
    at(position) {
      if (position < 0 || position >= size) return undefined;
      const [chunk, index] = locate(position);
      return chunks[chunk]!.slots[index];
    },
    slice(from, count) {
      const slots: number[] = [];
      let [at, index] = locate(Math.max(0, from));
      for (; at < chunks.length && slots.length < count; at++, index = 0) {
        const chunk = chunks[at]!;
        for (let i = index; i < chunk.length && slots.length < count; i++) slots.push(chunk.slots[i]!);
      }
      return slots;
    },
  };
}

function newChunk(slots: Int32Array, leads: Float64Array): Chunk {
  const chunk = { slots: new Int32Array(CHUNK), leads: new Float64Array(CHUNK), length: slots.length };
  chunk.slots.set(slots);
  chunk.leads.set(leads);
  return chunk;
}
