import type { CallClass } from './priority.ts';
import type { LocalDate, Millis, Minor } from './units.ts';

/** What the order can compare, one after the other; each ascending. */
export const CRITERIA = [
  'class',
  'priority',
  'due',
  'slack',
  'cost_of_delay',
  'contract',
  'site',
  'zone',
  'model',
  'logged_at',
  'number',
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** A step when a target is missed, and an amount for each hour late after it, minor units. */
export interface LatenessPrice {
  readonly step: Minor;
  readonly perHour: Minor;
}

/** What a call of one class costs when late or left out of the plan, at priority 5. */
export interface ClassPrice {
  readonly respond: LatenessPrice;
  readonly fix: LatenessPrice;
  readonly unplaced: Minor;
}

/** A resource lent to another territory for the shifts that begin on a date. */
export interface Lending {
  readonly resource: string;
  readonly territory: string;
  readonly on: LocalDate;
}

/** Scheduling policy (`policy.json`): every field has a documented default, see engine/dataset/policy.ts. */
export interface Policy {
  /** Compared one after the other; always ends in `number`, so that the order is total. */
  readonly order: readonly Criterion[];
  /** ISO 4217 currency of all costs of a plan. */
  readonly currency: string;
  /** km/h, multiplied by the resource's own factor. */
  readonly speed: number;
  /** Road distance over great-circle distance, 1 or more. */
  readonly detourFactor: number;
  /** How far ahead of `now` shifts are filled. */
  readonly horizon: Millis;
  /** Where a shift's route begins and ends: `home`, or anywhere (`open`). */
  readonly routeStart: 'home' | 'open';
  readonly routeEnd: 'home' | 'open';
  /** How far past the shift's end a route may run, at the overtime price. */
  readonly overtimeUpTo: Millis;
  /** In place of `overtimeUpTo` for calls of a class: work on them, and the way home from the last, may end so much later. */
  readonly overtimeByClass: Readonly<Partial<Record<CallClass, Millis>>>;
  /** Longest work for which somebody on call is called out, by class; without an entry: any. */
  readonly onCallByClass: Readonly<Partial<Record<CallClass, Millis>>>;
  readonly prices: Readonly<Record<CallClass, ClassPrice>>;
  /** For each hour from `now` (an appointment's beginning, if later) until somebody arrives, at priority 5. No statement has it. */
  readonly waitingPerHour: Readonly<Record<CallClass, Minor>>;
  /** Share of its class's price that lateness of a call costs at least, whatever payment terms have left of it; 0 to 1. */
  readonly goodwill: number;
  /** How much dearer a plan may be to serve a call before one of a lower class: a larger detour is not made for it. */
  readonly detourForOrder: Minor;
  /** Look-ahead of `cost_of_delay`: slack of so much makes a call e times less urgent. About twice the usual travel and work. */
  readonly lookAhead: Millis;
  /** Factors on `prices` for priority 1 to 9 (index 0 is priority 1). */
  readonly priorityFactors: readonly number[];
  /** A resource's hour where it names no `hourly_cost`; prices travel time. */
  readonly hourlyCost: Minor;
  /** On top of the hourly cost, a kilometre travelled. */
  readonly perKilometre: Minor;
  /** Factor on the hourly cost for each hour of overtime. */
  readonly overtimeFactor: number;
  /** Factor on the hourly cost for each hour of work in a turn on call; it counts as overtime. */
  readonly onCallFactor: number;
  /** How far back hours count in the balance of loads; 0: not at all. */
  readonly balanceOver: Millis;
  /** For each hour by which a resource's load is away from the mean load of its territory, both as share of available hours. */
  readonly imbalancePerHour: Minor;
  /** For each hour that a resource spends on a call that needs none of its scarce skills. */
  readonly scarceSkillPerHour: Minor;
  /** For moving a call that was already given to a resource to another. */
  readonly churn: Minor;
  /** Whether calls that were allocated but not yet accepted may move to another resource. */
  readonly mayMoveAllocated: boolean;
  /** How long before its due date preventive maintenance is raised, and may be done; 0: none is raised. */
  readonly maintenanceAhead: Millis;
  readonly lent: readonly Lending[];
  /** Improvement steps of the planner when neither iterations nor time are named. */
  readonly iterations: number;
}
