import type { TerritoryProblem } from '../problem/problem.ts';
import { groupResources, type ResourceGroups } from '../problem/resource-groups.ts';
import { findNeighbours, type Neighbours } from '../routes/neighbours.ts';

/** What does not change while a territory is searched: who is near whom. */
export interface SearchIndex {
  readonly neighbours: Neighbours;
  readonly groups: ResourceGroups;
}

export const indexOf = (p: TerritoryProblem): SearchIndex => ({
  neighbours: findNeighbours(p),
  groups: groupResources(p),
});

/** An index as typed arrays alone, so that it can lie in memory shared by threads. */
export interface FlatIndex extends Omit<Neighbours, 'size'>, Omit<ResourceGroups, 'nearSize'> {
  /** `Neighbours.size` and `ResourceGroups.nearSize`. */
  readonly sizes: Int32Array;
}

export function flatIndex({ neighbours, groups }: SearchIndex): FlatIndex {
  const { size, ...lists } = neighbours;
  const { nearSize, ...rest } = groups;
  return { ...lists, ...rest, sizes: Int32Array.of(size, nearSize) };
}

export function indexFrom({ sizes, list, km, ...groups }: FlatIndex): SearchIndex {
  return { neighbours: { size: sizes[0]!, list, km }, groups: { ...groups, nearSize: sizes[1]! } };
}
