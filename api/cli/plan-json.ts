import { type DatasetPlan, formatInstant, formatMoney, type Violation } from '#engine';
import { fairnessView } from '../features/plans/fairness.ts';
import { remediesView } from '../features/plans/remedies.ts';
import { allocationView, costView, orderedView, priceView, unallocatedView } from '../platform/views.ts';

/** Calls left out for which remedies are looked for: the first ones. */
const REMEDIES = 20;

/** The plan as printed: instants in UTC, money as decimal strings of the policy's currency, calls in order. */
export function planJson({ book, plan, violations, remediesOf, fairness }: DatasetPlan): Record<string, unknown> {
  const { currency } = book.policy;
  return {
    now: formatInstant(book.now),
    calls: lazily(book.all(), (call) => ({ ...orderedView(call), because: book.because(call.number) })),
    allocations: lazily(plan.allocations, allocationView),
    unallocated: lazily(plan.unallocated, (each, k) => ({
      ...unallocatedView(each, currency),
      remedies: k < REMEDIES ? remediesView(remediesOf(each.call)) : [],
    })),
    currency,
    ...priceView(plan, currency),
    allocation_costs: lazily(plan.allocationCosts ?? [], ({ call, changeCost, ...parts }) => ({
      call,
      ...costView(parts, currency),
      change_cost: formatMoney(changeCost, currency),
    })),
    travel: {
      kilometres: Math.round((plan.travelled?.kilometres ?? 0) * 1000) / 1000,
      seconds: plan.travelled?.seconds ?? 0,
    },
    fairness: fairness.map(fairnessView),
    awaiting_approval: book.awaitingApproval().map(({ number }) => number),
    not_yet_logged: book.notYetLogged,
    violations: violations.map(violationJson),
  };
}

export const violationJson = (violation: Violation): Record<string, unknown> => ({ ...violation });

/** Made one by one as they are printed: a million calls with their reasons are not held at once. */
function* lazily<T, U>(items: readonly T[], make: (item: T, index: number) => U): Generator<U> {
  for (const [index, item] of items.entries()) yield make(item, index);
}
