import { earliestOpen, isBound, latestOpen } from '../access/fit.ts';
import { earliestFit, latestFit } from '../problem/bands.ts';
import { arrivalPrice, fixLatePrice, overtimePrice } from '../problem/cost.ts';
import * as P from '../problem/problem.ts';
import { HAS_FIXED, link, ONE_BAND, ROUTE_SUM, type Routes, unlink } from './routes.ts';

/** Puts a call behind `after` (-1: first) in a shift. False where the route then breaks a rule: it is to be taken out again. */
export function insertCall(routes: Routes, s: number, after: number, call: number): boolean {
  link(routes, s, after, call);
  if (routes.plain[s] === HAS_FIXED) return retime(routes, s);
  setLeg(routes, s, call);
  const behind = routes.next[call]!;
  if (behind < 0) setHomeLeg(routes, s);
  else setLeg(routes, s, behind);
  return settle(routes, s, call, behind);
}

/**
 * Takes `count` calls out of a route, the one behind the other from `call` on. False where what is left of the route
 * breaks a rule: without the stop in between a leg can be too long for what is left of a band before a break.
 */
export function removeCalls(routes: Routes, s: number, call: number, count: number): boolean {
  let behind = call;
  for (let k = 0; k < count; k++) {
    const gone = behind;
    behind = routes.next[gone]!;
    unlink(routes, gone);
  }
  if (routes.plain[s] === HAS_FIXED) return retime(routes, s);
  if (behind < 0) setHomeLeg(routes, s);
  else setLeg(routes, s, behind);
  return settle(routes, s, behind, behind);
}

/** The leg to a call from what is before it. */
function setLeg(routes: Routes, s: number, call: number): void {
  const { problem: p } = routes;
  const r = p.shiftResource[s]!;
  const before = routes.previous[call]!;
  let km = before < 0 ? P.kmFromOrigin(p, s, call) : P.kmBetween(p, before, call);
  let seconds = P.legSecondsOf(p, r, km);
  // That of started work is a fact.
  if (p.kind[call] === P.STARTED && seconds !== p.startedTimes[call * 5 + 4]) {
    seconds = p.startedTimes[call * 5 + 4]!;
    km = seconds / p.secondsPerKm[r]!;
  }
  const cost = P.legCostOf(p, r, km, seconds);
  routes.sums[ROUTE_SUM]! += cost - routes.legCost[call]!;
  routes.legSeconds[call] = seconds;
  routes.legCost[call] = cost;
}

/**
 * The leg home from the last call. Who is away from home and has nothing more to do goes home too, so that a call on
 * the way costs no more than its detour.
 */
function setHomeLeg(routes: Routes, s: number): void {
  const { problem: p } = routes;
  const r = p.shiftResource[s]!;
  const last = routes.last[s]!;
  const goes = last >= 0 || (P.isAway(p, s) && P.callCount(p) > 0);
  const node = last < 0 ? p.origin[s]! : last;
  const km = !goes || p.scalars[P.ENDS_AT_HOME] === 0 ? 0 : P.kmBetween(p, node, P.homeNode(p, r));
  const seconds = P.legSecondsOf(p, r, km);
  const cost = P.legCostOf(p, r, km, seconds);
  routes.sums[ROUTE_SUM]! += cost - routes.homeCost[s]!;
  routes.homeSeconds[s] = seconds;
  routes.homeCost[s] = cost;
}

function setBack(routes: Routes, s: number, backAt: number): void {
  const overtime = routes.last[s]! < 0 ? 0 : overtimePrice(routes.problem, s, backAt);
  routes.sums[ROUTE_SUM]! += overtime - routes.overtime[s]!;
  routes.backAt[s] = backAt;
  routes.overtime[s] = overtime;
}

/**
 * From when on a leg is to begin, at `time` or later, so that it ends and work is done within one of the times at which
 * people are let in; `time` where they are let in at any time; Infinity: never.
 */
function leaveForDoor(p: P.TerritoryProblem, s: number, call: number, time: number, travel: number): number {
  if (!isBound(p, call)) return time;
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  const release = p.release[call]!;
  const work = p.work[call]!;
  for (let k = p.accessOffset[call]!; k < p.accessOffset[call + 1]!; k++) {
    const leave = Math.max(time, p.accessStart[k]! - travel);
    if (leave + travel + work > p.accessEnd[k]!) continue;
    const there = earliestFit(p, from, to, leave, travel) + travel;
    if (earliestFit(p, from, to, Math.max(there, release), work) + work <= p.accessEnd[k]!) return leave;
  }
  return Number.POSITIVE_INFINITY;
}

/** Earliest start of work on a call after a leg that begins at `time` or later, in a shift of several bands; Infinity: none. */
export function startAfter(p: P.TerritoryProblem, s: number, call: number, time: number, travel: number): number {
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  const release = p.release[call]!;
  const there = earliestFit(p, from, to, leaveForDoor(p, s, call, time, travel), travel) + travel;
  return earliestFit(p, from, to, there > release ? there : release, p.work[call]!);
}

/** Arrival for work that begins at `start`: somebody may come before a break and begin after it. */
export function arrivalFor(
  p: P.TerritoryProblem,
  s: number,
  call: number,
  time: number,
  travel: number,
  start: number,
  isFirst: boolean,
): number {
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  const release = p.release[call]!;
  const leave = earliestFit(p, from, to, leaveForDoor(p, s, call, time, travel), travel);
  if (!isFirst && release <= leave + travel) return leave + travel;
  return Math.max(leave, latestFit(p, from, to, isFirst ? start : release, travel)) + travel;
}

/**
 * Times, slack and prices of a route without fixed work after the legs to the calls `from` to `until` have changed
 * (-1: the leg home): forward until nothing starts at another time, then back until no slack changes. False: the route
 * breaks a rule.
 */
function settle(routes: Routes, s: number, from: number, until: number): boolean {
  const { problem: p, start, finish, lateCost, latestStart, freeStart, next, previous, legSeconds, sums } = routes;
  const { release, latest, work, respondBy, fixBy, overtimeUpTo, waitPerSecond } = p;
  const isSingle = routes.plain[s] === ONE_BAND;
  const bands = p.bandOffset[s]!;
  const bandsEnd = p.bandOffset[s + 1]!;
  const open = routes.open[s]!;
  const close = routes.close[s]!;
  const regularEnd = p.regularEnd[s]!;
  let call = from;
  const before = from < 0 ? routes.last[s]! : previous[from]!;
  let time = before < 0 ? open : finish[before]!;
  let isFirst = before < 0;
  let isPast = false;
  while (call >= 0) {
    const travel = legSeconds[call]! * 1000;
    let begin = time + travel;
    if (!isSingle) begin = startAfter(p, s, call, time, travel);
    else {
      if (begin < release[call]!) begin = release[call]!;
      if (isBound(p, call)) begin = earliestOpen(p, call, begin);
    }
    const isSame = isPast && begin === start[call];
    if (isSame && (isSingle || (begin <= respondBy[call]! && waitPerSecond[call] === 0))) break;
    const end = begin + work[call]!;
    if (begin > latest[call]! || end > close || end > regularEnd + overtimeUpTo[call]!) return false;
    if (call === until) isPast = true;
    start[call] = begin;
    finish[call] = end;
    if (waitPerSecond[call] !== 0 || begin > respondBy[call]! || end > fixBy[call]! || lateCost[call] !== 0) {
      const arrival = isSingle ? begin : arrivalFor(p, s, call, time, travel, begin, isFirst);
      const late = arrivalPrice(p, call, arrival) + fixLatePrice(p, call, end);
      sums[ROUTE_SUM]! += late - lateCost[call]!;
      lateCost[call] = late;
    }
    // Before a break somebody may come later and begin at the same time.
    if (isSame) break;
    isFirst = false;
    time = end;
    call = next[call]!;
  }
  // What the leg behind allows: to be left at the latest, and with no further cost.
  let leave: number;
  let free: number;
  let behind: number;
  if (call < 0) {
    const home = routes.homeSeconds[s]! * 1000;
    const backAt = (isSingle ? time : earliestFit(p, bands, bandsEnd, time, home)) + home;
    behind = routes.last[s]!;
    const homeBy = behind < 0 ? close : Math.min(close, regularEnd + overtimeUpTo[behind]!);
    if (backAt > homeBy && behind >= 0) return false;
    setBack(routes, s, backAt);
    const end = Math.min(regularEnd, close);
    leave = isSingle ? homeBy - home : latestFit(p, bands, bandsEnd, homeBy, home);
    free = backAt > end ? time : isSingle ? end - home : latestFit(p, bands, bandsEnd, end, home);
  } else {
    const travel = legSeconds[call]! * 1000;
    leave = isSingle ? latestStart[call]! - travel : latestLeave(p, s, call, latestStart[call]!, travel);
    free = isSingle ? freeStart[call]! - travel : freeLeave(routes, s, call);
    behind = previous[call]!;
  }
  let mustGoOn = from >= 0;
  for (call = behind; call >= 0; call = previous[call]!) {
    const length = work[call]!;
    const begin = start[call]!;
    let late = latest[call]!;
    const own = regularEnd + overtimeUpTo[call]!;
    if (own < leave) leave = own;
    const bound = isBound(p, call);
    if (!isSingle) late = latestWork(p, s, call, leave < late + length ? leave : late + length);
    else {
      if (leave - length < late) late = leave - length;
      if (bound) late = latestOpen(p, call, late);
    }
    let same = free - length;
    const respond = begin <= respondBy[call]! && waitPerSecond[call] === 0 ? respondBy[call]! : begin;
    if (same > respond) same = respond;
    const fix = finish[call]! <= fixBy[call]! ? fixBy[call]! - length : begin;
    if (same > fix) same = fix;
    if (!isSingle) same = latestWork(p, s, call, same + length);
    else if (bound) same = latestOpen(p, call, same);
    if (same > late) same = late;
    if (same < begin) same = begin;
    // Behind a break work begins at the same time, though somebody comes later, which is dearer.
    if (!isSingle && isArrivalPriced(p, call, begin)) same = begin - 1;
    if (!mustGoOn && late === latestStart[call] && same === freeStart[call]) break;
    latestStart[call] = late;
    freeStart[call] = same;
    if (call === from) mustGoOn = false;
    const travel = legSeconds[call]! * 1000;
    leave = isSingle ? late - travel : latestLeave(p, s, call, late, travel);
    free = isSingle ? same - travel : freeLeave(routes, s, call);
  }
  return true;
}

/** Whether it costs more to come later to a call on which work begins at an instant. */
const isArrivalPriced = (p: P.TerritoryProblem, call: number, begin: number): boolean =>
  p.waitPerSecond[call] !== 0 || begin > p.respondBy[call]!;

/** Until when the call before may end without making this one dearer, in a shift of several bands. */
function freeLeave(
  { problem: p, start, finish, freeStart, previous, legSeconds }: Routes,
  s: number,
  call: number,
): number {
  const before = previous[call]!;
  if (before >= 0 && isArrivalPriced(p, call, start[call]!)) return finish[before]!;
  return latestLeave(p, s, call, freeStart[call]!, legSeconds[call]! * 1000);
}

/** Works out what delays of a route cost nothing (`freeStart`), which `retime` leaves open. */
export function settleWhole(routes: Routes, s: number): void {
  if (routes.plain[s] !== HAS_FIXED && routes.count[s]! > 0) settle(routes, s, routes.first[s]!, routes.last[s]!);
}

/**
 * Earliest times of a call in a shift, reached by a leg of `travel` milliseconds that begins at `time` or later, into
 * `scratch`: travel start, arrival, start of work. Returns the start, Infinity where there is none.
 * The leg begins as soon as it can, but nobody leaves home earlier than the start of work calls for, nor waits at the
 * customer for an appointment.
 */
export function schedule(
  p: P.TerritoryProblem,
  scratch: Float64Array,
  s: number,
  call: number,
  time: number,
  travel: number,
  isFirst: boolean,
): number {
  const kind = p.kind[call]!;
  if (kind === P.STARTED) {
    for (let k = 0; k < 3; k++) scratch[k] = p.startedTimes[call * 5 + k]!;
    return scratch[2]!;
  }
  const release = p.release[call]!;
  if (kind === P.FORCED) {
    scratch[0] = release - travel;
    scratch[1] = release;
    scratch[2] = release;
    return release - travel >= time ? release : Number.POSITIVE_INFINITY;
  }
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  let leave = earliestFit(p, from, to, leaveForDoor(p, s, call, time, travel), travel);
  const there = leave + travel;
  const start = earliestFit(p, from, to, Math.max(there, release), p.work[call]!);
  if (start > p.latest[call]! || start + p.work[call]! > P.closeFor(p, s, call)) return Number.POSITIVE_INFINITY;
  if (isFirst || release > there) {
    const justInTime = latestFit(p, from, to, isFirst ? start : release, travel);
    if (justInTime > leave) leave = justInTime;
  }
  scratch[0] = leave;
  scratch[1] = leave + travel;
  scratch[2] = start;
  return start;
}

/** Latest end of the leg before, so that `call` starts no later than `latestStart`; works backwards through a leg. */
function latestLeave(p: P.TerritoryProblem, s: number, call: number, latestStart: number, travel: number): number {
  if (p.kind[call] !== P.FREE && p.kind[call] !== P.FIXED) return latestStart - travel;
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  if (!isBound(p, call)) return latestFit(p, from, to, latestStart, travel);
  const work = p.work[call]!;
  for (let k = p.accessOffset[call + 1]! - 1; k >= p.accessOffset[call]!; k--) {
    const opens = p.accessStart[k]!;
    const start = latestFit(p, from, to, Math.min(latestStart + work, p.accessEnd[k]!), work);
    if (start < opens || start < p.release[call]!) continue;
    // Before a break somebody may have to come while the door is still shut.
    const leave = latestFit(p, from, to, start, travel);
    if (leave + travel >= opens) return leave;
  }
  return Number.NEGATIVE_INFINITY;
}

/** Latest start of work on a call that ends by `by` within one band and while people are let in; -Infinity: none. */
function latestWork(p: P.TerritoryProblem, s: number, call: number, by: number): number {
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  const work = p.work[call]!;
  if (!isBound(p, call)) return latestFit(p, from, to, by, work);
  for (let k = p.accessOffset[call + 1]! - 1; k >= p.accessOffset[call]!; k--) {
    const start = latestFit(p, from, to, Math.min(by, p.accessEnd[k]!), work);
    if (start >= p.accessStart[k]!) return start;
  }
  return Number.NEGATIVE_INFINITY;
}

/**
 * Works out the times, slack and prices of a shift's whole route anew, of whatever kind. False where the route breaks a
 * rule at a call that is not fixed; its times are then not to be used. Fixed work starts when it starts, whatever is
 * before it.
 */
export function retime(routes: Routes, s: number): boolean {
  const { problem: p, scratch, sums } = routes;
  let time = Number.NEGATIVE_INFINITY;
  for (let call = routes.first[s]!; call >= 0; call = routes.next[call]!) {
    setLeg(routes, s, call);
    const travel = routes.legSeconds[call]! * 1000;
    if (schedule(p, scratch, s, call, time, travel, routes.previous[call]! < 0) === Number.POSITIVE_INFINITY) {
      if (p.kind[call] === P.FREE) return false;
      scratch[0] = p.latest[call]! - travel;
      scratch[1] = p.latest[call]!;
      scratch[2] = p.latest[call]!;
    }
    const finish = scratch[2]! + p.work[call]!;
    routes.travelStart[call] = scratch[0]!;
    routes.arrival[call] = scratch[1]!;
    routes.start[call] = scratch[2]!;
    routes.finish[call] = finish;
    const late = arrivalPrice(p, call, scratch[1]!) + fixLatePrice(p, call, finish);
    sums[ROUTE_SUM]! += late - routes.lateCost[call]!;
    routes.lateCost[call] = late;
    time = finish;
  }
  setHomeLeg(routes, s);
  if (!goHome(routes, s, time)) return false;
  slacken(routes, s);
  return true;
}

/** When the leg home ends. False where it does not fit, unless the last call is fixed against the rules. */
function goHome(routes: Routes, s: number, time: number): boolean {
  const { problem: p } = routes;
  const last = routes.last[s]!;
  const travel = routes.homeSeconds[s]! * 1000;
  let leave = earliestFit(p, p.bandOffset[s]!, p.bandOffset[s + 1]!, time, travel);
  if (leave === Number.POSITIVE_INFINITY) {
    if (last >= 0 && p.kind[last] === P.FREE) return false;
    leave = time;
  }
  if (last >= 0 && p.kind[last] === P.FREE && leave + travel > P.closeFor(p, s, last)) return false;
  setBack(routes, s, leave + travel);
  return true;
}

function slacken(routes: Routes, s: number): void {
  const { problem: p } = routes;
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  const home = routes.homeSeconds[s]! * 1000;
  const last = routes.last[s]!;
  let leave = latestFit(p, from, to, last < 0 ? Number.POSITIVE_INFINITY : P.closeFor(p, s, last), home);
  for (let call = last; call >= 0; call = routes.previous[call]!) {
    let latest = routes.start[call]!;
    if (p.kind[call] === P.FREE) {
      latest = latestWork(p, s, call, Math.min(leave, p.latest[call]! + p.work[call]!, P.closeFor(p, s, call)));
    }
    routes.latestStart[call] = latest;
    // Beside fixed work each delay is priced.
    routes.freeStart[call] = routes.start[call]!;
    leave = latestLeave(p, s, call, latest, routes.legSeconds[call]! * 1000);
  }
}
