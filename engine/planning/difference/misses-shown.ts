import type { Clock } from '../../model/escalation.ts';
import type { OrderedCall } from '../../model/ordered-call.ts';
import type { Allocation, Plan } from '../../model/plan.ts';
import type { Instant } from '../../model/units.ts';
import { missedTargets } from '../problem/lateness.ts';

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
 * @param respondedAt since when somebody has been on site; null: nobody has
 */
export function missesShown(
  plan: Pick<Plan, 'allocations' | 'unallocated'>,
  orderedOf: (call: string) => OrderedCall | null,
  respondedAt: (call: string) => Instant | null,
  now: Instant,
  horizonEnd: Instant,
): ShownMiss[] {
  const misses: ShownMiss[] = [];
  const judge = (call: string, place: Allocation | null): void => {
    const ordered = orderedOf(call);
    if (ordered === null) return;
    if (place !== null) {
      const missed = missedTargets(ordered, respondedAt(call), place);
      misses.push(...missed.filter(({ deadline }) => deadline > now).map((each) => ({ call, ...each })));
      return;
    }
    const clocks = [
      ['respond', respondedAt(call) === null ? ordered.respondBy : null],
      ['fix', ordered.fixBy],
    ] as const;
    for (const [clock, deadline] of clocks) {
      if (deadline !== null && deadline > now && deadline <= horizonEnd)
        misses.push({ call, clock, deadline, expected: null });
    }
  };
  for (const allocation of plan.allocations) judge(allocation.call, allocation);
  for (const { call, reasons } of plan.unallocated) {
    if (!reasons.some(({ code }) => NOT_PLANNED.has(code))) judge(call, null);
  }
  return misses;
}
