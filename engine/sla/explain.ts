import type { Call } from '../model/call.ts';
import type { CallTerms } from '../model/call-terms.ts';
import type { Because } from '../model/ordered-call.ts';
import type { Instant } from '../model/units.ts';
import type { CallTable, HoldStore, TargetTable } from './call-table.ts';
import { explainClocks } from './clocks/explain-clocks.ts';
import type { ExplainedCall } from './explained-call.ts';
import type { RaisedTargets } from './priority/class.ts';
import { explainClass } from './priority/explain-class.ts';
import { explainLevels } from './priority/explain-levels.ts';
import { explainRegime } from './regime/explain-regime.ts';
import type { Terms } from './rules.ts';

/**
 * What decided regime, deadlines, levels, priority and class of a call, made on demand from the same rules that
 * `computeTargets` used for its slot at this `now`. A duplicate's clocks are explained as its original's:
 * `kept` are the terms that the call whose clocks are shown keeps, null where the rules of today decide.
 */
export function explainTargets(
  terms: Terms,
  raised: RaisedTargets,
  table: CallTable,
  holds: HoldStore,
  targets: TargetTable,
  slot: number,
  call: Call,
  now: Instant,
  kept: CallTerms | null,
): Because[] {
  const explained: ExplainedCall = { terms, raised, table, holds, targets, slot, call, now, kept };
  return [
    ...explainRegime(explained),
    ...explainClocks(explained),
    ...explainLevels(explained),
    ...explainClass(explained),
  ];
}
