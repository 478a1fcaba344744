import type { Call } from '../model/call.ts';
import type { CallTerms } from '../model/call-terms.ts';
import type { Instant } from '../model/units.ts';
import type { CallTable, HoldStore, TargetTable } from './call-table.ts';
import type { RaisedTargets } from './priority/class.ts';
import type { Terms } from './rules.ts';

/** A call whose targets were computed, as the parts of an explanation look at it. */
export interface ExplainedCall {
  readonly terms: Terms;
  readonly raised: RaisedTargets;
  readonly table: CallTable;
  readonly holds: HoldStore;
  readonly targets: TargetTable;
  readonly slot: number;
  readonly call: Call;
  readonly now: Instant;
  /** Terms that the call whose clocks are shown was logged under; null: the rules of today decide. */
  readonly kept: CallTerms | null;
}
