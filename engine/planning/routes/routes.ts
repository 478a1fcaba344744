import {
  COST_PARTS,
  callOutPrice,
  churnPrice,
  fixLatePrice,
  respondLatePrice,
  totalImbalance,
  waitPrice,
} from '../problem/cost.ts';
import * as P from '../problem/problem.ts';

/**
 * A plan being made: the route of each shift as a linked list of calls, with times, slack and prices. -1 is "none".
 * `insertCall` and `removeCalls` (timing.ts) keep times, slack and prices right for what they touch; whoever uses
 * `link` and `unlink` calls `retime` for the shift. All memory is taken once; nothing is allocated while searching.
 */
export interface Routes {
  readonly problem: P.TerritoryProblem;
  // A call each.
  readonly shiftOf: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  /** Kept by `retime` alone. */
  readonly travelStart: Float64Array;
  readonly arrival: Float64Array;
  readonly start: Float64Array;
  readonly finish: Float64Array;
  /** Leg to the call from the place before. */
  readonly legSeconds: Float64Array;
  readonly legCost: Float64Array;
  /** Latest start with which the rest of the route still keeps every rule (slack, worked out backwards). */
  readonly latestStart: Float64Array;
  /** Latest start with which the rest of the route surely costs no more than it does; below `start`: none, coming later costs. */
  readonly freeStart: Float64Array;
  /** Respond and fix lateness, and waiting. */
  readonly lateCost: Float64Array;
  // A shift each.
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly count: Int32Array;
  /** Last started call: nothing goes before it. */
  readonly lastStarted: Int32Array;
  /** Work in the route, milliseconds, and all time in its bands. */
  readonly used: Float64Array;
  readonly room: Float64Array;
  /** Longest band. */
  readonly longest: Float64Array;
  /** First instant at which travel can begin; +Infinity: no bands. */
  readonly open: Float64Array;
  /** End of its last band. */
  readonly close: Float64Array;
  /** `ONE_BAND` (times are sums and maxima), `BANDS`, or `HAS_FIXED`: its times are worked out anew as a whole. */
  readonly plain: Uint8Array;
  /** Leg home, and when it ends. */
  readonly homeSeconds: Float64Array;
  readonly homeCost: Float64Array;
  readonly backAt: Float64Array;
  readonly overtime: Float64Array;
  // A resource each: milliseconds of work, what was done in the running shift included.
  readonly load: Float64Array;
  /** Sums over all routes, and over all calls without a place. */
  readonly sums: Float64Array;
  /** Results of `schedule`, and at `DELAY` of a trial insertion: what is found many times must not be allocated. */
  readonly scratch: Float64Array;
}

/** What a shift's route is (`Routes.plain`). */
export const HAS_FIXED = 0;
export const ONE_BAND = 1;
export const BANDS = 2;

/** Indices into `Routes.sums`: all prices of routes (lateness, travel, overtime, scarce skills, churn); of calls without a place; calls without a place. */
export const ROUTE_SUM = 0;
export const UNPLACED_SUM = 1;
export const UNPLACED_COUNT = 2;

/** Indices into `Routes.scratch`: of a trial insertion, the start of work, and by how much the call behind is delayed. */
export const START = 2;
export const DELAY = 3;

/** Puts a call without a place behind `after` (-1: first) in a shift. */
export function link(routes: Routes, s: number, after: number, call: number): void {
  const { problem: p, next, previous, first, last, sums } = routes;
  const behind = after < 0 ? first[s]! : next[after]!;
  next[call] = behind;
  previous[call] = after;
  if (after < 0) first[s] = call;
  else next[after] = call;
  if (behind < 0) last[s] = call;
  else previous[behind] = call;
  const r = p.shiftResource[s]!;
  const load = loadOf(p, call);
  routes.shiftOf[call] = s;
  routes.count[s]! += 1;
  routes.used[s]! += p.work[call]!;
  routes.load[r]! += load;
  // Legs and lateness come with the times.
  routes.lateCost[call] = 0;
  routes.legCost[call] = 0;
  sums[ROUTE_SUM]! += scarcePrice(p, call, r) + churnPrice(p, call, r) + callOutPrice(p, call, s);
  sums[UNPLACED_SUM]! -= p.unplaced[call]!;
  sums[UNPLACED_COUNT]! -= 1;
}

/** Takes a call out of its route. */
export function unlink(routes: Routes, call: number): void {
  const { problem: p, next, previous, first, last, sums } = routes;
  const s = routes.shiftOf[call]!;
  const before = previous[call]!;
  const behind = next[call]!;
  if (before < 0) first[s] = behind;
  else next[before] = behind;
  if (behind < 0) last[s] = before;
  else previous[behind] = before;
  const r = p.shiftResource[s]!;
  routes.shiftOf[call] = -1;
  routes.count[s]! -= 1;
  routes.used[s]! -= p.work[call]!;
  routes.load[r]! -= loadOf(p, call);
  sums[ROUTE_SUM]! -= scarcePrice(p, call, r) + churnPrice(p, call, r) + callOutPrice(p, call, s);
  sums[ROUTE_SUM]! -= routes.lateCost[call]! + routes.legCost[call]!;
  sums[UNPLACED_SUM]! += p.unplaced[call]!;
  sums[UNPLACED_COUNT]! += 1;
}

/** Work still to be done at `now`. */
export function loadOf(p: P.TerritoryProblem, call: number): number {
  if (p.kind[call] !== P.STARTED) return p.work[call]!;
  const finish = p.startedTimes[call * 5 + 3]!;
  return finish - Math.max(p.startedTimes[call * 5 + 2]!, p.scalars[P.NOW]!);
}

/** Price of a resource's scarce skills idle on a call that needs none of them. */
export const scarcePrice = (p: P.TerritoryProblem, call: number, resource: number): number =>
  P.suitOf(p, call, resource) === P.WASTED ? p.scarce[call]! : 0;

/** What the search minimises: what the plan costs as it stands, and what it costs to get there. */
export const totalCost = (routes: Routes): number =>
  routes.sums[ROUTE_SUM]! + routes.sums[UNPLACED_SUM]! + totalImbalance(routes.problem, routes.load);

/** The parts of the cost, in the order of `COST_PARTS`, and the cost of change behind them, added up afresh. Times must be those of `retime`. */
export function costParts(routes: Routes): Float64Array {
  const { problem: p } = routes;
  let change = 0;
  const sum = { respondLate: 0, fixLate: 0, waiting: 0, unplaced: 0, travel: 0, overtime: 0, scarceSkills: 0 };
  for (let call = 0; call < P.callCount(p); call++) {
    const s = routes.shiftOf[call]!;
    if (s < 0) {
      if (p.kind[call] !== P.BARRED) sum.unplaced += p.unplaced[call]!;
      continue;
    }
    const r = p.shiftResource[s]!;
    sum.respondLate += respondLatePrice(p, call, routes.arrival[call]!);
    sum.fixLate += fixLatePrice(p, call, routes.finish[call]!);
    sum.waiting += waitPrice(p, call, routes.arrival[call]!);
    sum.travel += routes.legCost[call]!;
    sum.scarceSkills += scarcePrice(p, call, r);
    change += churnPrice(p, call, r);
    sum.overtime += callOutPrice(p, call, s);
  }
  for (let s = 0; s < P.shiftCount(p); s++) {
    sum.travel += routes.homeCost[s]!;
    sum.overtime += routes.overtime[s]!;
  }
  const parts = { ...sum, imbalance: totalImbalance(p, routes.load) };
  return Float64Array.of(...COST_PARTS.map((part) => parts[part]), change);
}
