import type { PlanCost, PlanPrice } from '../../model/plan.ts';
import { HOUR, type Minor, minor } from '../../model/units.ts';
import {
  CHURN,
  EVERY_CLASS,
  IMBALANCE_PER_HOUR,
  ON_CALL_FACTOR,
  OVERTIME_FACTOR,
  type TerritoryProblem,
} from './problem.ts';

/*
 * Every price is an integer of minor units by itself (a late call, a leg, a shift's overtime, a resource's imbalance),
 * so that the parts add up to the total exactly, and the cost of a change is the exact difference of two plans.
 */

/** A missed target: its step, and its hourly price by the second, each second begun counting. 0 at or before the deadline. */
function latePrice(deadline: number, at: number, step: number, perSecond: number): number {
  return at > deadline ? step + Math.round(Math.ceil((at - deadline) / 1000) * perSecond) : 0;
}

/** Arrival answers the respond clock. */
export const respondLatePrice = (p: TerritoryProblem, call: number, arrival: number): number =>
  latePrice(p.respondBy[call]!, arrival, p.respondStep[call]!, p.respondPerSecond[call]!);

export const fixLatePrice = (p: TerritoryProblem, call: number, finish: number): number =>
  latePrice(p.fixBy[call]!, finish, p.fixStep[call]!, p.fixPerSecond[call]!);

/** What a call waits until somebody arrives, each second begun counting: from `now`, or the appointment's beginning. */
export const waitPrice = (p: TerritoryProblem, call: number, arrival: number): number =>
  latePrice(p.waitsFrom[call]!, arrival, 0, p.waitPerSecond[call]!);

/** All that depends on when somebody arrives. */
export const arrivalPrice = (p: TerritoryProblem, call: number, arrival: number): number =>
  respondLatePrice(p, call, arrival) + waitPrice(p, call, arrival);

/** Time after the shift's regular end, work and travel alike. */
export function overtimePrice(p: TerritoryProblem, shift: number, backAt: number): number {
  const late = backAt - p.regularEnd[shift]!;
  if (!(late > 0)) return 0;
  return Math.round((late / 1000) * p.costPerSecond[p.shiftResource[shift]!]! * p.scalars[OVERTIME_FACTOR]!);
}

/** Work of somebody on call, by their hourly cost; nothing in a shift. */
export function callOutPrice(p: TerritoryProblem, call: number, shift: number): number {
  if (p.takesUpTo[shift] === EVERY_CLASS) return 0;
  const perSecond = p.costPerSecond[p.shiftResource[shift]!]! * p.scalars[ON_CALL_FACTOR]!;
  return Math.round((p.work[call]! / 1000) * perSecond);
}

/** For a call that was given to one resource and is now planned for another. */
export const churnPrice = (p: TerritoryProblem, call: number, resource: number): number =>
  p.given[call] !== -1 && p.given[call] !== resource ? p.scalars[CHURN]! : 0;

/** One resource's distance from the mean: `share` is the territory's allocated time over its available time. */
export const imbalancePrice = (p: TerritoryProblem, resource: number, load: number, share: number): number =>
  Math.round((Math.abs(load - share * p.available[resource]!) / HOUR) * p.scalars[IMBALANCE_PER_HOUR]!);

/** Imbalance of a whole territory. `load[r]`: milliseconds of work that `r` has. */
export function totalImbalance(p: TerritoryProblem, load: Float64Array): number {
  if (p.scalars[IMBALANCE_PER_HOUR] === 0) return 0;
  const share = loadShare(p, load, 0);
  let sum = 0;
  for (let r = 0; r < load.length; r++) sum += imbalancePrice(p, r, load[r]!, share);
  return sum;
}

/** Allocated time, and `more`, over available time; 0 where none is available. */
export function loadShare(p: TerritoryProblem, load: Float64Array, more: number): number {
  let allocated = more;
  let available = 0;
  for (let r = 0; r < load.length; r++) {
    allocated += load[r]!;
    available += p.available[r]!;
  }
  return available > 0 ? allocated / available : 0;
}

/** Parts of what a plan costs as it stands; their order in `TerritorySolution.cost`, where the cost of change is behind them. */
export const COST_PARTS = [
  'respondLate',
  'fixLate',
  'waiting',
  'unplaced',
  'travel',
  'overtime',
  'imbalance',
  'scarceSkills',
] as const satisfies readonly (keyof PlanCost)[];

/** A plan's money from its parts in the order of `COST_PARTS`, the cost of change behind them. */
export function planPrice(parts: ArrayLike<number>): PlanPrice {
  const cost = COST_PARTS.map((part, k) => [part, minor(parts[k]!)] as const);
  const total = minor(cost.reduce((sum, [, amount]) => sum + amount, 0));
  return {
    cost: { total, ...Object.fromEntries(cost) } as unknown as PlanCost,
    changeCost: minor(parts[COST_PARTS.length]!),
  };
}

/** What the planner minimises: of two plans of one moment the one with less is the better. */
export const objectiveOf = ({ cost, changeCost }: PlanPrice): Minor => minor(cost.total + changeCost);
