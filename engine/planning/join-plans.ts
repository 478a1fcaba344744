import type { Plan } from '../model/plan.ts';
import { COST_PARTS, planPrice } from './problem/cost.ts';

/** Plans of several territories as one: lists one after the other, each part of the cost, and the cost of change, added up. */
export const joinPlans = (plans: readonly Plan[]): Plan => ({
  allocations: plans.flatMap(({ allocations }) => allocations),
  unallocated: plans.flatMap(({ unallocated }) => unallocated),
  allocationCosts: plans.flatMap(({ allocationCosts }) => allocationCosts ?? []),
  travelled: {
    kilometres: plans.reduce((sum, { travelled }) => sum + (travelled?.kilometres ?? 0), 0),
    seconds: plans.reduce((sum, { travelled }) => sum + (travelled?.seconds ?? 0), 0),
  },
  ...planPrice([
    ...COST_PARTS.map((part) => plans.reduce((sum, { cost }) => sum + cost[part], 0)),
    plans.reduce((sum, { changeCost }) => sum + changeCost, 0),
  ]),
});
