import {
  type Allocation,
  type Call,
  checkPlan,
  differenceOfPlans,
  formatMoney,
  minor,
  missedTargets,
  type Plan,
  type PlanCost,
  planAsItStands,
  type TimeSpent,
  tryAllocation,
  type Violation,
  withPast,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { allocationView, costView, territoryOf } from '../../platform/views.ts';
import { refusal } from '../../problem.ts';
import { type Em, readPlan, type StoredPlan } from '../../store/index.ts';
import { spentLately } from '../calls/time-spent.ts';
import { unknownResource } from '../people/unknown-resource.ts';
import { finishedIn, inputOf } from './planning/facts.ts';
import { notInOrder } from './queue.ts';

/** A call given to a resource by hand, as it would be. */
export interface Trial {
  /** The plan as it is, its times and price those of now. */
  readonly before: Plan;
  readonly after: Plan;
  readonly stored: StoredPlan;
  /** null: even by force the call has no place with the resource. */
  readonly allocation: Allocation | null;
  /** Hard rules that it breaks with this call or for this resource; other work's own troubles are not this decision's. */
  readonly violations: readonly Violation[];
}

/**
 * The engine finds the resource's best place for the call, the independent checker says which hard rules that breaks.
 * `told` is the call as it would be once it is allocated; `spent` what people did in the days before, which prices ask for.
 * @throws Refusal where nobody can be sent to the call, or the resource is unknown.
 */
export async function tried(
  em: Em,
  day: Day,
  territory: string,
  number: string,
  resource: string,
  told: Call,
  spent: readonly TimeSpent[] = [],
): Promise<Trial> {
  if (!day.tables.resources.has(resource)) throw refusal('change-refused', [unknownResource(resource)]);
  const stored = await readPlan(em, territory);
  const finished = await finishedIn(em, day, territory);
  // Nothing is waited for from here on: maker and checker see one moment.
  const input = withPast(day.tables.reference, inputOf(day, territory, finished), spent);
  const plan: Plan = { ...stored, cost: stored.cost ?? ({} as PlanCost) };
  const made = tryAllocation(input, plan, number, resource);
  if (!made.ok) throw refusal('change-refused', made.problems);
  const after = made.value;
  const allocation = after.allocations.find(({ call }) => call === number) ?? null;
  const pinned: Call = { ...told, pinned: true, plannedStart: allocation?.start ?? null };
  const calls = input.calls.map((each) => (each.number === number ? pinned : day.book.call(each.number)!));
  const classOf = (call: string) => day.book.ordered(call)?.class ?? null;
  const violations = checkPlan(day.tables.reference, [...calls, ...finished], after, day.book.now, classOf).filter(
    (violation) =>
      violation.call === number ||
      (violation.resource === resource && violation.call === undefined && !violation.fixed),
  );
  return { before: planAsItStands(input, plan), after, stored, allocation, violations };
}

/** What it would come to if a call were given to a resource: money, whom it delays, which rules it breaks. Nothing is written. */
export async function tryCall(office: Office, number: string, resource: string): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  const { book, tables } = day;
  const call = book.call(number);
  if (call === null || book.ordered(number) === null) throw await notInOrder(office, number);
  const territory = territoryOf(tables, call);
  const spent = await spentLately(office, em, day, territory);
  const told = { ...call, resource };
  const { before, after, allocation, violations } = await tried(em, day, territory, number, resource, told, spent);
  const { currency } = tables.reference.policy;
  const { timeZone } = tables.territories.get(territory)!;
  const { moved, added, dropped, retimed } = differenceOfPlans(before, after, timeZone);
  const others = [...dropped, ...moved, ...retimed, ...added].filter((change) => change.call !== number);
  const body = {
    ...{ call: number, resource, currency },
    possible: allocation !== null && violations.length === 0,
    cost: formatMoney(minor(after.cost.total - before.cost.total), currency),
    cost_parts: costView(difference(after.cost, before.cost), currency),
    change_cost: formatMoney(minor(after.changeCost - before.changeCost), currency),
    before: viewOf(before.allocations.find((each) => each.call === number) ?? null),
    allocation: viewOf(allocation),
    late: isLate(day, number, allocation),
    others: others.map((change) => ({
      call: change.call,
      text: change.text,
      before: viewOf(change.before),
      after: viewOf(change.after),
      delay_seconds:
        change.before === null || change.after === null ? null : (change.after.start - change.before.start) / 1000,
      late:
        change.after === null || (isLate(day, change.call, change.after) && !isLate(day, change.call, change.before)),
    })),
    violations: violations.map(({ code, text }) => ({ code, text })),
  };
  return { status: 200, headers: {}, body };
}

const difference = (after: PlanCost, before: PlanCost): PlanCost =>
  Object.fromEntries(
    ['total' as const, ...(Object.keys(before) as (keyof PlanCost)[]).filter((part) => part !== 'total')].map(
      (part) => [part, minor(after[part] - before[part])],
    ),
  ) as unknown as PlanCost;

const viewOf = (allocation: Allocation | null) => (allocation === null ? null : allocationView(allocation));

/** Whether a target would be missed. */
function isLate({ book }: Day, number: string, allocation: Allocation | null): boolean {
  const ordered = book.ordered(number);
  if (ordered === null || allocation === null) return false;
  return missedTargets(ordered, book.call(number)?.respondedAt ?? null, allocation).length > 0;
}
