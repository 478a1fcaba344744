export { type ArrayRecord, blockOf, LAYOUT_VERSION, LayoutError, pack, type TypedArray, unpack } from './layout.ts';
export { orderOnThreads } from './order-on-threads.ts';
export type { TaskOutcome } from './outcome.ts';
export { type BetterPlan, type PlanBudget, planInPool } from './plan-in-pool.ts';
export { createPool, type Pool, type PoolOptions } from './pool.ts';
export { type SharedSnapshot, shareSnapshot } from './share-snapshot.ts';
export type { TaskInput, TaskName, TaskOutput } from './tasks.ts';
