import { isOpenAt, originalOf } from '../../lifecycle/index.ts';
import type { Call } from '../../model/call.ts';
import type { Policy } from '../../model/policy.ts';
import type { Instant } from '../../model/units.ts';
import {
  type CallTable,
  computeTargets,
  createCallTable,
  createHoldStore,
  createTargetTable,
  type FailureTable,
  failureTable,
  type HoldStore,
  judgeFailures,
  noneRaised,
  type RaisedTargets,
  type TargetTable,
  type Terms,
  type TermTables,
  writeCall,
} from '../../sla/index.ts';
import { createLeastTravel } from '../criteria/least-travel.ts';
import { numberRanks } from '../keys/text-order.ts';
import { type OrderRoom, orderSlots } from './full-order.ts';
import { longestWindow } from './known-calls.ts';

/** All that an order is worked out from, as typed arrays that threads can share, and where it is worked out. */
export interface Snapshot extends TermTables {
  readonly policy: Policy;
  readonly now: Instant;
  readonly table: CallTable;
  readonly holds: HoldStore;
  readonly failures: FailureTable;
  /** Worked out: the state of each reliability target, and the targets, class and levels of each call. */
  readonly raised: RaisedTargets;
  readonly targets: TargetTable;
}

/**
 * A snapshot of the calls that are open at `now`; those that do not stand in the order, as they await approval, are not
 * live in it. `numbers` are those of the calls in its slots.
 */
export function takeSnapshot(
  terms: Terms,
  calls: readonly Call[],
  now: Instant,
): { readonly snapshot: Snapshot; readonly numbers: readonly string[] } {
  const { reference, rules, timelines } = terms;
  const open = calls.filter((call) => isOpenAt(call, now));
  const oldest = open.reduce((least, { loggedAt }) => Math.min(least, loggedAt), now as number);
  const table = createCallTable(open.length);
  const holds = createHoldStore();
  const originals = originalsOf(open, calls);
  const { order } = reference.policy;
  const needsTravel = order.includes('slack') || order.includes('cost_of_delay');
  const leastTravel = needsTravel ? createLeastTravel(reference) : undefined;
  for (const [slot, call] of open.entries()) {
    writeCall(terms, table, holds, slot, call, originals(call), now, leastTravel);
  }
  const numbers = open.map(({ number }) => number);
  table.numberRank.set(numberRanks(numbers));
  // Older failures can't raise a call that is open.
  const floor = oldest - longestWindow(reference);
  const failures = failureTable(
    terms,
    calls.filter(({ loggedAt }) => loggedAt > floor && loggedAt <= now),
  );
  const snapshot: Snapshot = {
    rules,
    timelines,
    policy: reference.policy,
    now,
    table,
    holds,
    failures,
    raised: noneRaised(reference.reliabilityTargets.length),
    targets: createTargetTable(open.length),
  };
  return { snapshot, numbers };
}

/** The original of each duplicate. */
function originalsOf(open: readonly Call[], calls: readonly Call[]): (call: Call) => Call | null {
  const wanted = new Set<string>();
  for (const { duplicateOf } of open) if (duplicateOf !== null) wanted.add(duplicateOf);
  const found = new Map<string, Call>();
  // As many rounds as the longest chain of duplicates of duplicates.
  for (let before = -1; wanted.size > before; ) {
    before = wanted.size;
    for (const call of before === 0 ? [] : calls) {
      if (!wanted.has(call.number)) continue;
      found.set(call.number, call);
      if (call.duplicateOf !== null) wanted.add(call.duplicateOf);
    }
  }
  return (call) => originalOf(call, (number) => found.get(number));
}

/** The whole way on one thread: failures judged, targets and classes worked out, calls sorted. Gives the slots, first to last. */
export function orderSnapshot(snapshot: Snapshot, room?: OrderRoom): Int32Array {
  judgeSnapshot(snapshot, 0, snapshot.raised.lastTipAt.length);
  ruleSnapshot(snapshot, 0, snapshot.table.flags.length);
  return orderSlots(snapshot.table, snapshot.targets, snapshot.policy, snapshot.now, room);
}

/** Judges the reliability targets `[fromTarget, toTarget)`. */
export function judgeSnapshot({ rules, failures, now, raised }: Snapshot, fromTarget: number, toTarget: number): void {
  judgeFailures(rules, failures, now, fromTarget, toTarget, raised);
}

/** Works out targets, class and levels of the calls in `[fromSlot, toSlot)`, once all reliability targets are judged. */
export function ruleSnapshot(snapshot: Snapshot, fromSlot: number, toSlot: number): void {
  const { table, holds, now, raised, targets } = snapshot;
  computeTargets(snapshot, raised, table, holds, now, fromSlot, toSlot, targets);
}
