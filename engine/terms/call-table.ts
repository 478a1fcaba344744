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

/** What is known of each call, in as far as the order needs it. All arrays have the length of the capacity. */
export interface CallTable {
  readonly flags: Uint8Array;
  readonly device: Int32Array;
  /** Own `logged_at`: an order criterion, and what rules and levels are read at. */
  readonly loggedAt: Float64Array;
  /** Where the clocks begin: `loggedAt`, or that of the original of a duplicate. */
  readonly clockFrom: Float64Array;
  readonly respondedAt: Float64Array;
  /** Expected working time, milliseconds. */
  readonly workTime: Float64Array;
  /** Least travel time of any resource that could come, milliseconds; for `slack`. */
  readonly travelTime: Float64Array;
  /** Rank of the call's number among all numbers in code unit order: the last criterion. */
  readonly numberRank: Float64Array;
  /** First of the call's clock-stopping holds in `holds`, and how many. */
  readonly holdOffset: Int32Array;
  readonly holdCount: Int32Array;
}

/** What the rules make of each call. Same slots as the `CallTable`. */
export interface TargetTable {
  /** Regime whose targets were fixed when the call was logged; -1: none. */
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
