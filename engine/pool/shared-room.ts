import { CELLS } from '../order/share-keys.ts';
import type { SnapshotBlocks } from './share-snapshot.ts';

/** Room that threads order in. */
export interface SharedRoom {
  /** Keys and slots, part by part; then the room in which shares are sorted. */
  readonly keys: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  /** Keys and slots dealt to the shares. */
  readonly dealtKeys: SharedArrayBuffer;
  readonly dealtSlots: SharedArrayBuffer;
  /** `CELLS` counters a part. */
  readonly counts: SharedArrayBuffer;
  readonly shareOf: SharedArrayBuffer;
}

/** What all tasks of one order read and write. */
export interface SharedOrder {
  readonly blocks: SnapshotBlocks;
  readonly room: SharedRoom;
}

/** Rooms that no order is using; a pool orders the same calls again and again, and new memory is dear. */
const idle = new WeakMap<object, SharedRoom[]>();

export function takeRoom(pool: object, capacity: number, parts: number): SharedRoom {
  const fits = ({ slots, counts }: SharedRoom) =>
    slots.byteLength >= capacity * 4 && counts.byteLength >= parts * CELLS * 4;
  const rooms = idle.get(pool) ?? [];
  const known = rooms.findIndex(fits);
  if (known >= 0) return rooms.splice(known, 1)[0]!;
  return {
    keys: new SharedArrayBuffer(capacity * 8),
    slots: new SharedArrayBuffer(capacity * 4),
    dealtKeys: new SharedArrayBuffer(capacity * 8),
    dealtSlots: new SharedArrayBuffer(capacity * 4),
    counts: new SharedArrayBuffer(parts * CELLS * 4),
    shareOf: new SharedArrayBuffer(CELLS * 2),
  };
}

/** One room is kept: that of the last order. */
export const giveBackRoom = (pool: object, room: SharedRoom): void => {
  idle.set(pool, [room]);
};
