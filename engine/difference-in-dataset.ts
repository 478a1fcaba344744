import type { Dataset } from './model/dataset.ts';
import type { Plan } from './model/plan.ts';
import { ok, type Result } from './model/problem.ts';
import type { Instant } from './model/units.ts';
import { openDataset } from './open-dataset.ts';
import { territoryInputs } from './plan-dataset.ts';
import {
  allChanges,
  CHANGE_KINDS,
  type ChangeGroup,
  type ChangeKind,
  COST_PARTS,
  differenceOfPlans,
  type PlanChange,
  planAsItStands,
  presentPlan,
  type TerritoryInput,
} from './planning/index.ts';

/** A plan of a dataset, and the moment for which it was made. */
export interface PlanOfMoment {
  readonly now: Instant;
  readonly plan: Plan;
}

export interface DatasetDifference {
  /** By territory, then as `PlanDifference` lists them. */
  readonly changes: readonly (PlanChange & { readonly kind: ChangeKind })[];
  readonly groups: readonly ChangeGroup[];
  /** What the later plan costs more than the former one would at its moment, in parts; minor units. */
  readonly cost: Readonly<Record<(typeof COST_PARTS)[number] | 'total', number>>;
  /** What getting to the later plan costs more, once; minor units. */
  readonly changeCost: number;
}

/**
 * What has changed from one plan of a dataset to a later one, and why. Problems: those of a dataset that has no book at
 * one of the moments.
 */
export function differenceInDataset(
  dataset: Dataset,
  before: PlanOfMoment,
  after: PlanOfMoment,
): Result<DatasetDifference> {
  const [former, later] = [openDataset(dataset, before.now), openDataset(dataset, after.now)];
  if (!former.ok) return former;
  if (!later.ok) return later;
  const formerInputs = new Map(territoryInputs(dataset, former.value).map((input) => [input.territory, input]));
  const laterInputs = new Map(territoryInputs(dataset, later.value).map((input) => [input.territory, input]));
  const records = new Map(dataset.calls.map((call) => [call.number, call]));
  const cost = Object.fromEntries(['total', ...COST_PARTS].map((part) => [part, 0])) as Record<
    (typeof COST_PARTS)[number] | 'total',
    number
  >;
  let changeCost = 0;
  const changes: (PlanChange & { kind: ChangeKind })[] = [];
  const groups: ChangeGroup[] = [];
  for (const { code } of dataset.territories) {
    const then = formerInputs.get(code) ?? null;
    // Where nobody calls any more there is nothing to plan for, but there may be much that is gone.
    const now = laterInputs.get(code) ?? (then === null ? null : { ...then, now: after.now, calls: [] });
    if (now === null) continue;
    const own = { before: planIn(before.plan, then), after: planIn(after.plan, now) };
    const input = { ...now, ...presentPlan(now, own.before, null) };
    const [stood, made] = [planAsItStands(input, own.before), planAsItStands(input, own.after)];
    const difference = differenceOfPlans(own.before, own.after, input.timeZone, {
      ...{ former: then, since: before.now, input, stood, made, absences: dataset.absences },
      callOf: (number) => later.value.call(number) ?? records.get(number) ?? null,
    });
    const kinds = new Map(CHANGE_KINDS.flatMap((kind) => difference[kind].map(({ call }) => [call, kind])));
    changes.push(...allChanges(difference).map((change) => ({ ...change, kind: kinds.get(change.call)! })));
    groups.push(...difference.groups);
    for (const part of ['total', ...COST_PARTS] as const) cost[part] += made.cost[part] - stood.cost[part];
    changeCost += made.changeCost - stood.changeCost;
  }
  return ok({ changes, groups, cost, changeCost });
}

/** A plan's part in a territory. */
function planIn({ allocations, unallocated, cost, changeCost }: Plan, input: TerritoryInput | null): Plan {
  const own = new Set((input?.calls ?? []).map(({ number }) => number));
  return {
    allocations: allocations.filter(({ call }) => own.has(call)),
    unallocated: unallocated.filter(({ call }) => own.has(call)),
    cost,
    changeCost,
  };
}
