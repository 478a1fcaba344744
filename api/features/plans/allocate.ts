import { applyEvent, type Violation } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { Refusal, refusal } from '../../problem.ts';
import { costColumns, findCall, saveAllocation } from '../../store/index.ts';
import { type Found, lockCall } from '../calls/find-call.ts';
import { happenedAt, saveEvent } from '../calls/save-event.ts';
import { lockDay } from './lock-day.ts';
import { planEvents } from './planning/plan-events.ts';
import { tried } from './try-call.ts';

export interface AllocateWish {
  readonly resource: string;
  readonly pin: boolean;
  /** Though hard rules are broken; the call is pinned then, or the planner would undo it. */
  readonly force: boolean;
}

/**
 * Allocates a call by hand. The day of the resource and the plan of the call's territory stand still meanwhile, so that
 * two people who allocate at once get the answers that they would get one after the other. The engine finds the resource's best place for it, the independent checker says which hard
 * rules that breaks; those are refused unless forced with a reason, and shown either way.
 */
export async function allocate(
  change: Change,
  number: string,
  ifMatch: string | null,
  by: By,
  wish: AllocateWish,
): Promise<Reply> {
  const { resource, force } = wish;
  const territory = (await findCall(change.em, number, { lock: false }))?.territory;
  if (territory !== undefined) await lockDay(change, territory, resource);
  const found = await lockCall(change, number, ifMatch);
  const at = happenedAt(by, change.now, found.call);
  const pin = wish.pin || force;
  if (force && by.why === null)
    throw new Refusal('force-needs-reason', 'An allocation is forced with a reason: give why.');

  const possible = applyEvent(found.call, found.status, { kind: 'allocate', at, resource, plannedStart: null, pin });
  if (!possible.ok) throw refusal('change-refused', possible.problems);

  const day = await change.day();
  const { stored, allocation, violations } = await tried(
    change.em,
    day,
    found.call.territory,
    number,
    resource,
    possible.value,
  );
  requireSeen(found, resource, ifMatch !== null || force);
  if (allocation === null) {
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

  await saveAllocation(
    change.em,
    { ...allocation, territory: found.call.territory, planVersion: stored.version, fixed: pin, ...costColumns(null) },
    change.now,
  );
  // No plan need follow that differs: boards are told of the place as it stands now.
  for (const told of planEvents(found.call.territory, [allocation], [])) change.tell(told);
  const event = { kind: 'allocate', at, resource, plannedStart: allocation.start, pin } as const;
  const reply = await saveEvent(change, found, event, by, { force, violations });
  return { ...reply, body: { ...(reply.body as object), violations } };
}

/** To take a call from a technician to whom a person has given it, the request says that it knows: by its version, or by force. */
function requireSeen({ call }: Found, resource: string, isSeen: boolean): void {
  if (isSeen || call.resource === null || call.resource === resource) return;
  throw refusal('call-given', [
    {
      code: 'call-given',
      field: 'resource',
      value: resource,
      message: `Call ${call.number} has been given to ${call.resource}.`,
      action: 'Look at the call; to give it to another all the same, send its version in If-Match.',
    },
  ]);
}

const violationProblem = (violation: Violation, resource: string) => ({
  code: violation.code,
  field: 'resource',
  value: resource,
  message: violation.text,
  action: 'Choose another resource, or send force: true with why.',
});
