import { applyEvent, type Call, checkPlan, type Plan, tryAllocation, type Violation } from '#engine';
import { Refusal, refusal } from '../problem.ts';
import { readPlan, type StoredPlan, saveAllocation } from '../store/index.ts';
import type { By } from './by.ts';
import type { Change, Reply } from './change.ts';
import { unknownResource } from './change-call.ts';
import type { Day } from './desk.ts';
import { lockCall } from './find-call.ts';
import { finishedIn, inputOf } from './plan-territory.ts';
import { happenedAt, saveEvent } from './save-event.ts';

export interface AllocateWish {
  readonly resource: string;
  readonly pin: boolean;
  /** Though hard rules are broken; the call is pinned then, or the planner would undo it. */
  readonly force: boolean;
}

/**
 * Allocates a call by hand. The engine finds the resource's best place for it, the independent checker says which hard
 * rules that breaks; those are refused unless forced with a reason, and shown either way.
 */
export async function allocate(
  change: Change,
  number: string,
  ifMatch: string | null,
  by: By,
  wish: AllocateWish,
): Promise<Reply> {
  const found = await lockCall(change, number, ifMatch);
  const at = happenedAt(by, change.now, found.call);
  const { resource, force } = wish;
  const pin = wish.pin || force;
  if (force && by.why === null)
    throw new Refusal('force-needs-reason', 'An allocation is forced with a reason: give why.');

  const possible = applyEvent(found.call, found.status, { kind: 'allocate', at, resource, plannedStart: null, pin });
  if (!possible.ok) throw refusal('change-refused', possible.problems);

  const { territory } = found.call;
  const day = await change.day();
  if (!day.tables.resources.has(resource)) throw refusal('change-refused', [unknownResource(resource)]);
  const finished = await finishedIn(change.em, day, territory);
  const input = inputOf(day, territory, finished);
  const stored = await readPlan(change.em, territory);
  const tried = tryAllocation(input, asPlan(stored), number, resource);
  if (!tried.ok) throw refusal('change-refused', tried.problems);
  const allocation = tried.value.allocations.find(({ call }) => call === number);

  const told: Call = { ...possible.value, pinned: true, plannedStart: allocation?.start ?? null };
  const calls = input.calls.map((each) => (each.number === number ? told : day.book.call(each.number)!));
  const violations = broken(day, [...calls, ...finished], tried.value, number, resource);
  if (allocation === undefined) {
    throw refusal(
      'plan-violation',
      violations.map((each) => violationProblem(each, resource)),
    );
  }
  if (violations.length > 0 && !force) {
    throw new Refusal(
      'plan-violation',
      `Allocating ${number} to ${resource} breaks ${violations.length === 1 ? 'a hard rule' : `${violations.length} hard rules`}.`,
      violations.map((each) => violationProblem(each, resource)),
    );
  }

  await saveAllocation(change.em, { ...allocation, territory, planVersion: stored.version, fixed: pin });
  const event = { kind: 'allocate', at, resource, plannedStart: allocation.start, pin } as const;
  const reply = await saveEvent(change, found, event, by, { force, violations });
  return { ...reply, body: { ...(reply.body as object), violations } };
}

const asPlan = ({ allocations, unallocated, cost }: StoredPlan): Plan => ({
  allocations,
  unallocated,
  cost: cost ?? ({} as Plan['cost']),
});

/** What the plan breaks with this call or for this resource; other work's own troubles are not this decision's. */
function broken(day: Day, calls: readonly Call[], plan: Plan, number: string, resource: string): Violation[] {
  return checkPlan(
    day.tables.reference,
    calls,
    plan,
    day.book.now,
    (call) => day.book.ordered(call)?.class ?? null,
  ).filter(
    (violation) =>
      violation.call === number ||
      (violation.resource === resource && violation.call === undefined && !violation.fixed),
  );
}

const violationProblem = (violation: Violation, resource: string) => ({
  code: violation.code,
  field: 'resource',
  value: resource,
  message: violation.text,
  action: 'Choose another resource, or send force: true with why.',
});
