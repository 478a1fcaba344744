import { earliestOpen, isBound } from '../access/fit.ts';
import { earliestFit } from '../problem/bands.ts';
import {
  arrivalPrice,
  callOutPrice,
  churnPrice,
  fixLatePrice,
  imbalancePrice,
  loadShare,
  overtimePrice,
} from '../problem/cost.ts';
import * as P from '../problem/problem.ts';
import { DELAY, HAS_FIXED, link, loadOf, ONE_BAND, type Routes, START } from './routes.ts';
import { arrivalFor, retime, schedule, startAfter } from './timing.ts';

/** A place for a call in a route. */
export interface Place {
  /** -1: there is none. */
  shift: number;
  /** Call that it comes behind; -1: first. */
  after: number;
  /** By how much the plan's cost rises, the price of leaving the call out not counted. */
  cost: number;
  start: number;
}

export const newPlace = (): Place => ({
  shift: -1,
  after: -1,
  cost: Number.POSITIVE_INFINITY,
  start: Number.POSITIVE_INFINITY,
});

/**
 * Finds the cheapest place for a call that has none, over all resources that can do it, or one of them alone. Of
 * equally cheap places in a shift that which delays what is behind it least is taken (more urgent calls had their choice
 * before), of equally cheap shifts the one with the earliest start.
 * A place is judged by walking the part of the route that it would delay, and no further than the call whose slack
 * forbids it; a shift is not looked at where its bare lower bound is dearer than the best place known: lateness at its
 * opening, and both legs where it is empty.
 */
export function cheapestPlace(routes: Routes, call: number, place: Place, onlyResource = -1): boolean {
  const { problem: p } = routes;
  place.shift = -1;
  place.cost = Number.POSITIVE_INFINITY;
  place.start = Number.POSITIVE_INFINITY;
  const profile = p.profile[call]!;
  const load = loadOf(p, call);
  const weighsLoad = p.scalars[P.IMBALANCE_PER_HOUR]! > 0;
  const share = weighsLoad ? loadShare(p, routes.load, load) : 0;
  for (let k = p.profileOffset[profile]!; k < p.profileOffset[profile + 1]!; k++) {
    const r = p.capable[k]!;
    if (onlyResource >= 0 && r !== onlyResource) continue;
    let base = churnPrice(p, call, r) + (p.wasted[k] === 1 ? p.scarce[call]! : 0);
    if (weighsLoad) {
      const now = routes.load[r]!;
      base += imbalancePrice(p, r, now + load, share) - imbalancePrice(p, r, now, share);
    }
    cheapestOfResource(routes, call, r, base, place);
  }
  return place.shift >= 0;
}

function cheapestOfResource(routes: Routes, call: number, r: number, base: number, place: Place): void {
  const { problem: p } = routes;
  const home = P.homeNode(p, r);
  const kmHome = P.kmBetween(p, home, call);
  const kmBack = p.scalars[P.ENDS_AT_HOME] === 1 ? kmHome : 0;
  const legCost = (km: number) => P.legCostOf(p, r, km, P.legSecondsOf(p, r, km));
  const work = p.work[call]!;
  const release = p.release[call]!;
  for (let s = p.shiftOffset[r]!; s < p.shiftOffset[r + 1]!; s++) {
    const open = routes.open[s]!;
    // What was made for fixed work outside of any shift stands between shifts, and takes nothing else.
    if (open === Number.POSITIVE_INFINITY) continue;
    if (open > p.latest[call]!) break;
    if (p.classRank[call]! > p.takesUpTo[s]!) continue;
    const started = routes.lastStarted[s]!;
    const from = started < 0 ? open : Math.max(open, routes.finish[started]!);
    const begin = Math.max(from, release);
    const late = arrivalPrice(p, call, from) + fixLatePrice(p, call, begin + work);
    // Later shifts of the resource can't be less late: none of them is better.
    if (base + late > place.cost) break;
    if (work > routes.longest[s]! || routes.used[s]! + work > routes.room[s]! + slackBefore(routes, s)) continue;
    if (routes.count[s]! >= p.maxCalls[s]!) continue;
    const callOut = callOutPrice(p, call, s);
    const kmOut = p.origin[s] === home ? kmHome : P.kmFromOrigin(p, s, call);
    if (routes.count[s] === 0) {
      const bound = base + callOut + late + legCost(kmOut) + legCost(kmBack) - routes.homeCost[s]!;
      if (bound > place.cost || (bound === place.cost && begin >= place.start)) continue;
    }
    cheapestOfShift(routes, call, s, base + callOut, late, kmOut, kmBack, place);
  }
}

/** Started work may lie outside the bands: its time does not count against their room. */
function slackBefore(routes: Routes, s: number): number {
  return routes.problem.fixedOffset[s + 1]! > routes.problem.fixedOffset[s]! ? Number.POSITIVE_INFINITY : 0;
}

function cheapestOfShift(
  routes: Routes,
  call: number,
  s: number,
  base: number,
  late: number,
  kmOut: number,
  kmBack: number,
  place: Place,
): void {
  const { problem: p, scratch, next } = routes;
  let bestCost = place.cost;
  let bestDelay = Number.POSITIVE_INFINITY;
  let bestStart = Number.POSITIVE_INFINITY;
  let bestAfter = -1;
  let before = routes.lastStarted[s]!;
  let kmBefore = before < 0 ? kmOut : P.kmBetween(p, before, call);
  for (;;) {
    const behind = before < 0 ? routes.first[s]! : next[before]!;
    const kmBehind = behind < 0 ? kmBack : P.kmBetween(p, behind, call);
    const cost = base + trialCost(routes, call, s, before, behind, kmBefore, kmBehind, bestCost - base, late);
    if (cost <= bestCost && cost < Number.POSITIVE_INFINITY) {
      const delay = scratch[DELAY]!;
      const start = scratch[START]!;
      if (cost < bestCost || delay < bestDelay || (delay === bestDelay && start < bestStart)) {
        bestCost = cost;
        bestDelay = delay;
        bestStart = start;
        bestAfter = before;
      }
    }
    // Places further on are reached later still.
    if (behind < 0 || routes.finish[behind]! > p.latest[call]!) break;
    before = behind;
    kmBefore = kmBehind;
  }
  if (bestCost < place.cost || (bestCost === place.cost && bestStart < place.start)) {
    place.shift = s;
    place.after = bestAfter;
    place.cost = bestCost;
    place.start = bestStart;
  }
}

/**
 * What a call would cost more in a route, between `before` and `behind` (-1: none), `kmIn` and `kmOut` from them: legs,
 * lateness, and what gets later behind it; Infinity where a rule forbids it, or where it is dearer than `limit`. Start
 * of work and the delay of the call behind go into `scratch`. `late`: lateness that it surely has.
 */
export function trialCost(
  routes: Routes,
  call: number,
  s: number,
  before: number,
  behind: number,
  kmIn: number,
  kmOut: number,
  limit: number,
  late: number,
): number {
  const { problem: p, scratch } = routes;
  const r = p.shiftResource[s]!;
  const secondsIn = P.legSecondsOf(p, r, kmIn);
  const secondsOut = P.legSecondsOf(p, r, kmOut);
  let cost = P.legCostOf(p, r, kmIn, secondsIn) + P.legCostOf(p, r, kmOut, secondsOut);
  cost -= behind < 0 ? routes.homeCost[s]! : routes.legCost[behind]!;
  if (cost + late > limit) return Number.POSITIVE_INFINITY;
  const work = p.work[call]!;
  const release = p.release[call]!;
  const kind = routes.plain[s]!;
  if (kind === HAS_FIXED) {
    const time = before < 0 ? Number.NEGATIVE_INFINITY : routes.finish[before]!;
    const start = schedule(p, scratch, s, call, time, secondsIn * 1000, before < 0);
    if (start === Number.POSITIVE_INFINITY) return start;
    cost += arrivalPrice(p, call, scratch[1]!) + fixLatePrice(p, call, start + work);
    return cost + costBehind(routes, s, call, behind, start + work, secondsOut, limit - cost, start);
  }
  const isSingle = kind === ONE_BAND;
  const close = routes.close[s]!;
  let time = before < 0 ? routes.open[s]! : routes.finish[before]!;
  let travel = secondsIn * 1000;
  let begin = time + travel;
  if (!isSingle) begin = startAfter(p, s, call, time, travel);
  else {
    if (begin < release) begin = release;
    if (isBound(p, call)) begin = earliestOpen(p, call, begin);
  }
  let end = begin + work;
  if (begin > p.latest[call]! || end > close || end > P.closeFor(p, s, call)) return Number.POSITIVE_INFINITY;
  if (p.waitPerSecond[call] !== 0 || begin > p.respondBy[call]! || end > p.fixBy[call]!) {
    const arrival = isSingle ? begin : arrivalFor(p, s, call, time, travel, begin, before < 0);
    cost += arrivalPrice(p, call, arrival) + fixLatePrice(p, call, end);
    if (cost > limit) return Number.POSITIVE_INFINITY;
  }
  scratch[START] = begin;
  scratch[DELAY] = 0;
  travel = secondsOut * 1000;
  // Reached in time, the rest costs what it does; else each call behind is priced anew until the delay has worn off.
  for (let next = behind; next >= 0; ) {
    time = end;
    begin = time + travel;
    if (!isSingle) begin = startAfter(p, s, next, time, travel);
    else {
      if (begin < p.release[next]!) begin = p.release[next]!;
      if (isBound(p, next)) begin = earliestOpen(p, next, begin);
    }
    if (next === behind) {
      if (begin > routes.latestStart[next]!) return Number.POSITIVE_INFINITY;
      if (begin > routes.start[next]!) scratch[DELAY] = begin - routes.start[next]!;
    }
    if (begin <= routes.freeStart[next]!) return cost;
    end = begin + p.work[next]!;
    const isInTime = begin <= p.respondBy[next]! && p.waitPerSecond[next] === 0;
    const arrival = isSingle || isInTime ? begin : arrivalFor(p, s, next, time, travel, begin, false);
    cost += arrivalPrice(p, next, arrival) + fixLatePrice(p, next, end) - routes.lateCost[next]!;
    if (cost > limit) return Number.POSITIVE_INFINITY;
    next = routes.next[next]!;
    travel = (next < 0 ? routes.homeSeconds[s]! : routes.legSeconds[next]!) * 1000;
  }
  const backAt = (isSingle ? end : earliestFit(p, p.bandOffset[s]!, p.bandOffset[s + 1]!, end, travel)) + travel;
  // Of the call that is last now the slack does not tell.
  if (backAt > close || (behind < 0 && backAt > P.closeFor(p, s, call))) return Number.POSITIVE_INFINITY;
  return backAt > p.regularEnd[s]! ? cost + overtimePrice(p, s, backAt) - routes.overtime[s]! : cost;
}

/**
 * By how much the rest of a route gets dearer when, behind the call `added`, the call `first` (-1: home) is reached by a leg of `seconds` that
 * begins at `time` or later; Infinity where it can't be. Once dearer than `limit` it is not added up to the end. By how
 * much that call starts later goes into `scratch`.
 */
function costBehind(
  routes: Routes,
  s: number,
  added: number,
  first: number,
  time: number,
  seconds: number,
  limit: number,
  startOfNew: number,
): number {
  const { problem: p, scratch } = routes;
  let cost = 0;
  let delay = 0;
  const told = (sum: number): number => {
    scratch[START] = startOfNew;
    scratch[DELAY] = delay;
    return sum > limit ? Number.POSITIVE_INFINITY : sum;
  };
  let leave = time;
  let travel = seconds * 1000;
  for (let call = first; call >= 0; call = routes.next[call]!) {
    const start = schedule(p, scratch, s, call, leave, travel, false);
    if (start > routes.latestStart[call]!) return Number.POSITIVE_INFINITY;
    if (call === first) delay = Math.max(0, start - routes.start[call]!);
    cost += arrivalPrice(p, call, scratch[1]!) + fixLatePrice(p, call, start + p.work[call]!) - routes.lateCost[call]!;
    if (start === routes.start[call] || cost > limit) return told(cost);
    leave = start + p.work[call]!;
    const behind = routes.next[call]!;
    travel = (behind < 0 ? routes.homeSeconds[s]! : routes.legSeconds[behind]!) * 1000;
  }
  const home = earliestFit(p, p.bandOffset[s]!, p.bandOffset[s + 1]!, leave, travel);
  if (home === Number.POSITIVE_INFINITY || (first < 0 && home + travel > P.closeFor(p, s, added))) {
    return Number.POSITIVE_INFINITY;
  }
  return told(cost + overtimePrice(p, s, home + travel) - routes.overtime[s]!);
}

/** Puts a call where `cheapestPlace` found room. */
export function insertAt(routes: Routes, call: number, place: Place): void {
  link(routes, place.shift, place.after, call);
  retime(routes, place.shift);
}
