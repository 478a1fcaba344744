import type { Instant, Minor } from './units.ts';

/** A call given to a resource, with planned times. `arrival = travelStart + travelSeconds`, `arrival <= start < finish`. */
export interface Allocation {
  readonly call: string;
  readonly resource: string;
  readonly travelStart: Instant;
  readonly arrival: Instant;
  /** Work begins (waiting for the appointment or the end of a break counted out). */
  readonly start: Instant;
  readonly finish: Instant;
  readonly travelSeconds: number;
  /** Stays where it is: accepted, travelling, on site or pinned. */
  readonly fixed: boolean;
}

/** Why something can't be: a stable code (docs/reference/errors.md), the facts, and a sentence. */
export interface Reason {
  readonly code: string;
  readonly resource?: string;
  readonly text: string;
}

/** A call that found no place, with what barred the resources that were nearest to taking it. */
export interface Unallocated {
  readonly call: string;
  readonly reasons: readonly Reason[];
  /** Its part of the plan's `unplaced`, minor units; absent where it was not worked out (a plan read back from a file). */
  readonly cost?: Minor;
}

/**
 * What a plan costs as it stands, in parts, minor units of the policy's currency; they add up to `total` exactly. What it
 * costs to get there (moving calls that people know of) is no part of it: see `PlanPrice`.
 */
export interface PlanCost {
  readonly total: Minor;
  readonly respondLate: Minor;
  readonly fixLate: Minor;
  /** What calls wait, from the first minute, by class and priority. */
  readonly waiting: Minor;
  readonly unplaced: Minor;
  readonly travel: Minor;
  readonly overtime: Minor;
  readonly imbalance: Minor;
  readonly scarceSkills: Minor;
}

/** A plan's money. The planner minimises the sum of both (`objectiveOf`). */
export interface PlanPrice {
  /** What the plan costs as it stands: the same whatever plan stood before it. */
  readonly cost: PlanCost;
  /** What getting there costs, once: churn, for each call that goes to somebody else than people know. Minor units. */
  readonly changeCost: Minor;
}

/** The plan of one territory, or of several put together. */
export interface Plan extends PlanPrice {
  readonly allocations: readonly Allocation[];
  readonly unallocated: readonly Unallocated[];
  /** What each allocation costs, beside `allocations`; absent as `travelled` is. */
  readonly allocationCosts?: readonly AllocationCost[];
  /** All travel, the ways home counted in; absent where it was not worked out (a plan read back from a table). */
  readonly travelled?: Travelled;
}

/**
 * The parts of a plan's cost that lie with one allocation, and its part of the plan's `changeCost`, minor units. The last
 * of a shift has the way home and the overtime. What is left of the plan's cost is imbalance, calls left out, and ways home of those with nothing more to do.
 */
export interface AllocationCost {
  readonly call: string;
  readonly respondLate: Minor;
  readonly fixLate: Minor;
  readonly waiting: Minor;
  readonly travel: Minor;
  readonly overtime: Minor;
  readonly scarceSkills: Minor;
  readonly changeCost: Minor;
}

export interface Travelled {
  readonly kilometres: number;
  readonly seconds: number;
}
