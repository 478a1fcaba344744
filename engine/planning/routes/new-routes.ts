import * as P from '../problem/problem.ts';
import { BANDS, HAS_FIXED, link, ONE_BAND, type Routes, UNPLACED_COUNT, UNPLACED_SUM } from './routes.ts';
import { retime } from './timing.ts';

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
    freeStart: zero(n),
    lateCost: zero(n),
    first: none(shifts),
    last: none(shifts),
    count: new Int32Array(shifts),
    lastStarted: none(shifts),
    used: zero(shifts),
    room: zero(shifts),
    longest: zero(shifts),
    open: zero(shifts).fill(Number.POSITIVE_INFINITY),
    close: zero(shifts),
    plain: new Uint8Array(shifts),
    homeSeconds: zero(shifts),
    homeCost: zero(shifts),
    backAt: zero(shifts),
    overtime: zero(shifts),
    load: p.worked.slice(),
    sums: zero(3),
    scratch: zero(4),
  };
  for (let c = 0; c < n; c++) {
    if (p.kind[c] === P.BARRED) continue;
    routes.sums[UNPLACED_SUM]! += p.unplaced[c]!;
    routes.sums[UNPLACED_COUNT]! += 1;
  }
  for (let s = 0; s < shifts; s++) {
    for (let b = p.bandOffset[s]!; b < p.bandOffset[s + 1]!; b++) {
      const length = p.bandEnd[b]! - p.bandStart[b]!;
      routes.room[s]! += length;
      routes.longest[s] = Math.max(routes.longest[s]!, length);
      routes.open[s] = Math.min(routes.open[s]!, p.bandStart[b]!);
      routes.close[s] = p.bandEnd[b]!;
    }
    const isBare = p.fixedOffset[s] === p.fixedOffset[s + 1];
    routes.plain[s] = !isBare ? HAS_FIXED : p.bandOffset[s + 1]! - p.bandOffset[s]! === 1 ? ONE_BAND : BANDS;
    for (let k = p.fixedOffset[s]!; k < p.fixedOffset[s + 1]!; k++) {
      const call = p.fixedCalls[k]!;
      link(routes, s, routes.last[s]!, call);
      if (p.kind[call] === P.STARTED) routes.lastStarted[s] = call;
    }
    if (routes.count[s]! > 0 || P.isAway(p, s)) retime(routes, s);
  }
  return routes;
}
