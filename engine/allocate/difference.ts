import type { Allocation, Plan } from '../model/plan.ts';
import { type Minor, minor } from '../model/units.ts';
import { spokenLength, spokenTime } from '../time/index.ts';

export interface PlanChange {
  readonly call: string;
  /** Place in the plan before; null: none. */
  readonly before: Allocation | null;
  readonly after: Allocation | null;
  readonly text: string;
}

/** What changes for people from one plan to another. Each list in the order of call numbers. */
export interface PlanDifference {
  /** To another resource. */
  readonly moved: readonly PlanChange[];
  /** Allocated now, not before. */
  readonly added: readonly PlanChange[];
  /** Allocated before, not now: without a place, or gone. */
  readonly dropped: readonly PlanChange[];
  /** Same resource, other start of work. */
  readonly retimed: readonly PlanChange[];
  /** After less before, minor units. */
  readonly cost: Minor;
}

/** `timeZone`: that in which the texts name times. */
export function differenceOfPlans(before: Plan, after: Plan, timeZone: string): PlanDifference {
  const at = ({ start }: Allocation): string => spokenTime(start, timeZone);
  const old = new Map(before.allocations.map((a) => [a.call, a]));
  const now = new Map(after.allocations.map((a) => [a.call, a]));
  const unallocated = new Map(after.unallocated.map((u) => [u.call, u]));
  const moved: PlanChange[] = [];
  const added: PlanChange[] = [];
  const dropped: PlanChange[] = [];
  const retimed: PlanChange[] = [];
  for (const call of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const was = old.get(call) ?? null;
    const is = now.get(call) ?? null;
    const change = (text: string): PlanChange => ({ call, before: was, after: is, text });
    if (was === null) added.push(change(`${call} is new with ${is!.resource}, to start ${at(is!)}.`));
    else if (is === null) {
      const reason = unallocated.get(call)?.reasons[0]?.text;
      const why = unallocated.has(call)
        ? ` and has no place now${reason ? `: ${reason}` : '.'}`
        : ' and is not in the plan any more.';
      dropped.push(change(`${call} was with ${was.resource} (${at(was)})${why}`));
    } else if (was.resource !== is.resource) {
      moved.push(change(`${call} moves from ${was.resource} (${at(was)}) to ${is.resource} (${at(is)}).`));
    } else if (was.start !== is.start) {
      const by = spokenLength(Math.abs(is.start - was.start));
      const how = is.start > was.start ? 'later' : 'earlier';
      retimed.push(
        change(`${call} stays with ${is.resource} and starts ${by} ${how}, ${at(is)} instead of ${at(was)}.`),
      );
    }
  }
  return { moved, added, dropped, retimed, cost: minor(after.cost.total - before.cost.total) };
}
