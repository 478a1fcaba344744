import type { Allocation, Plan, Unallocated } from '../../model/plan.ts';
import type { Instant } from '../../model/units.ts';

/** The calls of a plan: those with a place, and those without one. */
export type PlanPlaces = Pick<Plan, 'allocations' | 'unallocated'>;

/** What becomes of one call, as far as it takes to change a plan by it. */
export interface PlaceChange {
  readonly call: string;
  /** Place in the plan after; null: none. */
  readonly after: Allocation | null;
  /** Among the calls without a place in the plan after; null: it has one, or is in that plan no more. */
  readonly left: Unallocated | null;
}

/**
 * `moved` to another resource; `added`: allocated now, not before; `dropped`: allocated before, not now; `retimed`: same
 * resource, other start of work; `adjusted`: same resource and start, another way there, end, or leave to move;
 * `waiting`: without a place in either plan, and known to one of them alone.
 */
export type ChangeKind = 'moved' | 'added' | 'dropped' | 'retimed' | 'adjusted' | 'waiting';
export const CHANGE_KINDS = ['moved', 'added', 'dropped', 'retimed', 'adjusted', 'waiting'] as const;

/** What becomes of one call from one plan to another. */
export interface CallChange extends PlaceChange {
  readonly kind: ChangeKind;
  /** Place in the plan before; null: none. */
  readonly before: Allocation | null;
  /** Whether the plan before had the call among those without a place. */
  readonly waited: boolean;
}

/** All that an allocation says beside its call: two plans with the same in each field give a call the same place. */
export const PLACE_FIELDS = [
  'resource',
  'travelStart',
  'arrival',
  'start',
  'finish',
  'travelSeconds',
  'fixed',
] as const satisfies readonly (keyof Allocation)[];

/** Whether work on a call is with somebody else, or begins at another time: what people are told about. */
export const isElsewhere = <At extends Instant | string>(
  was: { readonly resource: string; readonly start: At },
  is: { readonly resource: string; readonly start: At },
): boolean => was.resource !== is.resource || was.start !== is.start;

/**
 * All that differs between two plans, each changed call once, in the order of call numbers. Two plans differ only by what
 * this lists: `applyChanges` of it to the plan before gives the plan after.
 */
export function changesBetween(before: PlanPlaces, after: PlanPlaces): CallChange[] {
  const old = new Map(before.allocations.map((each) => [each.call, each]));
  const now = new Map(after.allocations.map((each) => [each.call, each]));
  const waited = new Set(before.unallocated.map(({ call }) => call));
  const waits = new Map(after.unallocated.map((each) => [each.call, each]));
  const changes: CallChange[] = [];
  for (const call of [...new Set([...old.keys(), ...now.keys(), ...waited, ...waits.keys()])].sort()) {
    const change = {
      ...{ call, before: old.get(call) ?? null, after: now.get(call) ?? null },
      ...{ waited: waited.has(call), left: waits.get(call) ?? null },
    };
    const kind = kindOf(change);
    if (kind !== null) changes.push({ kind, ...change });
  }
  return changes;
}

/** null: nothing has changed. */
function kindOf({ before, after, waited, left }: Omit<CallChange, 'kind'>): ChangeKind | null {
  if (before === null && after === null) return waited === (left !== null) ? null : 'waiting';
  if (before === null) return 'added';
  if (after === null) return 'dropped';
  if (before.resource !== after.resource) return 'moved';
  if (before.start !== after.start) return 'retimed';
  return PLACE_FIELDS.every((field) => before[field] === after[field]) ? null : 'adjusted';
}

/** A plan's calls with the changes made: dropped calls have no place in it, and stand among those without one. */
export function applyChanges(plan: PlanPlaces, changes: readonly PlaceChange[]): PlanPlaces {
  const changed = new Set(changes.map(({ call }) => call));
  return {
    allocations: [
      ...plan.allocations.filter(({ call }) => !changed.has(call)),
      ...changes.flatMap(({ after }) => after ?? []),
    ],
    unallocated: [
      ...plan.unallocated.filter(({ call }) => !changed.has(call)),
      ...changes.flatMap(({ left }) => left ?? []),
    ],
  };
}

/**
 * Those of the changes that a later plan can still be changed by: work that does not move any more stays, and calls that
 * the plan does not know (they have ended) stay away.
 */
export function changesStillPossible<C extends PlaceChange>(plan: PlanPlaces, changes: readonly C[]): C[] {
  const movable = new Set([
    ...plan.allocations.filter(({ fixed }) => !fixed).map(({ call }) => call),
    ...plan.unallocated.map(({ call }) => call),
  ]);
  return changes.filter(({ call }) => movable.has(call));
}

/** How many calls change, by kind. */
export function countChanges(changes: readonly Pick<CallChange, 'kind'>[]): Readonly<Record<ChangeKind, number>> {
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}
