import { defineEntity, p } from '@mikro-orm/core';
import type { Allocation, Instant, PlanCost, Unallocated } from '#engine';
import { table } from './table.ts';

export const PlanEntity = defineEntity({
  name: 'Plan',
  tableName: 'plans',
  properties: {
    territory: p.text().primary(),
    /** Goes up by one with each plan saved: the plan's ETag. */
    planVersion: p.integer(),
    madeAt: p.bigint('number').$type<Instant>(),
    now: p.bigint('number').$type<Instant>(),
    cost: p.json<PlanCost>().nullable(),
    unallocated: p.json<readonly Unallocated[]>(),
    violations: p.json<readonly unknown[]>(),
  },
});

export const AllocationEntity = defineEntity({
  name: 'Allocation',
  tableName: 'allocations',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    resource: p.text(),
    travelStart: p.bigint('number').$type<Instant>(),
    arrival: p.bigint('number').$type<Instant>(),
    start: p.bigint('number').$type<Instant>(),
    finish: p.bigint('number').$type<Instant>(),
    travelSeconds: p.integer(),
    fixed: p.boolean(),
    planVersion: p.integer(),
  },
});

/** An allocation with its territory and the version of the plan that made it; 0: made by hand before there was one. */
export interface StoredAllocation extends Allocation {
  readonly territory: string;
  readonly planVersion: number;
}

export const allocations = table<StoredAllocation>()(AllocationEntity);
