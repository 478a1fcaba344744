import { cheapestPlace, insertAt, newPlace } from './insertion.ts';
import { link, type Routes, totalCost, unlink } from './routes.ts';
import { retime } from './timing.ts';

/** Calls that are moved one by one at most: every place is tried for each. */
const MOST_RELOCATED = 200;

/** Moves each of these calls to its cheapest place of all, in order, where the plan costs less with it there. */
export function relocate(routes: Routes, calls: readonly number[]): void {
  const place = newPlace();
  for (const call of calls.slice(0, MOST_RELOCATED)) {
    const s = routes.shiftOf[call]!;
    const before = routes.previous[call]!;
    const cost = totalCost(routes);
    unlink(routes, call);
    const found = retime(routes, s) && cheapestPlace(routes, call, place);
    if (found) insertAt(routes, call, place);
    if (found && totalCost(routes) < cost) continue;
    if (found) {
      unlink(routes, call);
      retime(routes, place.shift);
    }
    link(routes, s, before, call);
    retime(routes, s);
  }
}
