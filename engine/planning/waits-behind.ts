import type { Plan } from '../model/plan.ts';
import type { CallClass } from '../model/priority.ts';
import { type Minor, minor } from '../model/units.ts';
import { emergenciesIn } from './emergencies.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import * as P from './problem/problem.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { placeTied } from './problem/tied-calls.ts';
import { routesOfPlan } from './routes/plan-routes.ts';
import { link, type Routes, totalCost, unlink } from './routes/routes.ts';
import { retime } from './routes/timing.ts';

/**
 * Why a call is served before another: `begun` (somebody is on the way or on site), `fixed` (pinned or accepted),
 * `higher-class`, `ahead-in-order` (of the same class), `own-appointment` (the call that waits could not be served
 * earlier), `no-room` (going first breaks a rule, or delays a call ahead of it), `detour` (going first is dearer).
 */
export const WAIT_REASONS = [
  'begun',
  'fixed',
  'higher-class',
  'ahead-in-order',
  'own-appointment',
  'no-room',
  'detour',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** A call that is served before another by the same resource in the same shift. */
export interface WaitsBehind {
  readonly call: string;
  readonly class: CallClass;
  /** How long the resource is taken by it from `now` on, its way counted in. */
  readonly minutes: number;
  readonly reason: WaitReason;
  /** With `detour`: how much dearer the plan would be with the waiting call directly before it, minor units. */
  readonly dearer?: Minor;
}

/**
 * What an allocated call waits behind, and why, in the order in which it is served; empty: nothing, or it has no place.
 * @param plan as it stands; times are worked out anew from `now`.
 */
export function waitsBehind(input: TerritoryInput, plan: Pick<Plan, 'allocations'>, number: string): WaitsBehind[] {
  const call = input.calls.findIndex((each) => each.number === number);
  if (call < 0) return [];
  const problem = compileTerritory(input, emergenciesIn(plan));
  const routes = routesOfPlan(input, problem, plan, '');
  placeTied(routes);
  const own = routes.shiftOf[call]!;
  if (own < 0 || problem.kind[call] === P.STARTED) return [];
  for (let s = 0; s < routes.count.length; s++) if (routes.count[s]! > 0) retime(routes, s);
  const before: number[] = [];
  for (let other = routes.first[own]!; other !== call; other = routes.next[other]!) before.push(other);
  const taken = before.map((other) => {
    const from = Math.max(input.now, routes.travelStart[other]!);
    return Math.max(0, Math.round((routes.finish[other]! - from) / 60_000));
  });
  return before.map((other, k) => {
    const { number: behind, class: own } = input.calls[other]!;
    return { call: behind, class: own, minutes: taken[k]!, ...reasonOf(routes, call, other) };
  });
}

function reasonOf(routes: Routes, call: number, other: number): Pick<WaitsBehind, 'reason' | 'dearer'> {
  const { problem: p } = routes;
  if (p.kind[other] === P.STARTED) return { reason: 'begun' };
  if (p.urgency[other]! < p.urgency[call]!) return { reason: 'higher-class' };
  if (p.kind[other] !== P.FREE) return { reason: 'fixed' };
  if (p.urgency[other] === p.urgency[call] && other < call) return { reason: 'ahead-in-order' };
  if (routes.start[call]! <= p.release[call]!) return { reason: 'own-appointment' };
  const dearer = priceOfGoingBefore(routes, call, other);
  return dearer === null ? { reason: 'no-room' } : { reason: 'detour', dearer: minor(dearer) };
}

/** How much dearer the plan is with a call before another of its route; null: that can't be. The routes stay as they are. */
function priceOfGoingBefore(routes: Routes, call: number, other: number): number | null {
  const { problem: p, shiftOf, previous, start } = routes;
  if (p.kind[call] !== P.FREE) return null;
  const s = shiftOf[call]!;
  const stood = previous[call]!;
  const cost = totalCost(routes);
  const ahead: [call: number, start: number][] = [];
  for (let each = routes.first[s]!; each >= 0; each = routes.next[each]!) {
    const isAhead = p.urgency[each]! < p.urgency[call]! || (p.urgency[each] === p.urgency[call] && each < call);
    if (isAhead) ahead.push([each, start[each]!]);
  }
  unlink(routes, call);
  link(routes, s, previous[other]!, call);
  const fits = retime(routes, s) && ahead.every(([each, was]) => start[each]! <= was);
  const dearer = totalCost(routes) - cost;
  unlink(routes, call);
  link(routes, s, stood, call);
  retime(routes, s);
  return fits ? dearer : null;
}
