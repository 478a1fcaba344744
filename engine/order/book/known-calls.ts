import { isOpenAt } from '../../lifecycle/index.ts';
import type { Call } from '../../model/call.ts';
import type { Dataset } from '../../model/dataset.ts';
import type { Instant } from '../../model/units.ts';
import { countsAsFailure } from '../../sla/index.ts';

/**
 * The calls that a book still needs: those open or not logged yet, failures that a reliability target may still
 * count, and the originals of open duplicates. All other past calls are let go.
 */
export interface KnownCalls {
  readonly size: number;
  get(number: string): Call | undefined;
  values(): Iterable<Call>;
  /** Takes a call in, in place of its older version; or lets it go, where it isn't needed any more. */
  put(call: Call, now: Instant): void;
  delete(number: string): void;
  /** Whether a failure is recent enough to count for some open call. */
  isRecent(call: Call): boolean;
  /** Numbers of the known calls that are duplicates of this one, directly or through others. */
  duplicatesOf(number: string): Iterable<string>;
}

/** Longest window of any reliability target, milliseconds. */
export const longestWindow = (reference: Pick<Dataset, 'reliabilityTargets'>): number =>
  reference.reliabilityTargets.reduce((longest, { window }) => Math.max(longest, window), 0);

/** Those of `calls` that are needed at `now`. `window`: see `longestWindow`. */
export function createKnownCalls(calls: Iterable<Call>, window: number, now: Instant): KnownCalls {
  const known = new Map<string, Call>();
  /** Numbers of known duplicates by the call they name. */
  const duplicates = new Map<string, Set<string>>();
  const given = [...calls];
  /** Failures up to here are too old: no tip that they take part in could raise a call that is open. */
  const oldest = given.reduce<number>(
    (least, call) => (isOpenAt(call, now) ? Math.min(least, call.loggedAt) : least),
    now,
  );
  const floor = oldest - window;

  const isRecent = (call: Call): boolean => countsAsFailure(call) && call.loggedAt > floor;
  const isNeeded = (call: Call, at: Instant): boolean =>
    call.loggedAt > at || isOpenAt(call, at) || isRecent(call) || duplicates.has(call.number);

  function remember(call: Call): void {
    const before = known.get(call.number);
    if (before !== undefined && before.duplicateOf !== call.duplicateOf) forget(call.number);
    known.set(call.number, call);
    if (call.duplicateOf === null) return;
    const others = duplicates.get(call.duplicateOf);
    if (others === undefined) duplicates.set(call.duplicateOf, new Set([call.number]));
    else others.add(call.number);
  }

  function forget(number: string): void {
    const original = known.get(number)?.duplicateOf ?? null;
    known.delete(number);
    if (original === null) return;
    const others = duplicates.get(original);
    others?.delete(number);
    if (others?.size === 0) duplicates.delete(original);
  }

  for (const call of given) if (isNeeded(call, now)) remember(call);
  // Originals that are past themselves, then theirs: as many rounds as the longest chain.
  for (let before = -1; duplicates.size > 0 && before !== known.size; ) {
    before = known.size;
    for (const call of given) if (duplicates.has(call.number) && !known.has(call.number)) remember(call);
  }

  return {
    get size() {
      return known.size;
    },
    get: (number) => known.get(number),
    values: () => known.values(),
    put(call, at) {
      if (isNeeded(call, at)) remember(call);
      else forget(call.number);
    },
    delete: forget,
    isRecent,
    duplicatesOf(number) {
      if (!duplicates.has(number)) return [];
      const seen = new Set([number]);
      for (const each of seen) for (const duplicate of duplicates.get(each) ?? []) seen.add(duplicate);
      seen.delete(number);
      return seen;
    },
  };
}
