import { cheapestPlace, insertAt, newPlace } from '../routes/insertion.ts';
import { type Routes, unlink } from '../routes/routes.ts';
import { retime } from '../routes/timing.ts';
import { linkByTime } from '../search/solution.ts';
import { callCount, FREE } from './problem.ts';

/**
 * Gives every call that is tied to a resource, and has no place, its cheapest one there. Where what else is in the routes
 * leaves no room, all that may move is taken out of them, and those tied get the places that they can have together:
 * they never stay without one.
 */
export function placeTied(routes: Routes): void {
  const { problem: p } = routes;
  const place = newPlace();
  for (let call = 0; call < callCount(p); call++) {
    if (p.tiedShift[call]! < 0 || routes.shiftOf[call]! >= 0) continue;
    if (cheapestPlace(routes, call, place)) insertAt(routes, call, place);
    else placeTogether(routes, p.shiftResource[p.tiedShift[call]!]!);
  }
}

function placeTogether(routes: Routes, resource: number): void {
  const { problem: p } = routes;
  const own: number[] = [];
  for (let call = 0; call < callCount(p); call++) {
    const s = routes.shiftOf[call]!;
    if (p.kind[call] === FREE && s >= 0 && p.shiftResource[s] === resource) unlink(routes, call);
    if (p.tiedShift[call]! >= 0 && p.shiftResource[p.tiedShift[call]!] === resource) own.push(call);
  }
  for (let s = p.shiftOffset[resource]!; s < p.shiftOffset[resource + 1]!; s++) retime(routes, s);
  own.sort((a, b) => p.tiedStart[a]! - p.tiedStart[b]! || a - b);
  for (const call of own) linkByTime(routes, p.tiedShift[call]!, call, p.tiedStart[call]!);
  for (let s = p.shiftOffset[resource]!; s < p.shiftOffset[resource + 1]!; s++) retime(routes, s);
}
