import type { Policy } from '../model/policy.ts';
import type { Instant } from '../model/units.ts';
import type { Snapshot } from '../order/book/snapshot.ts';
import { type ArrayRecord, blockOf, unpack } from './layout.ts';

/** The records of typed arrays in a snapshot. */
const RECORDS = ['rules', 'timelines', 'table', 'failures', 'raised', 'targets'] as const;
type RecordName = (typeof RECORDS)[number];

/** A snapshot as blocks of shared memory: what is sent to threads, which read and write it where it lies. */
export interface SnapshotBlocks extends Readonly<Record<RecordName | 'holds', SharedArrayBuffer>> {
  readonly policy: Policy;
  readonly now: Instant;
}

/** A snapshot that lies in shared memory, and its blocks. */
export interface SharedSnapshot {
  readonly snapshot: Snapshot;
  readonly blocks: SnapshotBlocks;
}

/** Puts a snapshot into shared memory. Records that lie there already are not copied. */
export function shareSnapshot(snapshot: Snapshot): SharedSnapshot {
  const { policy, now, holds } = snapshot;
  const records = RECORDS.map((name) => [name, blockOf<ArrayRecord<object>>(snapshot[name])] as const);
  const held = { from: holds.from.subarray(0, holds.used), to: holds.to.subarray(0, holds.used) };
  const named = Object.fromEntries(records) as Record<RecordName, SharedArrayBuffer>;
  const blocks: SnapshotBlocks = { policy, now, ...named, holds: blockOf(held) };
  return { snapshot: readSnapshot(blocks), blocks };
}

/** The snapshot in some blocks, as views on them. */
export function readSnapshot(blocks: SnapshotBlocks): Snapshot {
  const { policy, now } = blocks;
  const holds = unpack<{ from: Float64Array; to: Float64Array }>(blocks.holds);
  return {
    policy,
    now,
    rules: unpack(blocks.rules),
    timelines: unpack(blocks.timelines),
    table: unpack(blocks.table),
    holds: { from: holds.from, to: holds.to, used: holds.from.length },
    failures: unpack(blocks.failures),
    raised: unpack(blocks.raised),
    targets: unpack(blocks.targets),
  };
}
