import type { Allocation, Plan } from '#engine';

/** Places of a plan that are others than in the plan before; what another plan is changed by to have them. */
export function movesOf(before: Pick<Plan, 'allocations'>, after: Pick<Plan, 'allocations'>): Allocation[] {
  const old = new Map(before.allocations.map((allocation) => [allocation.call, allocation]));
  return after.allocations.filter(({ call, resource, start, fixed }) => {
    const was = old.get(call);
    return !fixed && (was === undefined || was.resource !== resource || was.start !== start);
  });
}

/** A plan with some calls elsewhere; what does not fit is for `extendPlan` to see to. Calls that the plan has not are left out. */
export function withMoves<P extends Pick<Plan, 'allocations' | 'unallocated'>>(
  plan: P,
  moves: readonly Allocation[],
): P {
  const moved = new Map(moves.map((allocation) => [allocation.call, allocation]));
  const placed = plan.allocations.map((allocation) =>
    allocation.fixed ? allocation : (moved.get(allocation.call) ?? allocation),
  );
  const gained = plan.unallocated.flatMap(({ call }) => moved.get(call) ?? []);
  return {
    ...plan,
    allocations: [...placed, ...gained],
    unallocated: plan.unallocated.filter(({ call }) => !moved.has(call)),
  };
}
