export { type Book, openBook } from './book/book.ts';
export { type OrderRoom, orderRoom, orderSlots, sortRange } from './book/full-order.ts';
export type { OrderView } from './book/order-view.ts';
export { judgeSnapshot, orderSnapshot, ruleSnapshot, type Snapshot, takeSnapshot } from './book/snapshot.ts';
export { type SlotComparator, slotComparator, totalOrder } from './criteria/criteria.ts';
export type { ExplainedCriterion, ExplainedNeighbour, Explanation } from './explain.ts';
export { joinRanges, keyLayout, type ValueRanges, valueRanges } from './keys/keys.ts';
