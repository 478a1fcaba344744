import { callOutPrice, churnPrice, fixLatePrice, imbalancePrice, respondLatePrice } from './cost.ts';
import { trialCost } from './insertion.ts';
import { MOST_PLACES } from './places.ts';
import * as P from './problem.ts';
import { fillNear } from './resource-groups.ts';
import { loadOf } from './routes.ts';
import { leftOutCost, put, revert, type Search } from './search.ts';
import { beginStep } from './undo.ts';

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
    places.untilBlink = MOST_PLACES * 2;
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
  places.count = 0;
  addNeighbours(search, call, share);
  addFormer(search, call, share);
  tryPlaces(search, call);
  places.count = 0;
  addNear(search, call, share);
  tryPlaces(search, call);
}

/** Before and behind each of its neighbours. */
function addNeighbours(search: Search, call: number, share: number): void {
  const { routes, index, isOpen } = search;
  const { problem: p, shiftOf, previous, next, finish, latestStart, count } = routes;
  const { size, list, km } = index.neighbours;
  const latest = p.latest[call]!;
  const soonest = p.release[call]! + p.work[call]!;
  const row = call * size;
  const { seen, isClosed, baseOf } = search.places;
  const { trial } = search;
  for (let k = 0; k < size; k++) {
    const other = list[row + k]!;
    if (other < 0) break;
    const s = shiftOf[other]!;
    if (s < 0) continue;
    if (seen[s] !== trial) {
      seen[s] = trial;
      isClosed[s] = isOpen[s] === 0 || count[s]! >= p.maxCalls[s]! ? 1 : 0;
      if (isClosed[s] === 0) baseOf[s] = basePrice(search, call, s, share);
      if (baseOf[s] === Number.POSITIVE_INFINITY) isClosed[s] = 1;
    }
    if (isClosed[s] === 1) continue;
    const base = baseOf[s]!;
    const behind = next[other]!;
    // Which places time alone forbids is seen without their distance.
    if (finish[other]! <= latest && (behind < 0 || soonest <= latestStart[behind]!)) {
      addPlace(search, s, other, base, km[row + k]!, -1);
    }
    const before = previous[other]!;
    if (soonest <= latestStart[other]! && (before < 0 || finish[before]! <= latest)) {
      addPlace(search, s, before, base, -1, km[row + k]!);
    }
  }
}

/** Where it was before the step, as far as that is still there. */
function addFormer(search: Search, call: number, share: number): void {
  const { routes, isOpen, formerBefore, formerBehind } = search;
  const { problem: p, shiftOf, previous, count } = routes;
  for (let k = 0; k < 2; k++) {
    const other = k === 0 ? formerBefore[call]! : formerBehind[call]!;
    const s = other < 0 ? -1 : shiftOf[other]!;
    if (s < 0 || isOpen[s] === 0 || count[s]! >= p.maxCalls[s]!) continue;
    const base = basePrice(search, call, s, share);
    if (base < Number.POSITIVE_INFINITY) addPlace(search, s, k === 0 ? other : previous[other]!, base, -1, -1);
  }
}

/** Empty shifts of those who live near, and the ends of their routes. */
function addNear(search: Search, call: number, share: number): void {
  const { routes, index, isOpen, emptyHead, places } = search;
  const { problem: p, last, count } = routes;
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
      if (open > p.latest[call]!) break;
      const begin = Math.max(open, p.release[call]!);
      // Later shifts of the resource can't be less late.
      if (respondLatePrice(p, call, open) + fixLatePrice(p, call, begin + p.work[call]!) >= limit) break;
      const empty = emptyHead[slot + s - p.shiftOffset[r]!]!;
      if (empty >= 0) {
        if (p.maxCalls[empty]! > 0) addPlace(search, empty, -1, basePrice(search, call, empty, share), -1, -1);
      } else if (isAlone && isOpen[s] === 1 && count[s]! < p.maxCalls[s]!) {
        const base = basePrice(search, call, s, share);
        addPlace(search, s, -1, base, -1, -1);
        addPlace(search, s, last[s]!, base, -1, -1);
      }
    }
  }
}

function addPlace(search: Search, s: number, before: number, base: number, kmIn: number, kmOut: number): void {
  const { places, tried } = search;
  const at = before < 0 ? search.routes.problem.kind.length + s : before;
  if (tried[at] === search.trial || places.count === MOST_PLACES) return;
  tried[at] = search.trial;
  const k = places.count++;
  places.shift[k] = s;
  places.before[k] = before;
  places.base[k] = base;
  places.kmIn[k] = kmIn;
  places.kmOut[k] = kmOut;
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

function tryPlaces(search: Search, call: number): void {
  const { routes, places } = search;
  const { problem: p, first, next } = routes;
  const { shift, before: befores, base: bases, kmIn: kmIns, kmOut: kmOuts, count } = places;
  const endsAtHome = p.scalars[P.ENDS_AT_HOME] !== 0;
  let best = places.bestCost[0]!;
  for (let k = 0; k < count; k++) {
    if (places.untilBlink === 0) {
      places.untilBlink = 1 + nextBlink(search.random);
      continue;
    }
    places.untilBlink -= 1;
    const base = bases[k]!;
    if (base >= best) continue;
    const s = shift[k]!;
    const before = befores[k]!;
    const behind = before < 0 ? first[s]! : next[before]!;
    // Nothing goes before work that has started.
    if (behind >= 0 && p.kind[behind] === P.STARTED) continue;
    let kmIn = kmIns[k]!;
    if (kmIn < 0) kmIn = before < 0 ? P.kmFromOrigin(p, s, call) : P.kmBetween(p, before, call);
    let kmOut = kmOuts[k]!;
    if (kmOut < 0) {
      if (behind >= 0) kmOut = P.kmBetween(p, call, behind);
      else kmOut = endsAtHome ? P.kmBetween(p, call, P.homeNode(p, p.shiftResource[s]!)) : 0;
    }
    const cost = base + trialCost(routes, call, s, before, behind, kmIn, kmOut, best - base, 0);
    if (cost < best) {
      best = cost;
      places.bestShift = s;
      places.bestBefore = before;
    }
  }
  places.bestCost[0] = best;
}
