import type { CallEvent, CallStatus, Excuse, Instant, Millis, Problem, SkillLevel } from '#engine';
import { possibleTransitions } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import type { Directory } from '../../platform/views.ts';
import { Refusal, refusal, shown } from '../../problem.ts';
import { readEvents, type StoredCall } from '../../store/index.ts';
import { unknownResource } from '../people/unknown-resource.ts';
import { type Appointment, refuseAppointment } from './appointment.ts';
import { asksAnew, levelAsked } from './approval.ts';
import { type Found, lockCall } from './find-call.ts';
import { mergeCall, unmergeCall } from './merge-call.ts';
import { reopen } from './reopen-call.ts';
import { happenedAt, saveEvent } from './save-event.ts';

/** What is asked for: an event of a call's life, short of what only the database knows. */
export type Wish =
  | {
      readonly kind:
        | 'approve'
        | 'release'
        | 'close'
        | 'cancel'
        | 'unpin'
        | 'pin'
        | 'temporary-fix'
        | 'unmerge'
        | 'reopen';
    }
  | { readonly kind: 'estimate'; readonly estimatedTime: Millis }
  | ({ readonly kind: 'appoint' } & Appointment)
  | { readonly kind: 'accept' | 'travel' | 'arrive'; readonly resource: string | null }
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'resume'; readonly onSite: boolean }
  | FollowUp
  | { readonly kind: 'fix'; readonly resolution?: string | null }
  | { readonly kind: 'declare-emergency'; readonly reason: string }
  | { readonly kind: 'excuse'; readonly excuse: Excuse | null }
  | { readonly kind: 'merge'; readonly into: string };

/** Another visit is needed, perhaps by somebody with other skills. */
type FollowUp = {
  readonly kind: 'follow-up';
  readonly skills: readonly SkillLevel[] | null;
  readonly estimatedTime: Millis | null;
} & Appointment;

/** Applies an event to a call: the call, its journal and the replan of its territory in one transaction. */
export async function changeCall(
  change: Change,
  number: string,
  ifMatch: string | null,
  by: By,
  wish: Wish,
): Promise<Reply> {
  const found = await lockCall(change, number, ifMatch);
  const at = happenedAt(by, change.now, found.call);
  if (wish.kind === 'reopen') return reopen(change, found, by, at);
  if (wish.kind === 'merge') return mergeCall(change, found, by, at, wish.into);
  if (wish.kind === 'unmerge') return unmergeCall(change, found, by, at);
  if (wish.kind === 'approve') {
    const details = { level: await levelAsked(change, found.call), estimated_time: found.call.estimatedTime };
    return saveEvent(change, found, { kind: 'approve', at }, by, details);
  }
  const event = await completeEvent(change, found, wish, at);
  return saveEvent(change, found, event, by);
}

/** All but those that ask more of the database. */
type Completable = Exclude<Wish, { kind: 'merge' }>;

async function completeEvent(change: Change, found: Found, wish: Completable, at: Instant): Promise<CallEvent> {
  switch (wish.kind) {
    case 'accept':
    case 'travel':
    case 'arrive':
      return { kind: wish.kind, at, ...(await placeOf(change, found, wish.kind, wish.resource)) };
    case 'pin':
      return { kind: 'pin', at, ...(await placeOf(change, found, 'pin', null)) };
    case 'resume':
      return { kind: 'resume', at, onSite: wish.onSite, heldIn: await heldIn(change, found.call) };
    case 'estimate':
      return { ...wish, at, approval: await asksAnew(change, found, wish.estimatedTime) };
    case 'appoint':
      refuseAppointment(wish, change.now);
      return { ...wish, at };
    case 'follow-up':
      return followUp(change, found, wish, at);
    case 'fix':
      return { kind: 'fix', at, resolution: wish.resolution ?? null };
    case 'hold':
    case 'declare-emergency':
    case 'excuse':
      return { ...wish, at };
    case 'reopen':
      return { kind: 'reopen', at, rule: 'continue' };
    default:
      return { kind: wish.kind, at };
  }
}

/** Who has the call, and the start that was planned: a named resource, the call's own, or the one of the plan. */
async function placeOf(
  change: Change,
  found: Found,
  kind: CallEvent['kind'],
  named: string | null,
): Promise<{ resource: string; plannedStart: Instant | null }> {
  const { call, allocation, status } = found;
  if (named !== null) {
    const problem = notOfTerritory((await change.day()).tables, named, call.territory);
    if (problem !== null) throw refusal('change-refused', [problem]);
  }
  const resource = named ?? call.resource ?? allocation?.resource ?? null;
  // A wrong status is the better answer where nobody has the call because of it.
  if (resource === null && possibleTransitions(status).includes(kind)) {
    throw new Refusal('not-allocated', `Call ${call.number} is not allocated to anybody.`);
  }
  const planned = allocation?.resource === resource ? allocation : null;
  const own = call.resource === resource ? call.plannedStart : null;
  return { resource: resource ?? '', plannedStart: own ?? planned?.start ?? null };
}

/** The technician leaves; another visit is planned, once what it takes is approved where it has to be. */
async function followUp(change: Change, found: Found, wish: FollowUp, at: Instant): Promise<CallEvent> {
  refuseAppointment(wish, change.now);
  const { reference } = (await change.day()).tables;
  const unknown = (wish.skills ?? []).filter(({ skill }) => !reference.skills.some(({ code }) => code === skill));
  if (unknown.length > 0) throw refusal('change-refused', unknown.map(unknownSkill));
  const { estimatedTime } = wish;
  return { ...wish, at, approval: estimatedTime !== null && (await asksAnew(change, found, estimatedTime)) };
}

const unknownSkill = ({ skill }: SkillLevel): Problem => ({
  code: 'unknown-skill',
  field: 'skills',
  value: shown(skill),
  message: `There is no skill ${shown(skill)}.`,
  action: 'Name skills of skills.csv.',
});

/** The status in which the hold that lasts began: its journal entry says so. */
async function heldIn(change: Change, stored: StoredCall): Promise<CallStatus | null> {
  const events = await readEvents(change.em, stored.territory, stored.number);
  const held = events.findLast(({ kind }) => kind === 'hold');
  return (held?.data.from as CallStatus | undefined) ?? null;
}

/** Whoever takes a call works in its territory, or is lent to it: else the time is missing from no plan of theirs. */
function notOfTerritory({ resources, reference }: Directory, resource: string, territory: string): Problem | null {
  const found = resources.get(resource);
  if (found === undefined) return unknownResource(resource);
  const lent = [...reference.policy.lent, ...reference.loans].some(
    (each) => each.resource === resource && each.territory === territory,
  );
  if (found.territory === territory || lent) return null;
  return {
    code: 'resource-not-in-territory',
    field: 'resource',
    value: resource,
    message: `${found.name} (${resource}) works in territory ${found.territory}; this call is in ${territory}.`,
    action: `Name somebody of ${territory}, or lend ${resource} to it in the policy.`,
  };
}
