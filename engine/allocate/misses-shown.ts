import type { Clock } from '../model/escalation.ts';
import type { OrderedCall } from '../model/ordered-call.ts';
import type { Plan } from '../model/plan.ts';
import type { Instant } from '../model/units.ts';

/** A target that a plan shows to be missed before it is. */
export interface ShownMiss {
  readonly call: string;
  readonly clock: Clock;
  readonly deadline: Instant;
  /** When the plan has the event come; null: it has no place for the call up to its horizon. */
  readonly expected: Instant | null;
}

/** Waiting for something else than a place in the plan. */
const NOT_PLANNED = new Set(['duplicate', 'on-hold', 'awaiting-approval']);

/**
 * Targets whose deadlines lie ahead and that are missed if the plan is kept: arrival after the respond deadline, finish
 * after the fix deadline, or no place at all up to the end of the horizon, with the deadline before it.
 * @param orderedOf calls as they stand at `now`; null: not in the order any more
 * @param responded whether somebody has been on site already
 */
export function missesShown(
  plan: Pick<Plan, 'allocations' | 'unallocated'>,
  orderedOf: (call: string) => OrderedCall | null,
  responded: (call: string) => boolean,
  now: Instant,
  horizonEnd: Instant,
): ShownMiss[] {
  const misses: ShownMiss[] = [];
  const judge = (call: string, arrival: Instant | null, finish: Instant | null): void => {
    const ordered = orderedOf(call);
    if (ordered === null) return;
    const clocks = [
      ['respond', responded(call) ? null : ordered.respondBy, arrival],
      ['fix', ordered.fixBy, finish],
    ] as const;
    for (const [clock, deadline, expected] of clocks) {
      if (deadline === null || deadline <= now) continue;
      if (expected === null ? deadline <= horizonEnd : expected > deadline)
        misses.push({ call, clock, deadline, expected });
    }
  };
  for (const { call, arrival, finish } of plan.allocations) judge(call, arrival, finish);
  for (const { call, reasons } of plan.unallocated) {
    if (!reasons.some(({ code }) => NOT_PLANNED.has(code))) judge(call, null, null);
  }
  return misses;
}
