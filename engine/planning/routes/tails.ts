import * as P from '../problem/problem.ts';
import { listEmpty, type Search } from '../search/search.ts';
import { link, type Routes, unlink } from './routes.ts';
import { retime, settleWhole } from './timing.ts';

/*
 * 2-opt*: two routes exchange what they do from some call on (Potvin and Rousseau, An exchange heuristic for routing
 * problems with time windows, JORS 46 (1995)). Strings that are taken out and put back one by one seldom come to that
 * where routes are long.
 */

/**
 * Has a call followed by one of its neighbours in another route, with all that comes behind that, the other route going
 * on with what came behind the call; the first such exchange is made that costs less than `limit`, can be done in time
 * and makes nothing late. False: there is none.
 */
export function exchangeTails(search: Search, call: number, limit: number): boolean {
  const { routes, index, exchanges } = search;
  const { problem: p, shiftOf, next, previous, finish, freeStart, legCost, homeCost } = routes;
  const s = shiftOf[call]!;
  if (s < 0 || exchanges[s] === 0) return false;
  const r = p.shiftResource[s]!;
  const { size, list, km } = index.neighbours;
  const { slotOf } = index.groups;
  const slot = slotOf[s]!;
  const rest = next[call]!;
  const before = rest < 0 ? homeCost[s]! : legCost[rest]!;
  const row = call * size;
  for (let k = 0; k < size; k++) {
    const other = list[row + k]!;
    if (other < 0) break;
    const t = shiftOf[other]!;
    if (t < 0 || t === s || exchanges[t] === 0 || slotOf[t] !== slot) continue;
    const way = km[row + k]!;
    const seconds = P.legSecondsOf(p, r, way);
    if (finish[call]! + seconds * 1000 > freeStart[other]!) continue;
    let more = P.legCostOf(p, r, way, seconds) - before - legCost[other]!;
    if (more >= limit) continue;
    const ahead = previous[other]!;
    more += costOfJoining(routes, t, ahead, rest);
    if (more >= limit) continue;
    exchange(search, s, t, call, other);
    return true;
  }
  return false;
}

/** Cost of the leg from `ahead` (-1: home) to `rest` (-1: home) in shift `t`; Infinity where that makes anything late. */
function costOfJoining(routes: Routes, t: number, ahead: number, rest: number): number {
  const { problem: p, finish, freeStart } = routes;
  if (ahead < 0 && rest < 0) return 0;
  const r = p.shiftResource[t]!;
  const home = P.homeNode(p, r);
  let km: number;
  if (rest < 0) km = p.scalars[P.ENDS_AT_HOME] === 0 ? 0 : P.kmBetween(p, ahead, home);
  else km = ahead < 0 ? P.kmFromOrigin(p, t, rest) : P.kmBetween(p, ahead, rest);
  const seconds = P.legSecondsOf(p, r, km);
  const there = (ahead < 0 ? routes.open[t]! : finish[ahead]!) + seconds * 1000;
  const by = rest < 0 ? Math.min(p.regularEnd[t]!, routes.close[t]!) : freeStart[rest]!;
  return there > by ? Number.POSITIVE_INFINITY : P.legCostOf(p, r, km, seconds);
}

/** Route `s` goes on with `other` behind `call`, route `t` with what came behind `call`. */
function exchange(search: Search, s: number, t: number, call: number, other: number): void {
  const { routes, tail } = search;
  const { next } = routes;
  let own = 0;
  for (let c = next[call]!; c >= 0; c = next[c]!) tail[own++] = c;
  let all = own;
  for (let c = other; c >= 0; c = next[c]!) tail[all++] = c;
  for (let k = 0; k < all; k++) unlink(routes, tail[k]!);
  for (let k = own; k < all; k++) link(routes, s, routes.last[s]!, tail[k]!);
  for (let k = 0; k < own; k++) link(routes, t, routes.last[t]!, tail[k]!);
  for (const shift of [s, t]) {
    retime(routes, shift);
    settleWhole(routes, shift);
    listEmpty(search, shift);
  }
}
