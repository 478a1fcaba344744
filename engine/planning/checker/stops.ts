import type { Reference } from '../../model/dataset.ts';
import type { Allocation, Plan } from '../../model/plan.ts';
import type { Resource } from '../../model/resource.ts';
import type { CallFacts } from './facts.ts';
import type { CheckedShift } from './shifts.ts';

/** One allocation with all that its rules need. */
export interface Stop {
  readonly allocation: Allocation;
  readonly facts: CallFacts;
  readonly resource: Resource;
  /** Shift in which the work starts; null: none. */
  readonly shift: CheckedShift | null;
  /** Of the stops before, of the same resource, in whatever shift, the one that is finished last. */
  readonly before: Stop | null;
  /** Work that has to be where it is. */
  readonly fixed: boolean;
}

/** The stops of each resource in order of time. Allocations of unknown calls or resources are left to the other checks. */
export function stopsOf(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  plan: Plan,
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
): Stop[][] {
  const resources = new Map(reference.resources.map((r) => [r.code, r]));
  const byResource = new Map<string, Allocation[]>();
  for (const allocation of plan.allocations) {
    if (!facts.has(allocation.call) || !resources.has(allocation.resource)) continue;
    const list = byResource.get(allocation.resource) ?? [];
    list.push(allocation);
    byResource.set(allocation.resource, list);
  }
  return [...byResource].map(([code, allocations]) => {
    const resource = resources.get(code)!;
    const shifts = shiftsOf(resource);
    let before: Stop | null = null;
    return [...allocations]
      .sort((a, b) => a.start - b.start || a.finish - b.finish)
      .map((allocation) => {
        const own = facts.get(allocation.call)!;
        const shift = shifts.find(({ begin, end }) => begin <= allocation.start && allocation.start < end) ?? null;
        const stop: Stop = { allocation, facts: own, resource, shift, before, fixed: own.fixedTo === code };
        if (before === null || before.allocation.finish <= allocation.finish) before = stop;
        return stop;
      });
  });
}

/** Whether the stop before is of the same shift. */
export const followsInShift = (stop: Stop): boolean =>
  stop.before !== null && stop.shift !== null && stop.before.shift === stop.shift;
