import { CRITERIA } from '../model/policy.ts';
import { RANGE_FIELDS, type ValueRanges } from '../order/keys/keys.ts';
import { CELLS } from '../order/keys/share-keys.ts';
import type { SnapshotBlocks } from './share-snapshot.ts';
import type { SharedSteps } from './shared-steps.ts';

/** Calls of one part of an order. */
export const PART = 2 ** 12;
/** Room for the ranges of a part's values. */
const RANGES = RANGE_FIELDS * CRITERIA.length;

export const partsOf = (capacity: number): number => Math.ceil(capacity / PART);

/** Room that threads order in. */
export interface SharedRoom {
  /** Keys and slots, part by part; then the room in which shares are sorted. */
  readonly keys: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  /** Keys dealt to the shares. */
  readonly dealtKeys: SharedArrayBuffer;
  /** For each part, how many of its calls stand in the order, and the ranges of their values. */
  readonly found: SharedArrayBuffer;
  readonly ranges: SharedArrayBuffer;
  /** `CELLS` counters a thread. */
  readonly counts: SharedArrayBuffer;
}

/** Where a part of a room tells the ranges of so many criteria. */
export const rangesIn = (room: SharedRoom, part: number, criteria: number): ValueRanges =>
  new Float64Array(room.ranges, part * RANGES * 8, criteria * RANGE_FIELDS);

/** What all threads of one order read and write. */
export interface SharedOrder {
  readonly blocks: SnapshotBlocks;
  readonly room: SharedRoom;
  readonly steps: SharedSteps;
  /** For each share, how many of its keys have found their place. */
  readonly filled: Int32Array<SharedArrayBuffer>;
  /** Slots dealt to the shares, in the end sorted: what the order comes to. Given out, so never room that is kept. */
  readonly sorted: Int32Array<SharedArrayBuffer>;
}

/** Rooms that no order is using; a pool orders the same calls again and again, and new memory is dear. */
const idle = new WeakMap<object, SharedRoom[]>();

export function takeRoom(pool: object, capacity: number, threads: number): SharedRoom {
  const fits = ({ slots, counts }: SharedRoom) =>
    slots.byteLength >= capacity * 4 && counts.byteLength >= threads * CELLS * 4;
  const rooms = idle.get(pool) ?? [];
  const known = rooms.findIndex(fits);
  if (known >= 0) return rooms.splice(known, 1)[0]!;
  return {
    keys: new SharedArrayBuffer(capacity * 8),
    slots: new SharedArrayBuffer(capacity * 4),
    dealtKeys: new SharedArrayBuffer(capacity * 8),
    found: new SharedArrayBuffer(partsOf(capacity) * 4),
    ranges: new SharedArrayBuffer(partsOf(capacity) * RANGES * 8),
    counts: new SharedArrayBuffer(threads * CELLS * 4),
  };
}

/** One room is kept: that of the last order. */
export const giveBackRoom = (pool: object, room: SharedRoom): void => {
  idle.set(pool, [room]);
};
