import { callOutPrice, churnPrice } from './problem/cost.ts';
import * as P from './problem/problem.ts';
import { cheapestPlace, insertAt, newPlace, type Place, trialCost } from './routes/insertion.ts';
import { link, type Routes, scarcePrice, totalCost, unlink } from './routes/routes.ts';
import { retime } from './routes/timing.ts';
import { beginStep, newUndo, PER_CALL_STATE, remember, takeBack, type Undo } from './routes/undo.ts';

/** Passes over all calls at most; each but the last moves somebody forward, so few are needed. */
const MOST_PASSES = 20;
/** Calls that are taken from somebody for a more urgent one, tried for each at most: every place is looked at for them. */
const MOST_GIVEN_UP = 32;
/** Calls times resources from which on only a call's own resource is looked at. */
const LARGE = 500_000;

interface Keeping {
  readonly routes: Routes;
  readonly undo: Undo;
  readonly place: Place;
  /** Others than the call's own resource may take it, and somebody's call may go to others for it. */
  readonly isAnybodys: boolean;
}

/**
 * Has the plan keep the order (rule 10.3): a call goes before one of a lower class, with the person who could serve it first,
 * where that makes the plan dearer by the policy's detour at most; before one of its own class that is behind it in the
 * order, in the same route, where that makes it no dearer. Nobody ahead of it gets later for that. The lower call stays
 * behind it, or goes to its cheapest other place where it no longer fits.
 * Each move brings a call forward and delays only those behind it, so it comes to an end.
 * @param ownAlone only within the routes of one resource: nothing goes to another.
 */
export function keepOrder(routes: Routes, ownAlone = false): void {
  const { problem: p } = routes;
  const isAnybodys = !ownAlone && P.callCount(p) * P.resourceCount(p) <= LARGE;
  const keeping = { routes, undo: newUndo(p), place: newPlace(), isAnybodys };
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let moves = 0;
    for (let call = 0; call < P.callCount(p); call++) {
      if (p.kind[call] !== P.FREE || (ownAlone && routes.shiftOf[call]! < 0)) continue;
      if (bringForward(keeping, call)) moves += 1;
    }
    if (moves === 0) return;
  }
}

/** Whether `a` is ahead of `b`: of a higher class, or of the same and before it in the order. */
const isAhead = ({ urgency }: P.TerritoryProblem, a: number, b: number): boolean =>
  urgency[a]! < urgency[b]! || (urgency[a] === urgency[b] && a < b);

/** Puts a call before the first that should not be served before it; false: there is none. */
function bringForward(keeping: Keeping, call: number): boolean {
  const { routes, isAnybodys } = keeping;
  const { problem: p, shiftOf, first, next, start } = routes;
  const own = shiftOf[call]!;
  const planned = own < 0 ? Number.POSITIVE_INFINITY : start[call]!;
  let left = MOST_GIVEN_UP;
  for (let k = p.profileOffset[p.profile[call]!]!; k < p.profileOffset[p.profile[call]! + 1]!; k++) {
    const r = p.capable[k]!;
    const isOwn = own >= 0 && p.shiftResource[own] === r;
    if (!isOwn && !isAnybodys) continue;
    for (let s = p.shiftOffset[r]!; s < p.shiftOffset[r + 1]!; s++) {
      if (routes.open[s]! >= planned) break;
      if (p.classRank[call]! > p.takesUpTo[s]!) continue;
      for (let lower = first[s]!; lower >= 0 && start[lower]! < planned; lower = next[lower]!) {
        if (lower === call || p.kind[lower] !== P.FREE) continue;
        const isLower = p.urgency[lower]! > p.urgency[call]!;
        if (!isLower && (s !== own || !isAhead(p, call, lower))) continue;
        if (reachedFrom(routes, s, lower, call) >= planned) continue;
        const limit = isLower ? p.scalars[P.DETOUR_FOR_ORDER]! : 0;
        if (goesBefore(keeping, call, s, lower, planned, limit)) return true;
        if (!isLower || !isAnybodys || left === 0) continue;
        left -= 1;
        if (takesPlaceOf(keeping, call, s, lower, planned, limit)) return true;
      }
    }
  }
  return false;
}

/** When work on a call could begin in the place of another at the earliest. */
function reachedFrom({ problem: p, previous, finish, open }: Routes, s: number, lower: number, call: number): number {
  const r = p.shiftResource[s]!;
  const before = previous[lower]!;
  const km = before < 0 ? P.kmFromOrigin(p, s, call) : P.kmBetween(p, before, call);
  const free = before < 0 ? open[s]! : finish[before]!;
  return Math.max(free + P.legSecondsOf(p, r, km) * 1000, p.release[call]!);
}

/** Puts a call before a lower one of a route, if that is worth it. */
function goesBefore(
  { routes, undo }: Keeping,
  call: number,
  s: number,
  lower: number,
  planned: number,
  limit: number,
): boolean {
  const { problem: p, shiftOf, previous } = routes;
  const own = shiftOf[call]!;
  const most = totalCost(routes) + limit;
  if (own !== s && routes.count[s]! >= p.maxCalls[s]!) return false;
  beginStep(routes, undo);
  if (!takeOut(routes, undo, call)) return false;
  remember(routes, undo, s);
  // By a look at the place alone most of what is too dear is told from what is not.
  const left = most - (totalCost(routes) - p.unplaced[call]!) - fixedPrice(routes, call, s);
  const before = previous[lower]!;
  const kmIn = before < 0 ? P.kmFromOrigin(p, s, call) : P.kmBetween(p, before, call);
  const cost = trialCost(routes, call, s, before, lower, kmIn, P.kmBetween(p, call, lower), left + SLACK, 0);
  if (cost < Number.POSITIVE_INFINITY) {
    link(routes, s, before, call);
    if (retime(routes, s) && isWorthIt(routes, undo, call, planned, most)) return true;
  }
  takeBack(routes, undo);
  return false;
}

/** Imbalance is priced by totals: what the trial leaves out may be so much. */
const SLACK = 1e6;

/** Prices of a call with the resource of a shift, wherever in its route. */
const fixedPrice = ({ problem: p }: Routes, call: number, s: number): number =>
  churnPrice(p, call, p.shiftResource[s]!) + scarcePrice(p, call, p.shiftResource[s]!) + callOutPrice(p, call, s);

/** Gives a call the place of a lower one, which goes to its cheapest other place, if that is worth it. */
function takesPlaceOf(
  { routes, undo, place }: Keeping,
  call: number,
  s: number,
  lower: number,
  planned: number,
  limit: number,
): boolean {
  const { problem: p, previous } = routes;
  const most = totalCost(routes) + limit;
  beginStep(routes, undo);
  if (!takeOut(routes, undo, call)) return false;
  remember(routes, undo, s);
  const before = previous[lower]!;
  unlink(routes, lower);
  link(routes, s, before, call);
  if (retime(routes, s) && totalCost(routes) - p.unplaced[lower]! <= most && cheapestPlace(routes, lower, place)) {
    remember(routes, undo, place.shift);
    insertAt(routes, lower, place);
    if (isWorthIt(routes, undo, call, planned, most)) return true;
  }
  takeBack(routes, undo);
  return false;
}

/** Takes a call out of its route, remembered; false, with all as it was: what is left would break a rule. */
function takeOut(routes: Routes, undo: Undo, call: number): boolean {
  const own = routes.shiftOf[call]!;
  if (own < 0) return true;
  remember(routes, undo, own);
  unlink(routes, call);
  if (retime(routes, own)) return true;
  takeBack(routes, undo);
  return false;
}

/** Whether the plan costs no more than `most` now, the call is served earlier, and nobody ahead of it later. */
function isWorthIt(routes: Routes, undo: Undo, call: number, planned: number, most: number): boolean {
  const { problem: p, shiftOf, start } = routes;
  if (totalCost(routes) > most || !(start[call]! < planned)) return false;
  for (let at = 0; at < undo.offset[undo.shifts]!; at++) {
    const other = undo.calls[at]!;
    if (other === call || !isAhead(p, other, call)) continue;
    if (shiftOf[other]! < 0 || start[other]! > undo.callState[at * PER_CALL_STATE]!) return false;
  }
  return true;
}
