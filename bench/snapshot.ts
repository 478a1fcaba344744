import {
  type CallTable,
  compileTerms,
  computeTargets,
  createCallTable,
  createHoldStore,
  createTargetTable,
  type Dataset,
  type FailureTable,
  failureTable,
  type HoldStore,
  type Instant,
  instant,
  isOpenAt,
  judgeFailures as judgeAll,
  noneRaised,
  orderSlots,
  originalOf,
  pack,
  type RaisedTargets,
  standsInOrder,
  statusAt,
  type TargetTable,
  type Terms,
  unpack,
  writeCall,
} from '#engine';

/** All that an order is worked out from: compiled rules, calls in their tables, failures within the windows. */
export interface Snapshot {
  readonly terms: Terms;
  readonly now: Instant;
  readonly table: CallTable;
  readonly targets: TargetTable;
  readonly holds: HoldStore;
  readonly failures: FailureTable;
  /** Number of the call in each slot. */
  readonly numbers: readonly string[];
}

/** The rules of a dataset as compiled tables, reaching back to its oldest call. */
export function compileFor(dataset: Dataset, now: Instant): Terms {
  const oldest = dataset.calls.reduce((least, { loggedAt }) => Math.min(least, loggedAt), now as number);
  return compileTerms(dataset, { from: instant(oldest), now });
}

/** Writes the open calls of a dataset into tables in shared memory, and finds the failures that may count for them. */
export function writeSnapshot(dataset: Dataset, terms: Terms, now: Instant): Snapshot {
  const calls = dataset.calls;
  const contracts = new Map(dataset.contracts.map((contract) => [contract.code, contract]));
  const contractOf = new Map(dataset.devices.map(({ code, contract }) => [code, contracts.get(contract)!]));
  const byNumber = new Map(calls.map((call) => [call.number, call]));
  const open = calls.filter((call) => standsInOrder(statusAt(call, contractOf.get(call.device)!, now)));
  const oldest = calls.reduce(
    (least, call) => (isOpenAt(call, now) ? Math.min(least, call.loggedAt) : least),
    now as number,
  );
  const floor = oldest - dataset.reliabilityTargets.reduce((most, { window }) => Math.max(most, window), 0);

  const table = unpack<CallTable>(pack(createCallTable(open.length)));
  const targets = unpack<TargetTable>(pack(createTargetTable(open.length)));
  const holds = createHoldStore();
  const numbers = open.map(({ number }) => number);
  for (const [slot, call] of open.entries()) {
    const original = call.duplicateOf === null ? null : originalOf(call, (number) => byNumber.get(number));
    writeCall(terms, table, holds, slot, call, original, now);
  }
  const slots = Int32Array.from(numbers.keys());
  slots
    .sort((a, b) => (numbers[a]! < numbers[b]! ? -1 : 1))
    .forEach((slot, rank) => {
      table.numberRank[slot] = rank;
    });
  const recent = calls.filter(({ loggedAt }) => loggedAt > floor && loggedAt <= now);
  const failures = failureTable(terms, recent);
  return { terms, now, table, targets, holds, failures, numbers };
}

/** Counts the failures within the windows of the reliability targets. */
export function judgeFailures({ terms, failures, now }: Snapshot): RaisedTargets {
  const targets = terms.rules.targetMax.length;
  const raised = noneRaised(targets);
  judgeAll(terms.rules, failures, now, 0, targets, raised);
  return raised;
}

/** Works out deadlines, levels and classes of all calls. */
export function workOutTargets(snapshot: Snapshot, raised: RaisedTargets): TargetTable {
  const { terms, table, holds, now, targets } = snapshot;
  computeTargets(terms, raised, table, holds, now, 0, table.flags.length, targets);
  return targets;
}

/** Sorts the calls by the policy's criteria: their slots, first to last. */
export const sortCalls = ({ table, targets, terms, now }: Snapshot): Int32Array =>
  orderSlots(table, targets, terms.reference.policy, now);

/** The whole way from a snapshot to the order, on one thread. */
export function orderSnapshot(snapshot: Snapshot): Int32Array {
  workOutTargets(snapshot, judgeFailures(snapshot));
  return sortCalls(snapshot);
}

/** Bytes of all typed arrays of a snapshot: calls, targets, holds, compiled rules and timelines. */
export const snapshotBytes = ({ table, targets, holds, terms }: Snapshot): number =>
  [table, targets, holds, terms.rules, terms.timelines].reduce((sum, record) => sum + arrayBytes(record), 0);

const arrayBytes = (record: object): number =>
  Object.values(record).reduce((sum, field) => sum + (ArrayBuffer.isView(field) ? field.byteLength : 0), 0);
