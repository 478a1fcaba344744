import type { Criterion } from '../../model/policy.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import type { OrderView } from '../book/order-view.ts';
import { readCostOfDelay, readSlack } from './cost-of-delay.ts';

/** Reads one slot: a number that sorts ascending, never NaN; +Infinity: none, which sorts last. */
export type Reader = (view: OrderView, slot: number) => number;

/** Where a criterion lies in the tables: that of a slot at `slot * stride + offset`. */
export interface StoredColumn {
  readonly values: Uint8Array | Float64Array;
  readonly stride: number;
  readonly offset: number;
}

/** One criterion: how a slot is read, and its bounds (both inclusive) where the rules fix them. */
export interface CriterionDefinition {
  readonly read: Reader;
  /** The same for all slots at once; null: it is worked out, not stored. */
  readonly column: ((view: OrderView) => StoredColumn) | null;
  /** Null: found by looking, see keys.ts. */
  readonly bounds: readonly [min: number, max: number] | null;
}

const LEVEL_BOUNDS = [1, 9] as const;

const levelAt = (dimension: number): CriterionDefinition => ({
  read: (view, slot) => view.targets.levels[slot * 4 + dimension]!,
  column: (view) => ({ values: view.targets.levels, stride: 4, offset: dimension }),
  bounds: LEVEL_BOUNDS,
});

const all = (values: StoredColumn['values']): StoredColumn => ({ values, stride: 1, offset: 0 });

/** Every criterion of domain section 9, by name. The four levels stand in the order of DIMENSIONS. */
export const CRITERION: Readonly<Record<Criterion, CriterionDefinition>> = {
  class: {
    read: (view, slot) => view.targets.class[slot]!,
    column: (view) => all(view.targets.class),
    bounds: [0, CALL_CLASSES.length - 1],
  },
  priority: {
    read: (view, slot) => view.targets.priority[slot]!,
    column: (view) => all(view.targets.priority),
    bounds: LEVEL_BOUNDS,
  },
  due: { read: (view, slot) => view.targets.due[slot]!, column: (view) => all(view.targets.due), bounds: null },
  slack: { read: readSlack, column: null, bounds: null },
  cost_of_delay: { read: readCostOfDelay, column: null, bounds: null },
  contract: levelAt(0),
  site: levelAt(1),
  zone: levelAt(2),
  model: levelAt(3),
  logged_at: {
    read: (view, slot) => view.table.loggedAt[slot]!,
    column: (view) => all(view.table.loggedAt),
    bounds: null,
  },
  number: {
    read: (view, slot) => view.table.numberRank[slot]!,
    column: (view) => all(view.table.numberRank),
    bounds: null,
  },
};

/** The policy's criteria, each once, always ending in `number`, so that the order is total whatever the policy says. */
export function totalOrder(order: readonly Criterion[]): readonly Criterion[] {
  // What follows a number can't matter: no two calls share one.
  const named = [...new Set(order)];
  const end = named.indexOf('number');
  return [...(end < 0 ? named : named.slice(0, end)), 'number'];
}

/** Below 0: slot `a` stands above slot `b`. The definition of the order; packed keys only make it fast. */
export type SlotComparator = (a: number, b: number) => number;

/** Compares criterion after criterion. Reads through `view`, so that it stays right when the view's tables grow. */
export function slotComparator(order: readonly Criterion[], view: OrderView): SlotComparator {
  const readers = order.map((criterion) => CRITERION[criterion].read);
  return (a, b) => {
    for (const read of readers) {
      const left = read(view, a);
      const right = read(view, b);
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  };
}

/** The first criterion in which two slots differ; null: none (one and the same call). */
export function decidingCriterion(
  order: readonly Criterion[],
  view: OrderView,
  a: number,
  b: number,
): Criterion | null {
  return order.find((criterion) => CRITERION[criterion].read(view, a) !== CRITERION[criterion].read(view, b)) ?? null;
}
