import { type Call, clocksFrom } from '../../model/call.ts';
import type { Contract } from '../../model/contract.ts';
import type { Instant } from '../../model/units.ts';
import { addCoveredFrom, addCoveredWithHolds, type Timelines } from '../../time/index.ts';
import type { HoldStore } from '../call-table.ts';

/**
 * The stretches that stop a call's clocks, as the hold store wants them: holds with a reason that the contract lists, and
 * the times in which it was fixed before it was reopened;
 * begun by `now`, cut at `logged_at` and at `fixed_at` (from held straight to fixed still counts the hold), overlaps
 * merged. +Infinity: still lasts. A hold that still lasts while others with a known end overlap it begins where the last
 * of these ends, so that none of the known time is lost.
 */
export function stoppingHolds(call: Call, contract: Contract, now: Instant): [from: number, to: number][] {
  const merged: [from: number, to: number][] = [];
  const end = call.fixedAt !== null && call.fixedAt <= now ? call.fixedAt : Number.POSITIVE_INFINITY;
  let lasts = false;
  for (const hold of stopsOf(call, contract)) {
    if (hold.from > now) continue;
    const from = Math.max(hold.from, clocksFrom(call));
    const to = Math.min(hold.to ?? Number.POSITIVE_INFINITY, end);
    if (!(from < to)) continue;
    const known = to === Number.POSITIVE_INFINITY ? from : to;
    const last = merged.at(-1);
    if (last !== undefined && (lasts || from <= last[1])) last[1] = Math.max(last[1], known);
    else merged.push([from, known]);
    if (to === Number.POSITIVE_INFINITY) lasts = true;
  }
  if (!lasts) return merged;
  const last = merged.at(-1)!;
  if (last[0] === last[1]) last[1] = Number.POSITIVE_INFINITY;
  else merged.push([last[1], Number.POSITIVE_INFINITY]);
  return merged;
}

/** Holds with a reason that stops the clocks, and the times in which it was fixed unless the contract counts them (rule 6.4). */
function stopsOf(call: Call, contract: Contract): readonly { readonly from: Instant; readonly to: Instant | null }[] {
  const holds = call.holds.filter(({ reason }) => contract.clockStoppingHolds.includes(reason));
  if (call.restored.length === 0 || contract.reopen === 'continue-running') return holds;
  const restored = call.restored.map(({ start, end }) => ({ from: start, to: end }));
  return [...holds, ...restored].sort((a, b) => a.from - b.from);
}

/** Whether a call's clocks stand still at `now` because of a hold: the last one that has begun is not over. */
export function isStopped(holds: HoldStore, offset: number, count: number, now: number): boolean {
  return count > 0 && holds.to[offset + count - 1]! > now;
}

/**
 * The first instant at which the counted time reaches the target (domain, section 6). A hold that still lasts counts up
 * to its known end, else up to `now`; one that began after the clock had stopped at `stoppedAt` (NaN: still running)
 * moves nothing. `begun` is `lastStarted` of `from`, which both clocks of a call share. NaN: no target (`target` is NaN),
 * or never reached.
 */
export function deadline(
  timelines: Timelines,
  timeline: number,
  from: number,
  begun: number,
  target: number,
  holds: HoldStore,
  offset: number,
  count: number,
  stoppedAt: number,
  now: number,
): number {
  if (Number.isNaN(target)) return Number.NaN;
  let counted = count;
  while (counted > 0 && holds.from[offset + counted - 1]! >= stoppedAt) counted--;
  if (counted === 0) return addCoveredFrom(timelines, timeline, begun, from, target);
  // Only the last hold can outlast `stoppedAt` or `now`: it is cut for this sum, which copies nothing.
  const last = offset + counted - 1;
  const to = holds.to[last]!;
  holds.to[last] = to > stoppedAt ? stoppedAt : to === Number.POSITIVE_INFINITY ? now : to;
  const at = addCoveredWithHolds(timelines, timeline, from, target, holds.from, holds.to, offset, counted);
  holds.to[last] = to;
  return at;
}
