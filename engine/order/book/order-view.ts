import type { Instant } from '../../model/units.ts';
import type { CallTable, TargetTable } from '../../sla/call-table.ts';
import type { DelayTerms } from '../criteria/delay-prices.ts';

/** What an order is made of: the calls, what the rules make of them, what their delay costs, and `now`. Nothing else decides. */
export interface OrderView {
  table: CallTable;
  targets: TargetTable;
  readonly delay: DelayTerms;
  now: Instant;
}
