import {
  type Allocation,
  type Because,
  type DatasetPlan,
  formatInstant,
  formatMoney,
  type Instant,
  type OrderedCall,
  type PlanCost,
  type Unallocated,
  type Violation,
} from '#engine';

/** The plan as printed: instants in UTC, money as decimal strings of the policy's currency, calls in order. */
export function planJson({ book, plan, violations }: DatasetPlan): Record<string, unknown> {
  const orderedCalls = book.all();
  return {
    now: formatInstant(book.now),
    calls: lazily(orderedCalls, (call) => callJson(call, book.because(call.number))),
    allocations: lazily(plan.allocations, allocationJson),
    unallocated: lazily(plan.unallocated, unallocatedJson),
    currency: book.policy.currency,
    cost: costJson(plan.cost, book.policy.currency),
    awaiting_approval: book.awaitingApproval().map(({ number }) => number),
    not_yet_logged: book.notYetLogged,
    violations: violations.map(violationJson),
  };
}

const orNull = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

export const callJson = (call: OrderedCall, because: readonly Because[]): Record<string, unknown> => ({
  number: call.number,
  contract: call.contract,
  territory: call.territory,
  regime: call.regime,
  respond_by: orNull(call.respondBy),
  fix_by: orNull(call.fixBy),
  class: call.class,
  priority: call.priority,
  levels: call.levels,
  position: call.position,
  because,
});

export const allocationJson = (allocation: Allocation): Record<string, unknown> => ({
  call: allocation.call,
  resource: allocation.resource,
  travel_start: formatInstant(allocation.travelStart),
  arrival: formatInstant(allocation.arrival),
  start: formatInstant(allocation.start),
  finish: formatInstant(allocation.finish),
  travel_seconds: allocation.travelSeconds,
  fixed: allocation.fixed,
});

export const unallocatedJson = ({ call, reasons }: Unallocated): Record<string, unknown> => ({ call, reasons });

export const violationJson = (violation: Violation): Record<string, unknown> => ({ ...violation });

export function costJson(cost: PlanCost, currency: string): Record<string, string> {
  return {
    total: formatMoney(cost.total, currency),
    respond_late: formatMoney(cost.respondLate, currency),
    fix_late: formatMoney(cost.fixLate, currency),
    unplaced: formatMoney(cost.unplaced, currency),
    travel: formatMoney(cost.travel, currency),
    overtime: formatMoney(cost.overtime, currency),
    imbalance: formatMoney(cost.imbalance, currency),
    scarce_skills: formatMoney(cost.scarceSkills, currency),
    churn: formatMoney(cost.churn, currency),
  };
}

function* lazily<T, U>(items: readonly T[], make: (item: T) => U): Generator<U> {
  for (const item of items) yield make(item);
}
