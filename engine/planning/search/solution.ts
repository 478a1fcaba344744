import { callOutPrice, churnPrice, fixLatePrice, respondLatePrice, waitPrice } from '../problem/cost.ts';
import {
  callCount,
  FREE,
  homeNode,
  kmBetween,
  STARTED,
  shiftCount,
  suitOf,
  type TerritoryProblem,
  UNSUITED,
} from '../problem/problem.ts';
import { newRoutes } from '../routes/new-routes.ts';
import { costParts, link, type Routes, scarcePrice, unlink } from '../routes/routes.ts';
import { retime, settleWhole } from '../routes/timing.ts';

/** A plan of one territory in typed arrays, to be handed between threads; `readSolution` makes records of it. */
export interface TerritorySolution {
  /** Shift of each call; -1: no place. */
  readonly shiftOf: Int32Array;
  /** Call before it in the route; -1: first, or no place. */
  readonly previous: Int32Array;
  readonly travelStart: Float64Array;
  readonly arrival: Float64Array;
  readonly start: Float64Array;
  readonly finish: Float64Array;
  readonly travelSeconds: Float64Array;
  /** Minor units, in the order of `COST_PARTS`; the cost of change is last. */
  readonly cost: Float64Array;
  /** Each call's own parts of the cost, `CALL_PARTS` of them a call, in their order. */
  readonly callCost: Float64Array;
  /** Kilometres and seconds of all travel, the ways home counted in. */
  readonly travelled: Float64Array;
  /** Improvement steps that were made. */
  readonly iterations: Float64Array;
}

/** Works the times of all routes out once more, as a search keeps only what it needs of them. */
export function solutionOf(routes: Routes, iterations: number): TerritorySolution {
  for (let s = 0; s < routes.count.length; s++) if (routes.count[s]! > 0) retime(routes, s);
  return {
    shiftOf: routes.shiftOf.slice(),
    previous: routes.previous.map((call, i) => (routes.shiftOf[i]! < 0 ? -1 : call)),
    travelStart: routes.travelStart.slice(),
    arrival: routes.arrival.slice(),
    start: routes.start.slice(),
    finish: routes.finish.slice(),
    travelSeconds: routes.legSeconds.slice(),
    cost: costParts(routes),
    callCost: callCosts(routes),
    travelled: travelled(routes),
    iterations: Float64Array.of(iterations),
  };
}

/** Parts of the cost, and of the cost of change, that lie with one call; the last of a shift has the way home and the overtime. */
export const CALL_PARTS = [
  'respondLate',
  'fixLate',
  'waiting',
  'travel',
  'overtime',
  'scarceSkills',
  'changeCost',
] as const;

function callCosts(routes: Routes): Float64Array {
  const { problem: p, shiftOf, arrival, finish, legCost, last, homeCost, overtime } = routes;
  const costs = new Float64Array(shiftOf.length * CALL_PARTS.length);
  shiftOf.forEach((s, call) => {
    if (s < 0) return;
    const r = p.shiftResource[s]!;
    const isLast = last[s] === call;
    const parts = [
      respondLatePrice(p, call, arrival[call]!),
      fixLatePrice(p, call, finish[call]!),
      waitPrice(p, call, arrival[call]!),
      legCost[call]! + (isLast ? homeCost[s]! : 0),
      callOutPrice(p, call, s) + (isLast ? overtime[s]! : 0),
      scarcePrice(p, call, r),
      churnPrice(p, call, r),
    ];
    costs.set(parts, call * CALL_PARTS.length);
  });
  return costs;
}

function travelled({ problem: p, count, first, next, last, legSeconds, homeSeconds }: Routes): Float64Array {
  let km = 0;
  let seconds = 0;
  for (let s = 0; s < count.length; s++) {
    const r = p.shiftResource[s]!;
    let node = p.origin[s]!;
    for (let call = first[s]!; call >= 0; call = next[call]!) {
      // Of work that has started only the time of the way is known.
      const isFact = p.kind[call] === STARTED;
      if (isFact) km += legSeconds[call]! / p.secondsPerKm[r]!;
      else if (node >= 0) km += kmBetween(p, node, call);
      seconds += legSeconds[call]!;
      node = call;
    }
    if (homeSeconds[s]! > 0) km += kmBetween(p, last[s]! < 0 ? p.origin[s]! : last[s]!, homeNode(p, r));
    seconds += homeSeconds[s]!;
  }
  return Float64Array.of(km, seconds);
}

/**
 * Routes with each call where `shiftOf` says, in order of `start`; calls that no longer fit there are left without a
 * place. The way back from a plan (or solution) to routes that can be searched.
 */
export function routesOf(problem: TerritoryProblem, shiftOf: Int32Array, start: Float64Array): Routes {
  const routes = newRoutes(problem);
  const byShift = new Map<number, number[]>();
  for (let call = 0; call < callCount(problem); call++) {
    const s = shiftOf[call]!;
    if (s < 0 || problem.kind[call] !== FREE || !mayBeIn(problem, s, call)) continue;
    const calls = byShift.get(s);
    if (calls === undefined) byShift.set(s, [call]);
    else calls.push(call);
  }
  for (const [s, calls] of byShift) {
    calls.sort((a, b) => start[a]! - start[b]! || a - b);
    for (const call of calls) linkByTime(routes, s, call, start[call]!);
    if (routes.count[s]! <= limitOf(problem, s) && retime(routes, s) && keepsFixed(routes, s)) continue;
    for (const call of calls) unlink(routes, call);
    retime(routes, s);
    for (const call of calls) {
      if (routes.count[s]! >= limitOf(problem, s)) break;
      linkByTime(routes, s, call, start[call]!);
      if (retime(routes, s) && keepsFixed(routes, s)) continue;
      unlink(routes, call);
      retime(routes, s);
    }
  }
  return routes;
}

/** Whether the resource of a shift can do a call, and does calls of its class then. */
const mayBeIn = (p: TerritoryProblem, s: number, call: number): boolean =>
  suitOf(p, call, p.shiftResource[s]!) !== UNSUITED && p.classRank[call]! <= p.takesUpTo[s]!;

/** Calls that a shift may hold: fixed ones are there whatever the limit. */
const limitOf = (p: TerritoryProblem, s: number): number =>
  Math.max(p.maxCalls[s]!, p.fixedOffset[s + 1]! - p.fixedOffset[s]!);

/** Links a call behind those that start before it; started work stays in front. */
export function linkByTime(routes: Routes, s: number, call: number, start: number): void {
  let after = routes.last[s]!;
  while (after >= 0 && after !== routes.lastStarted[s] && routes.start[after]! > start) after = routes.previous[after]!;
  link(routes, s, after, call);
  routes.start[call] = start;
}

/** Whether each piece of fixed work can still be reached in time from the call before it. */
export function keepsFixed(routes: Routes, s: number): boolean {
  const { problem: p } = routes;
  for (let call = routes.first[s]!; call >= 0; call = routes.next[call]!) {
    const before = routes.previous[call]!;
    if (
      before >= 0 &&
      p.kind[before] === 0 &&
      p.kind[call] !== 0 &&
      routes.travelStart[call]! < routes.finish[before]!
    ) {
      return false;
    }
  }
  return true;
}

/**
 * Routes from the shift of each call and the call before it.
 * @param timed shifts whose times, slack and prices are worked out; null: all. The sums are of these alone.
 */
export function routesFrom(
  problem: TerritoryProblem,
  { shiftOf, previous }: { readonly shiftOf: Int32Array; readonly previous: Int32Array },
  timed: Int32Array | null = null,
): Routes {
  const isTimed = new Uint8Array(shiftCount(problem));
  if (timed === null) isTimed.fill(1);
  else for (const s of timed) isTimed[s] = 1;
  const routes = newRoutes(problem);
  const behind = new Int32Array(callCount(problem)).fill(-1);
  const heads: number[] = [];
  shiftOf.forEach((s, call) => {
    if (s < 0) return;
    if (previous[call]! < 0) heads.push(call);
    else behind[previous[call]!] = call;
  });
  for (const head of heads) {
    const s = shiftOf[head]!;
    let after = -1;
    for (let call = head; call >= 0; call = behind[call]!) {
      if (routes.shiftOf[call] !== s) link(routes, s, after, call);
      after = call;
    }
    if (isTimed[s] === 1 && retime(routes, s)) settleWhole(routes, s);
  }
  return routes;
}
