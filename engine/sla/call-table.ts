/**
 * Calls and their targets as structures of arrays: the boundary between terms (which fill them) and order
 * (which compares them). A call is a slot; slots are reused when a call closes. Codes are dense integers,
 * indices into the tables of the compiled reference. Instants are epoch milliseconds in a Float64Array; NaN: none.
 */

/** Bits of `CallTable.flags`. */
export const FLAG_LIVE = 1; // the slot holds a call that stands in the order
export const FLAG_EMERGENCY = 2; // declared by a person
export const FLAG_RAISED = 4; // by an escalation
export const FLAG_HELD = 8; // on hold at `now`, whatever the reason
export const FLAG_STOPPED = 16; // on hold at `now` with a reason that stops the contract's clocks
export const FLAG_PLANNED = 32; // type maintenance or installation
export const FLAG_DUPLICATE = 64; // rides with its original, whose clocks it shows
export const FLAG_FIXED = 128; // the failure is fixed: no clock runs any more

/** What is known of each call, in as far as the order needs it. All arrays have the length of the capacity. */
export interface CallTable {
  readonly flags: Uint8Array;
  /** -1: the slot is free. */
  readonly device: Int32Array;
  /** Device whose regime rules the clocks: `device`, or that of the original of a duplicate. */
  readonly clockDevice: Int32Array;
  /** Own `logged_at`: an order criterion, and what levels are read at. */
  readonly loggedAt: Float64Array;
  /** Where the clocks begin, and what the regime is read at: `loggedAt`, or that of the original of a duplicate. */
  readonly clockFrom: Float64Array;
  readonly respondedAt: Float64Array;
  /** Expected working time, milliseconds. */
  readonly workTime: Float64Array;
  /** Least travel time of any resource that could come, milliseconds; for `slack`. */
  readonly travelTime: Float64Array;
  /** Rank of the call's number among all numbers in code unit order: the last criterion. Dealt by engine/order. */
  readonly numberRank: Float64Array;
  /** First of the call's clock-stopping holds in the `HoldStore`, and how many. */
  readonly holdOffset: Int32Array;
  readonly holdCount: Int32Array;
  /** Timeline of the clocks of a call that keeps the terms it was logged under; -1: the rules of today decide, and the next three mean nothing. */
  readonly keptTimeline: Int32Array;
  /** Regime of the kept code; -1: there is none any more. */
  readonly keptRegime: Int32Array;
  /** Kept targets in milliseconds; NaN: none. */
  readonly keptRespond: Float64Array;
  readonly keptFix: Float64Array;
}

/** What the rules make of each call. Same slots as the `CallTable`. */
export interface TargetTable {
  /** Regime whose targets were fixed when the call was logged; -1: none, or one that is no more (`keptTimeline` tells). */
  readonly regime: Int32Array;
  readonly respondBy: Float64Array;
  readonly fixBy: Float64Array;
  /** Next deadline still running; +Infinity: none, which sorts last. */
  readonly due: Float64Array;
  /** Index into CALL_CLASSES. */
  readonly class: Uint8Array;
  /** 1 to 9. */
  readonly priority: Uint8Array;
  /** Four levels a slot, in the order of DIMENSIONS. */
  readonly levels: Uint8Array;
}

/**
 * The clock-stopping holds of all calls, those of one call side by side: disjoint, sorted, none before the clock begins,
 * none that begins after the `now` at which the call was written. `to` is +Infinity while a hold lasts.
 * The arrays are replaced when they grow.
 */
export interface HoldStore {
  from: Float64Array;
  to: Float64Array;
  /** Entries in use, gaps left by rewritten calls included. */
  used: number;
}

/** A table of free slots. */
export function createCallTable(capacity: number): CallTable {
  return {
    flags: new Uint8Array(capacity),
    device: new Int32Array(capacity).fill(-1),
    clockDevice: new Int32Array(capacity).fill(-1),
    loggedAt: new Float64Array(capacity),
    clockFrom: new Float64Array(capacity),
    respondedAt: new Float64Array(capacity).fill(Number.NaN),
    workTime: new Float64Array(capacity),
    travelTime: new Float64Array(capacity),
    numberRank: new Float64Array(capacity),
    holdOffset: new Int32Array(capacity),
    holdCount: new Int32Array(capacity),
    keptTimeline: new Int32Array(capacity).fill(-1),
    keptRegime: new Int32Array(capacity).fill(-1),
    keptRespond: new Float64Array(capacity).fill(Number.NaN),
    keptFix: new Float64Array(capacity).fill(Number.NaN),
  };
}

export function createTargetTable(capacity: number): TargetTable {
  return {
    regime: new Int32Array(capacity).fill(-1),
    respondBy: new Float64Array(capacity).fill(Number.NaN),
    fixBy: new Float64Array(capacity).fill(Number.NaN),
    due: new Float64Array(capacity).fill(Number.POSITIVE_INFINITY),
    class: new Uint8Array(capacity),
    priority: new Uint8Array(capacity),
    levels: new Uint8Array(capacity * 4),
  };
}

export function createHoldStore(capacity = 64): HoldStore {
  return { from: new Float64Array(capacity), to: new Float64Array(capacity), used: 0 };
}

/** A larger table with the same calls in the same slots; the new slots are free. */
export function growCallTable(table: CallTable, capacity: number): CallTable {
  return copyInto(table, createCallTable(capacity));
}

export function growTargetTable(table: TargetTable, capacity: number): TargetTable {
  return copyInto(table, createTargetTable(capacity));
}

type Columns = Uint8Array | Int32Array | Float64Array;

function copyInto<T extends object>(from: T, to: T): T {
  for (const [name, column] of Object.entries(to)) (column as Columns).set((from as Record<string, Columns>)[name]!);
  return to;
}

/** Frees a slot. */
export function clearCall(table: CallTable, slot: number): void {
  table.flags[slot] = 0;
  table.device[slot] = -1;
  table.clockDevice[slot] = -1;
  table.holdCount[slot] = 0;
  table.keptTimeline[slot] = -1;
}

/** Stores the holds of a slot in place of those that it had. */
export function writeHolds(
  table: CallTable,
  holds: HoldStore,
  slot: number,
  list: readonly (readonly [from: number, to: number])[],
): void {
  if (list.length > table.holdCount[slot]!) {
    table.holdCount[slot] = 0;
    makeRoom(table, holds, list.length);
    table.holdOffset[slot] = holds.used;
    holds.used += list.length;
  }
  table.holdCount[slot] = list.length;
  const offset = table.holdOffset[slot]!;
  for (const [k, [from, to]] of list.entries()) {
    holds.from[offset + k] = from;
    holds.to[offset + k] = to;
  }
}

/** Room for `count` more: closes the gaps, and doubles the arrays where that leaves them more than half full. */
function makeRoom(table: CallTable, holds: HoldStore, count: number): void {
  if (holds.used + count <= holds.from.length) return;
  const needed = table.holdCount.reduce((sum, each) => sum + each, count);
  const capacity = Math.max(holds.from.length, 2 * needed);
  const from = new Float64Array(capacity);
  const to = new Float64Array(capacity);
  let used = 0;
  for (let slot = 0; slot < table.holdCount.length; slot++) {
    const length = table.holdCount[slot]!;
    if (length === 0) continue;
    const offset = table.holdOffset[slot]!;
    from.set(holds.from.subarray(offset, offset + length), used);
    to.set(holds.to.subarray(offset, offset + length), used);
    table.holdOffset[slot] = used;
    used += length;
  }
  holds.from = from;
  holds.to = to;
  holds.used = used;
}
