import { defineEntity, p } from '@mikro-orm/core';
import {
  type Allocation,
  type AllocationCost,
  type Instant,
  type Minor,
  minor,
  type PlanCost,
  type Unallocated,
} from '#engine';
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
    /** What getting there cost, minor units: no part of `cost`. */
    changeCost: p.bigint('number').$type<Minor>().default(0),
    unallocated: p.json<readonly Unallocated[]>(),
    violations: p.json<readonly unknown[]>(),
    /** By the database's clock: when the whole plan may be made again. */
    restsUntil: p.bigint('number').default(0),
    /** Of the last whole plan, without what was put into it in passing; 0: none was made. */
    wholeVersion: p.integer().default(0),
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
    costRespondLate: p.bigint('number').$type<Minor>().nullable(),
    costFixLate: p.bigint('number').$type<Minor>().nullable(),
    costWaiting: p.bigint('number').$type<Minor>().nullable(),
    costTravel: p.bigint('number').$type<Minor>().nullable(),
    costOvertime: p.bigint('number').$type<Minor>().nullable(),
    costScarceSkills: p.bigint('number').$type<Minor>().nullable(),
    // The column keeps the name that the version before writes.
    changeCost: p.bigint('number').$type<Minor>().fieldName('cost_churn').nullable(),
  },
});

/** An allocation with its territory and the version of the plan that made it; 0: made by hand before there was one. */
export interface StoredAllocation extends Allocation {
  readonly territory: string;
  readonly planVersion: number;
  /** Its parts of the plan's cost, minor units; null: made by hand, the next plan tells. */
  readonly costRespondLate: Minor | null;
  readonly costFixLate: Minor | null;
  readonly costWaiting: Minor | null;
  readonly costTravel: Minor | null;
  readonly costOvertime: Minor | null;
  readonly costScarceSkills: Minor | null;
  /** Its part of the plan's `changeCost`. */
  readonly changeCost: Minor | null;
}

/** The columns of an allocation's cost; null: not known. */
export const costColumns = (cost: Omit<AllocationCost, 'call'> | null) => ({
  costRespondLate: cost?.respondLate ?? null,
  costFixLate: cost?.fixLate ?? null,
  costWaiting: cost?.waiting ?? null,
  costTravel: cost?.travel ?? null,
  costOvertime: cost?.overtime ?? null,
  costScarceSkills: cost?.scarceSkills ?? null,
  changeCost: cost?.changeCost ?? null,
});

/** Parts of the plan's cost that lie with a stored allocation; null: not known. */
export const costOf = (allocation: StoredAllocation): Omit<AllocationCost, 'call'> | null =>
  allocation.costTravel === null
    ? null
    : {
        respondLate: allocation.costRespondLate!,
        fixLate: allocation.costFixLate!,
        waiting: allocation.costWaiting ?? minor(0),
        travel: allocation.costTravel,
        overtime: allocation.costOvertime!,
        scarceSkills: allocation.costScarceSkills!,
        changeCost: allocation.changeCost!,
      };

export const allocations = table<StoredAllocation>()(AllocationEntity);
