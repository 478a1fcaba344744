import type { Clock } from '../../model/escalation.ts';
import type { Plan } from '../../model/plan.ts';
import type { Instant } from '../../model/units.ts';

/** Deadlines of a call; null: none. */
export interface Deadlines {
  readonly respondBy: Instant | null;
  readonly fixBy: Instant | null;
}

/** A target that a place in a plan misses. */
export interface MissedTarget {
  readonly clock: Clock;
  readonly deadline: Instant;
  /** When the plan has the event come. */
  readonly expected: Instant;
}

/**
 * The targets that a call misses where a plan has it: arrival after the respond deadline, as long as nobody has been on
 * site, and finish after the fix deadline. At the deadline is in time. Deadlines that have passed count too.
 * @param respondedAt null: nobody has been on site.
 */
export function missedTargets(
  { respondBy, fixBy }: Deadlines,
  respondedAt: Instant | null,
  { arrival, finish }: { readonly arrival: Instant; readonly finish: Instant },
): MissedTarget[] {
  const missed: MissedTarget[] = [];
  if (respondBy !== null && respondedAt === null && arrival > respondBy) {
    missed.push({ clock: 'respond', deadline: respondBy, expected: arrival });
  }
  if (fixBy !== null && finish > fixBy) missed.push({ clock: 'fix', deadline: fixBy, expected: finish });
  return missed;
}

/** Visits of a plan that miss a target; those of calls that `calls` does not name do not. */
export function countLate(
  calls: readonly (Deadlines & { readonly number: string; readonly respondedAt: Instant | null })[],
  { allocations }: Pick<Plan, 'allocations'>,
): number {
  const known = new Map(calls.map((call) => [call.number, call]));
  return allocations.filter((allocation) => {
    const call = known.get(allocation.call);
    return call !== undefined && missedTargets(call, call.respondedAt, allocation).length > 0;
  }).length;
}
