import type { ClockKind } from './regime.ts';
import type { Millis } from './units.ts';

/** A row that decided a call's regime, as it was when the call was logged. */
export interface DecidingRow {
  readonly code: 'regime-rule' | 'special-day';
  /** Row of `regime_rules.csv` or `special_days.csv`, as counted then. */
  readonly row: number;
  /** What the row said, in plain words: `contract C1 at site S2 has regime GOLD (specificity 9)`. */
  readonly text: string;
}

/**
 * The regime as it was when a call was logged, which the call keeps: later edits change no past call (domain, section 5).
 * The hours of the calendar are those of today, so that a newly declared holiday moves running clocks.
 */
export interface CallTerms {
  /** Code that the regime had; there may be none of that code any more. */
  readonly regime: string;
  /** null: no such target. */
  readonly respondWithin: Millis | null;
  readonly fixWithin: Millis | null;
  readonly clock: ClockKind;
  /** Calendar of the base regime, whose coverage the clocks run on (special days replace stretches of it). */
  readonly calendar: string;
  /** The regime rule, then the special day that overruled it; empty: not known. */
  readonly decidedBy: readonly DecidingRow[];
}
