import { arrivalPrice, callOutPrice, churnPrice, fixLatePrice, imbalancePrice } from '../problem/cost.ts';
import * as P from '../problem/problem.ts';
import { fillNear } from '../problem/resource-groups.ts';
import { trialCost } from '../routes/insertion.ts';
import { HAS_FIXED, loadOf } from '../routes/routes.ts';
import { beginStep } from '../routes/undo.ts';
import { leftOutCost, put, revert, type Search } from './search.ts';

/** How often a place is passed over, so that the same calls do not always end in the same places. */
const BLINK_RATE = 0.01;

/** Orders in which calls are put back, and how often each is drawn. */
const RANDOM = 0;
const URGENT = 1; // in the order of section 9
const NARROW = 2; // narrowest appointment first
const EARLY = 3;
const LONG = 4; // most work first
const FAR = 5; // farthest from home first
const NEAR = 6;
const WEIGHTS = [4, 2, 2, 1, 1, 2, 1];
const WEIGHT_SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/**
 * Greedy insertion with blinks: puts the removed calls back, each at its cheapest place beside its neighbours, at the
 * ends of routes from near homes, and where it was. Returns false, some calls being without a place yet, as soon as the
 * outcome is sure to cost more than `limit` without the imbalance.
 * @param share allocated over available time, by which imbalance is judged.
 */
export function recreate(search: Search, limit: number, share: number): boolean {
  const { routes, removed, places } = search;
  const { problem: p, sums } = routes;
  sortRemoved(search);
  // Of the calls still to be put back it is not known what they will cost.
  let pending = 0;
  for (let k = 0; k < search.removedCount; k++) pending += p.unplaced[removed[k]!]! + search.leftOut;
  for (let k = 0; k < search.removedCount; k++) {
    const call = removed[k]!;
    pending -= p.unplaced[call]! + search.leftOut;
    findPlace(search, call, share);
    // What fits in the trial fits.
    if (places.bestShift >= 0 && !put(search, places.bestShift, places.bestBefore, call)) return false;
    if (sums[0]! + leftOutCost(search) - pending > limit) return false;
  }
  return true;
}

function sortRemoved({ routes, removed, removedKey, removedCount, random }: Search): void {
  const { problem: p } = routes;
  let draw = random() * WEIGHT_SUM;
  let order = 0;
  while (order < WEIGHTS.length - 1 && draw >= WEIGHTS[order]!) draw -= WEIGHTS[order++]!;
  for (let k = 0; k < removedCount; k++) {
    const call = removed[k]!;
    let key = 0;
    if (order === RANDOM) key = random();
    else if (order === URGENT) key = call;
    else if (order === NARROW) key = Math.min(p.latest[call]!, 1e15) - Math.max(p.release[call]!, -1e15);
    else if (order === EARLY) key = Math.min(p.latest[call]!, 1e15);
    else if (order === LONG) key = -p.work[call]!;
    else {
      const far = p.available.length === 0 ? 0 : P.chordSquared(p, p.kind.length, call);
      key = order === FAR ? -far : order === NEAR ? far : 0;
    }
    let at = k;
    for (; at > 0 && removedKey[at - 1]! > key; at--) {
      removedKey[at] = removedKey[at - 1]!;
      removed[at] = removed[at - 1]!;
    }
    removedKey[at] = key;
    removed[at] = call;
  }
}

const nextBlink = (random: () => number): number => Math.floor(Math.log(1 - random()) / Math.log(1 - BLINK_RATE));

/**
 * Gives calls without a place their cheapest one among those that are looked at, in order, passing over none; those that
 * find none stay without.
 */
export function insertNear(search: Search): void {
  const { routes, movable, places } = search;
  const { problem: p } = routes;
  let load = 0;
  let available = 0;
  for (let r = 0; r < P.resourceCount(p); r++) {
    load += routes.load[r]!;
    available += p.available[r]!;
  }
  for (const call of movable) {
    if (routes.shiftOf[call]! >= 0) continue;
    search.formerBefore[call] = -1;
    search.formerBehind[call] = -1;
    places.untilBlink = 2 ** 30;
    findPlace(search, call, available > 0 ? (load + p.work[call]!) / available : 0);
    if (places.bestShift < 0) continue;
    beginStep(routes, search.undo);
    if (put(search, places.bestShift, places.bestBefore, call)) load += p.work[call]!;
    else revert(search);
  }
  places.untilBlink = 0;
}

/** Finds the cheapest place for a call among those that are looked at, into `places`. */
function findPlace(search: Search, call: number, share: number): void {
  const { places } = search;
  search.trial += 1;
  places.bestShift = -1;
  places.bestCost[0] = Number.POSITIVE_INFINITY;
  // Where it was is seldom far from the best: what is dearer is then seen at a glance.
  tryFormer(search, call, share);
  tryNeighbours(search, call, share);
  tryNear(search, call, share);
}

/** Before and behind each of its neighbours. */
function tryNeighbours(search: Search, call: number, share: number): void {
  const { routes, index, trial, places } = search;
  const { problem: p, shiftOf, previous, next, finish, latestStart, legCost, homeCost } = routes;
  const { size, list, km } = index.neighbours;
  const { seen, isClosed, baseOf, rateOf, bestCost } = places;
  const latest = p.latest[call]!;
  const soonest = p.release[call]! + p.work[call]!;
  const row = call * size;
  for (let k = 0; k < size; k++) {
    const other = list[row + k]!;
    if (other < 0) break;
    const s = shiftOf[other]!;
    if (s < 0) continue;
    if (seen[s] !== trial) judgeShift(search, call, s, share);
    if (isClosed[s] === 1) continue;
    // Which places time alone forbids is seen without their distance, and no detour is shorter than the triangle allows.
    const way = km[row + k]!;
    const rate = rateOf[s]!;
    const least = baseOf[s]! + 2 * (way * rate - 1);
    const behind = next[other]!;
    if (finish[other]! <= latest) {
      if (behind < 0) {
        if (least - 2 * homeCost[s]! < bestCost[0]!) tryPlace(search, call, s, other, behind, way, -1);
      } else if (soonest <= latestStart[behind]! && least - 2 * legCost[behind]! < bestCost[0]!) {
        tryPlace(search, call, s, other, behind, way, -1);
      }
    }
    const before = previous[other]!;
    if (
      soonest <= latestStart[other]! &&
      (before < 0 || finish[before]! <= latest) &&
      least - 2 * legCost[other]! < bestCost[0]!
    ) {
      tryPlace(search, call, s, before, other, -1, way);
    }
  }
}

/** Whether a call may go into a shift, what that costs wherever it goes, and what its ways cost a kilometre at least. */
function judgeShift(search: Search, call: number, s: number, share: number): void {
  const { routes, isOpen, places } = search;
  const { problem: p, count, plain } = routes;
  places.seen[s] = search.trial;
  const base =
    isOpen[s] === 0 || count[s]! >= p.maxCalls[s]! ? Number.POSITIVE_INFINITY : basePrice(search, call, s, share);
  places.baseOf[s] = base;
  places.isClosed[s] = base === Number.POSITIVE_INFINITY ? 1 : 0;
  const r = p.shiftResource[s]!;
  // Beside fixed work legs may be facts that no triangle knows; a route that ends anywhere has no way home.
  const isFlat = plain[s] === HAS_FIXED || p.scalars[P.ENDS_AT_HOME] === 0;
  places.rateOf[s] = isFlat ? 0 : p.secondsPerKm[r]! * p.costPerSecond[r]! + p.scalars[P.PER_KILOMETRE]!;
}

/** Where it was before the step, as far as that is still there. */
function tryFormer(search: Search, call: number, share: number): void {
  const { routes, places } = search;
  const { shiftOf, previous, next } = routes;
  const before = search.formerBefore[call]!;
  const behind = search.formerBehind[call]!;
  let s = before < 0 ? -1 : shiftOf[before]!;
  if (s >= 0) {
    if (places.seen[s] !== search.trial) judgeShift(search, call, s, share);
    if (places.isClosed[s] === 0) tryPlace(search, call, s, before, next[before]!, -1, -1);
  }
  s = behind < 0 ? -1 : shiftOf[behind]!;
  if (s >= 0) {
    if (places.seen[s] !== search.trial) judgeShift(search, call, s, share);
    if (places.isClosed[s] === 0) tryPlace(search, call, s, previous[behind]!, behind, -1, -1);
  }
}

/** Empty shifts of those who live near, and the ends of their routes. */
function tryNear(search: Search, call: number, share: number): void {
  const { routes, index, emptyHead, places } = search;
  const { problem: p, first, last } = routes;
  const { groups } = index;
  if (groups.isFilled[call] === 0) fillNear(p, groups, call);
  const limit = places.bestCost[0]!;
  const row = call * groups.nearSize;
  for (let k = 0; k < groups.nearSize; k++) {
    const group = groups.near[row + k]!;
    if (group < 0) break;
    const r = groups.member[group]!;
    const isAlone = groups.members[group] === 1;
    const slot = groups.slotOffset[group]!;
    for (let s = p.shiftOffset[r]!; s < p.shiftOffset[r + 1]!; s++) {
      const open = routes.open[s]!;
      if (open === Number.POSITIVE_INFINITY) continue;
      if (open > p.latest[call]!) break;
      const begin = Math.max(open, p.release[call]!);
      // Later shifts of the resource can't be less late.
      if (arrivalPrice(p, call, open) + fixLatePrice(p, call, begin + p.work[call]!) >= limit) break;
      const empty = emptyHead[slot + s - p.shiftOffset[r]!]!;
      const t = empty >= 0 ? empty : isAlone ? s : -1;
      if (t < 0) continue;
      if (places.seen[t] !== search.trial) judgeShift(search, call, t, share);
      if (places.isClosed[t] === 1) continue;
      tryPlace(search, call, t, -1, first[t]!, -1, -1);
      if (last[t]! >= 0) tryPlace(search, call, t, last[t]!, -1, -1, -1);
    }
  }
}

/** Tries a place behind `before` (-1: first) and before `behind` (-1: last), with the known ways (negative: not known). */
function tryPlace(
  search: Search,
  call: number,
  s: number,
  before: number,
  behind: number,
  kmIn: number,
  kmOut: number,
) {
  const { routes, places, tried } = search;
  const { problem: p } = routes;
  const at = before < 0 ? p.kind.length + s : before;
  if (tried[at]! >= search.trial) return;
  tried[at] = search.trial;
  const base = places.baseOf[s]!;
  const best = places.bestCost[0]!;
  // Nothing goes before work that has started.
  if (base >= best || (behind >= 0 && p.kind[behind] === P.STARTED)) return;
  if (kmIn < 0) kmIn = before < 0 ? P.kmFromOrigin(p, s, call) : P.kmBetween(p, before, call);
  if (kmOut < 0) {
    if (behind >= 0) kmOut = P.kmBetween(p, call, behind);
    else kmOut = p.scalars[P.ENDS_AT_HOME] !== 0 ? P.kmBetween(p, call, P.homeNode(p, p.shiftResource[s]!)) : 0;
  }
  const cost = base + trialCost(routes, call, s, before, behind, kmIn, kmOut, best - base, 0);
  if (cost >= best) return;
  // Of places that would not be taken it makes no difference whether they are passed over.
  if (places.untilBlink === 0) {
    places.untilBlink = 1 + nextBlink(search.random);
    return;
  }
  places.untilBlink -= 1;
  places.bestCost[0] = cost;
  places.bestShift = s;
  places.bestBefore = before;
}

/** What a call costs with the resource of a shift wherever it lies in the route; Infinity: it is not done there. */
function basePrice({ routes }: Search, call: number, s: number, share: number): number {
  const { problem: p } = routes;
  const r = p.shiftResource[s]!;
  const suit = P.suitOf(p, call, r);
  if (suit === P.UNSUITED || p.classRank[call]! > p.takesUpTo[s]!) return Number.POSITIVE_INFINITY;
  let base = churnPrice(p, call, r) + callOutPrice(p, call, s);
  if (suit === P.WASTED) base += p.scarce[call]!;
  if (p.scalars[P.IMBALANCE_PER_HOUR]! > 0) {
    const load = routes.load[r]!;
    base += imbalancePrice(p, r, load + loadOf(p, call), share) - imbalancePrice(p, r, load, share);
  }
  return base;
}
