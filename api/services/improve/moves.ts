import type { Allocation, Plan, TerritoryInput } from '#engine';

/** Places of a plan that are others than in the plan before; what another plan is changed by to have them. */
export function movesOf(before: Pick<Plan, 'allocations'>, after: Pick<Plan, 'allocations'>): Allocation[] {
  const old = new Map(before.allocations.map((allocation) => [allocation.call, allocation]));
  return after.allocations.filter(({ call, resource, start, fixed }) => {
    const was = old.get(call);
    return !fixed && (was === undefined || was.resource !== resource || was.start !== start);
  });
}

/** Of such places how many have a call go to somebody else, and how many have it begin at another time, or at all. */
export function countMoves(
  { allocations }: Pick<Plan, 'allocations'>,
  moves: readonly Allocation[],
): { readonly moved: number; readonly retimed: number } {
  const old = new Map(allocations.map(({ call, resource }) => [call, resource]));
  const moved = moves.filter(({ call, resource }) => old.has(call) && old.get(call) !== resource).length;
  return { moved, retimed: moves.length - moved };
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

/** Visits of a plan that miss a target which still runs. */
export function lateIn({ calls }: TerritoryInput, { allocations }: Pick<Plan, 'allocations'>): number {
  const known = new Map(calls.map((call) => [call.number, call]));
  return allocations.filter(({ call, arrival, finish }) => {
    const { respondBy = null, respondedAt = null, fixBy = null } = known.get(call) ?? {};
    return (respondBy !== null && respondedAt === null && arrival > respondBy) || (fixBy !== null && finish > fixBy);
  }).length;
}
