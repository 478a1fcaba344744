export { type Book, openBook } from './book.ts';
export { type SlotComparator, slotComparator, totalOrder } from './criteria.ts';
export type { ExplainedCriterion, ExplainedNeighbour, Explanation } from './explain.ts';
export { type OrderRoom, orderRoom, orderSlots, sortRange } from './full-order.ts';
export { joinRanges, keyLayout, type ValueRanges, valueRanges } from './keys.ts';
export type { OrderView } from './order-view.ts';
export { judgeSnapshot, orderSnapshot, ruleSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts';
