import {
  compileTerms,
  type Dataset,
  type Instant,
  instant,
  type SharedSnapshot,
  type Snapshot,
  shareSnapshot,
  type Terms,
  takeSnapshot,
} from '#engine';

/** A snapshot in shared memory, and the number of the call in each slot. */
export interface BenchSnapshot extends SharedSnapshot {
  readonly numbers: readonly string[];
}

/** The rules of a dataset as compiled tables, reaching back to its oldest call. */
export function compileFor(dataset: Dataset, now: Instant): Terms {
  const oldest = dataset.calls.reduce((least, { loggedAt }) => Math.min(least, loggedAt), now as number);
  return compileTerms(dataset, { from: instant(oldest), now });
}

/** Writes the open calls of a dataset, and the failures that may count for them, into shared memory. */
export function writeSnapshot(dataset: Dataset, terms: Terms, now: Instant): BenchSnapshot {
  const { snapshot, numbers } = takeSnapshot(terms, dataset.calls, now);
  return { ...shareSnapshot(snapshot), numbers };
}

/** Bytes of all typed arrays of a snapshot: calls, targets, holds, failures, compiled rules and timelines. */
export const snapshotBytes = ({ table, targets, holds, failures, raised, rules, timelines }: Snapshot): number =>
  [table, targets, holds, failures, raised, rules, timelines].reduce((sum, record) => sum + arrayBytes(record), 0);

const arrayBytes = (record: object): number =>
  Object.values(record).reduce((sum, field) => sum + (ArrayBuffer.isView(field) ? field.byteLength : 0), 0);

/** The numbers of the calls in some slots. */
export const numbersOf = ({ numbers }: BenchSnapshot, slots: Int32Array): string[] =>
  Array.from(slots, (slot) => numbers[slot]!);

/** A benchmark of two ways that answer differently compares nothing. */
export function requireSame(a: readonly string[], b: readonly string[], what: string): void {
  const at = a.findIndex((number, k) => number !== b[k]);
  if (a.length !== b.length || at >= 0) throw new Error(`The orders differ (${what}) at position ${at + 1}.`);
}
