import { earliestFit, latestFit } from './bands.ts';
import { COST_PARTS, churnPrice, fixLatePrice, overtimePrice, respondLatePrice, totalImbalance } from './cost.ts';
import * as P from './problem.ts';

/**
 * A plan being made: the route of each shift as a linked list of calls, with times, slack and prices. -1 is "none".
 * Whoever changes a list calls `retime` for its shift. All memory is taken once; nothing is allocated while searching.
 */
export interface Routes {
  readonly problem: P.TerritoryProblem;
  // A call each.
  readonly shiftOf: Int32Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly travelStart: Float64Array;
  readonly arrival: Float64Array;
  readonly start: Float64Array;
  readonly finish: Float64Array;
  /** Leg to the call from the place before. */
  readonly legSeconds: Float64Array;
  readonly legCost: Float64Array;
  /** Latest start with which the rest of the route still keeps every rule (slack, worked out backwards). */
  readonly latestStart: Float64Array;
  /** Respond and fix lateness. */
  readonly lateCost: Float64Array;
  // A shift each.
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly count: Int32Array;
  /** Last started call: nothing goes before it. */
  readonly lastStarted: Int32Array;
  /** Work and travel in the route, milliseconds, and all time in its bands. */
  readonly used: Float64Array;
  readonly room: Float64Array;
  /** Longest band. */
  readonly longest: Float64Array;
  /** First instant at which travel can begin; +Infinity: no bands. */
  readonly open: Float64Array;
  /** Leg home, and when it ends. */
  readonly homeSeconds: Float64Array;
  readonly homeCost: Float64Array;
  readonly backAt: Float64Array;
  readonly overtime: Float64Array;
  /** All prices of the route: lateness, travel, overtime, scarce skills, churn. */
  readonly routeCost: Float64Array;
  // A resource each: milliseconds of work, what was done in the running shift included.
  readonly load: Float64Array;
  /** Sums over all routes, and over all calls without a place. */
  readonly sums: Float64Array;
  /** Results of `schedule`, and at `DELAY` of a trial insertion: what is found many times must not be allocated. */
  readonly scratch: Float64Array;
}

/** Indices into `Routes.sums`. */
export const ROUTE_SUM = 0;
export const UNPLACED_SUM = 1;

/** Index into `Routes.scratch`. */
export const DELAY = 3;

/** Routes of fixed work alone. */
export function newRoutes(p: P.TerritoryProblem): Routes {
  const n = P.callCount(p);
  const shifts = P.shiftCount(p);
  const none = (length: number) => new Int32Array(length).fill(-1);
  const zero = (length: number) => new Float64Array(length);
  const routes: Routes = {
    problem: p,
    shiftOf: none(n),
    next: none(n),
    previous: none(n),
    travelStart: zero(n),
    arrival: zero(n),
    start: zero(n),
    finish: zero(n),
    legSeconds: zero(n),
    legCost: zero(n),
    latestStart: zero(n),
    lateCost: zero(n),
    first: none(shifts),
    last: none(shifts),
    count: new Int32Array(shifts),
    lastStarted: none(shifts),
    used: zero(shifts),
    room: zero(shifts),
    longest: zero(shifts),
    open: zero(shifts).fill(Number.POSITIVE_INFINITY),
    homeSeconds: zero(shifts),
    homeCost: zero(shifts),
    backAt: zero(shifts),
    overtime: zero(shifts),
    routeCost: zero(shifts),
    load: p.worked.slice(),
    sums: zero(2),
    scratch: zero(4),
  };
  for (let c = 0; c < n; c++) if (p.kind[c] !== P.BARRED) routes.sums[UNPLACED_SUM]! += p.unplaced[c]!;
  for (let s = 0; s < shifts; s++) {
    for (let b = p.bandOffset[s]!; b < p.bandOffset[s + 1]!; b++) {
      const length = p.bandEnd[b]! - p.bandStart[b]!;
      routes.room[s]! += length;
      routes.longest[s] = Math.max(routes.longest[s]!, length);
      routes.open[s] = Math.min(routes.open[s]!, p.bandStart[b]!);
    }
    for (let k = p.fixedOffset[s]!; k < p.fixedOffset[s + 1]!; k++) {
      const call = p.fixedCalls[k]!;
      link(routes, s, routes.last[s]!, call);
      if (p.kind[call] === P.STARTED) routes.lastStarted[s] = call;
    }
    if (routes.count[s]! > 0 || P.isAway(p, s)) retime(routes, s);
  }
  return routes;
}

/** Puts a call without a place behind `after` (-1: first) in a shift. */
export function link(routes: Routes, s: number, after: number, call: number): void {
  const { problem: p, next, previous, first, last } = routes;
  const behind = after < 0 ? first[s]! : next[after]!;
  next[call] = behind;
  previous[call] = after;
  if (after < 0) first[s] = call;
  else next[after] = call;
  if (behind < 0) last[s] = call;
  else previous[behind] = call;
  routes.shiftOf[call] = s;
  routes.count[s]! += 1;
  routes.load[p.shiftResource[s]!]! += loadOf(p, call);
  routes.sums[UNPLACED_SUM]! -= p.unplaced[call]!;
}

/** Takes a call out of its route. */
export function unlink(routes: Routes, call: number): void {
  const { problem: p, next, previous, first, last } = routes;
  const s = routes.shiftOf[call]!;
  const before = previous[call]!;
  const behind = next[call]!;
  if (before < 0) first[s] = behind;
  else next[before] = behind;
  if (behind < 0) last[s] = before;
  else previous[behind] = before;
  routes.shiftOf[call] = -1;
  routes.count[s]! -= 1;
  routes.load[p.shiftResource[s]!]! -= loadOf(p, call);
  routes.sums[UNPLACED_SUM]! += p.unplaced[call]!;
}

/** Work still to be done at `now`. */
export function loadOf(p: P.TerritoryProblem, call: number): number {
  if (p.kind[call] !== P.STARTED) return p.work[call]!;
  const finish = p.startedTimes[call * 5 + 3]!;
  return finish - Math.max(p.startedTimes[call * 5 + 2]!, p.scalars[P.NOW]!);
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
  let leave = earliestFit(p, from, to, time, travel);
  const there = leave + travel;
  const start = earliestFit(p, from, to, Math.max(there, release), p.work[call]!);
  if (start > p.latest[call]!) return Number.POSITIVE_INFINITY;
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
const latestLeave = (p: P.TerritoryProblem, s: number, call: number, latestStart: number, travel: number): number =>
  p.kind[call] === P.FREE || p.kind[call] === P.FIXED
    ? latestFit(p, p.bandOffset[s]!, p.bandOffset[s + 1]!, latestStart, travel)
    : latestStart - travel;

/**
 * Works out the times, slack and prices of a shift's route anew. False where the route breaks a rule at a call that
 * is not fixed; its times are then not to be used. Fixed work starts when it starts, whatever is before it.
 */
export function retime(routes: Routes, s: number): boolean {
  const { problem: p, scratch } = routes;
  const r = p.shiftResource[s]!;
  let node = p.origin[s]!;
  let time = Number.NEGATIVE_INFINITY;
  let cost = 0;
  let used = 0;
  for (let call = routes.first[s]!; call >= 0; call = routes.next[call]!) {
    const isFirst = routes.previous[call]! < 0;
    setLeg(routes, r, node, call);
    const travel = routes.legSeconds[call]! * 1000;
    if (schedule(p, scratch, s, call, time, travel, isFirst) === Number.POSITIVE_INFINITY) {
      if (p.kind[call] === P.FREE) return false;
      scratch[0] = p.release[call]! - travel;
      scratch[1] = p.release[call]!;
      scratch[2] = p.release[call]!;
    }
    const finish = scratch[2]! + p.work[call]!;
    routes.travelStart[call] = scratch[0]!;
    routes.arrival[call] = scratch[1]!;
    routes.start[call] = scratch[2]!;
    routes.finish[call] = finish;
    const late = respondLatePrice(p, call, scratch[1]!) + fixLatePrice(p, call, finish);
    routes.lateCost[call] = late;
    cost += late + routes.legCost[call]! + scarcePrice(p, call, r) + churnPrice(p, call, r);
    used += travel + p.work[call]!;
    node = call;
    time = finish;
  }
  if (!goHome(routes, s, r, node, time)) return false;
  slacken(routes, s);
  cost += routes.homeCost[s]! + routes.overtime[s]!;
  routes.used[s] = used + routes.homeSeconds[s]! * 1000;
  routes.sums[ROUTE_SUM]! += cost - routes.routeCost[s]!;
  routes.routeCost[s] = cost;
  return true;
}

/** Travel from the place before, -1 being anywhere. That of started work is a fact. */
function setLeg(routes: Routes, r: number, node: number, call: number): void {
  const { problem: p } = routes;
  let km = node < 0 ? 0 : P.kmBetween(p, node, call);
  let seconds = P.legSecondsOf(p, r, km);
  if (p.kind[call] === P.STARTED && seconds !== p.startedTimes[call * 5 + 4]) {
    seconds = p.startedTimes[call * 5 + 4]!;
    km = seconds / p.secondsPerKm[r]!;
  }
  routes.legSeconds[call] = seconds;
  routes.legCost[call] = P.legCostOf(p, r, km, seconds);
}

/**
 * The leg home and the overtime. False where it does not fit, unless the last call is fixed against the rules. Who is
 * away from home and has nothing more to do goes home too, so that a call on the way costs no more than its detour.
 */
function goHome(routes: Routes, s: number, r: number, node: number, time: number): boolean {
  const { problem: p } = routes;
  const last = routes.last[s]!;
  if (last < 0 && !(P.isAway(p, s) && P.callCount(p) > 0)) {
    routes.homeSeconds[s] = 0;
    routes.homeCost[s] = 0;
    routes.overtime[s] = 0;
    return true;
  }
  const km = p.scalars[P.ENDS_AT_HOME] === 0 ? 0 : P.kmBetween(p, node, P.homeNode(p, r));
  const seconds = P.legSecondsOf(p, r, km);
  let leave = earliestFit(p, p.bandOffset[s]!, p.bandOffset[s + 1]!, time, seconds * 1000);
  if (leave === Number.POSITIVE_INFINITY) {
    if (last >= 0 && p.kind[last] === P.FREE) return false;
    leave = time;
  }
  routes.homeSeconds[s] = seconds;
  routes.homeCost[s] = P.legCostOf(p, r, km, seconds);
  routes.backAt[s] = leave + seconds * 1000;
  routes.overtime[s] = last < 0 ? 0 : overtimePrice(p, s, routes.backAt[s]!);
  return true;
}

function slacken(routes: Routes, s: number): void {
  const { problem: p } = routes;
  const from = p.bandOffset[s]!;
  const to = p.bandOffset[s + 1]!;
  let leave = latestFit(p, from, to, Number.POSITIVE_INFINITY, routes.homeSeconds[s]! * 1000);
  for (let call = routes.last[s]!; call >= 0; call = routes.previous[call]!) {
    let latest: number;
    if (p.kind[call] === P.FREE) {
      const work = p.work[call]!;
      latest = latestFit(p, from, to, Math.min(leave, p.latest[call]! + work), work);
    } else latest = routes.start[call]!;
    routes.latestStart[call] = latest;
    leave = latestLeave(p, s, call, latest, routes.legSeconds[call]! * 1000);
  }
}

/** Price of a resource's scarce skills idle on a call that needs none of them. */
export function scarcePrice(p: P.TerritoryProblem, call: number, resource: number): number {
  if (p.scarce[call] === 0) return 0;
  const profile = p.profile[call]!;
  for (let k = p.profileOffset[profile]!; k < p.profileOffset[profile + 1]!; k++) {
    if (p.capable[k] === resource) return p.wasted[k] === 1 ? p.scarce[call]! : 0;
  }
  return 0;
}

/** What the plan costs as it stands. */
export const totalCost = (routes: Routes): number =>
  routes.sums[ROUTE_SUM]! + routes.sums[UNPLACED_SUM]! + totalImbalance(routes.problem, routes.load);

/** The parts of the cost, in the order of `COST_PARTS`, added up afresh. */
export function costParts(routes: Routes): Float64Array {
  const { problem: p } = routes;
  const sum = { respondLate: 0, fixLate: 0, unplaced: 0, travel: 0, overtime: 0, scarceSkills: 0, churn: 0 };
  for (let call = 0; call < P.callCount(p); call++) {
    const s = routes.shiftOf[call]!;
    if (s < 0) {
      if (p.kind[call] !== P.BARRED) sum.unplaced += p.unplaced[call]!;
      continue;
    }
    const r = p.shiftResource[s]!;
    sum.respondLate += respondLatePrice(p, call, routes.arrival[call]!);
    sum.fixLate += fixLatePrice(p, call, routes.finish[call]!);
    sum.travel += routes.legCost[call]!;
    sum.scarceSkills += scarcePrice(p, call, r);
    sum.churn += churnPrice(p, call, r);
  }
  for (let s = 0; s < P.shiftCount(p); s++) {
    sum.travel += routes.homeCost[s]!;
    sum.overtime += routes.overtime[s]!;
  }
  const parts = { ...sum, imbalance: totalImbalance(p, routes.load) };
  return Float64Array.from(COST_PARTS, (part) => parts[part]);
}
