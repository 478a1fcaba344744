import {
  applyChanges,
  type ChangeKind,
  changesBetween,
  changesStillPossible,
  countChanges,
  type PlaceChange,
  type PlanPlaces,
} from '#engine';

/** What a search has found, as the plan is changed by it, and how much that is. */
export interface Found {
  readonly found: readonly PlaceChange[];
  readonly counts: Pick<Readonly<Record<ChangeKind, number>>, 'moved' | 'retimed' | 'added' | 'dropped'>;
}

/** What a plan that was found changes of the one that stands. Work that does not move has times alone, which follow by themselves. */
export function foundIn(present: PlanPlaces, plan: PlanPlaces): Found {
  const changes = changesBetween(present, plan).filter(
    ({ kind, after }) => kind !== 'adjusted' && after?.fixed !== true,
  );
  const { moved, retimed, added, dropped } = countChanges(changes);
  const found = changes.map(({ call, after, left }) => ({ call, after, left }));
  return { found, counts: { moved, retimed, added, dropped } };
}

/** The plan that stands by now with what was found, as far as that is still possible. */
export const withFound = <P extends PlanPlaces>(plan: P, found: readonly PlaceChange[]): P => ({
  ...plan,
  ...applyChanges(plan, changesStillPossible(plan, found)),
});
