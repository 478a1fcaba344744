import {
  applyEvent,
  type Call,
  type CallEvent,
  type CallStatus,
  formatInstant,
  type Instant,
  instant,
  lastKnown,
  type Problem,
  possibleTransitions,
  reopenedCall,
} from '#engine';
import { Refusal, refusal, shown } from '../problem.ts';
import { appendEvent, dropAllocation, readEvents, type StoredCall, updateCall } from '../store/index.ts';
import type { By } from './by.ts';
import type { Change, Reply } from './change.ts';
import { changeDuplicates } from './change-duplicates.ts';
import { callReply, type Found, lockCall } from './find-call.ts';
import { admitAndEnter } from './log-call.ts';
import type { Directory } from './views.ts';

/** What is asked for: an event of a call's life, short of what only the database knows. */
export type Wish =
  | { readonly kind: 'approve' | 'close' | 'fix' | 'cancel' | 'unpin' | 'pin' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'accept' | 'travel' | 'arrive'; readonly resource: string | null }
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'resume'; readonly onSite: boolean }
  | { readonly kind: 'declare-emergency'; readonly reason: string };

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
  const event = await completeEvent(change, found, wish, at);
  return saveEvent(change, found, event, by);
}

/** Writes what an event makes of a call, found and locked before. */
export async function saveEvent(
  change: Change,
  found: Found,
  event: CallEvent,
  by: By,
  details: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  const applied = applyEvent(found.call, found.status, event);
  if (!applied.ok) throw refusal('change-refused', applied.problems);
  change.provisional();
  const stored = await updateCall(change.em, { ...found.call, ...applied.value });
  if (PLANNED_ANEW.has(event.kind)) await dropAllocation(change.em, stored.territory, stored.number);
  await journal(change, found, event, by, details);
  if (ENDS.has(event.kind)) await changeDuplicates(change, stored, event.at, by);
  return callReply(change, stored);
}

/** After these the duplicates of the call change too. */
const ENDS: ReadonlySet<CallEvent['kind']> = new Set(['fix', 'close', 'cancel']);

/** After these nobody is on the way to the call by the plan as it was. */
const PLANNED_ANEW: ReadonlySet<CallEvent['kind']> = new Set(['hold', 'resume', 'reopen']);

async function journal(
  change: Change,
  found: Found,
  event: CallEvent,
  by: By,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { kind, at, ...data } = event;
  const { territory, number } = found.call;
  await appendEvent(change.em, {
    territory,
    call: number,
    at,
    kind,
    who: by.who,
    why: by.why,
    data: { ...data, ...details, from: found.status },
  });
  change.replan(territory);
  change.tell({ kind: 'call', number, territory, event: kind });
}

/** The instant that is named, or now; refused where it is still to come. */
export function happenedAt(by: By, now: Instant, call: Call): Instant {
  // Machines' clocks differ by a little: what happens now comes after what is known, whoever wrote that.
  if (by.at === null) return instant(Math.max(now, lastKnown(call)));
  if (by.at <= now) return by.at;
  throw refusal('change-refused', [
    {
      code: 'event-in-future',
      field: 'at',
      value: formatInstant(by.at),
      message: `It is ${formatInstant(now)} now: this has not happened yet.`,
      action: 'Give an instant up to now, or leave `at` out for now.',
    },
  ]);
}

/** All but reopening, which depends on the contract. */
type Completable = Exclude<Wish, { kind: 'reopen' }>;

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
    case 'hold':
    case 'declare-emergency':
      return { ...wish, at };
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

/** The status in which the hold that lasts began: its journal entry says so. */
async function heldIn(change: Change, stored: StoredCall): Promise<CallStatus | null> {
  const events = await readEvents(change.em, stored.territory, stored.number);
  const held = events.findLast(({ kind }) => kind === 'hold');
  return (held?.data.from as CallStatus | undefined) ?? null;
}

/** By the contract's rule the old clock continues, or a call of its own is logged (see `reopenedCall`), if it is still entitled to one. */
async function reopen(change: Change, found: Found, by: By, at: Instant): Promise<Reply> {
  const { call, status } = found;
  const rule = (await change.day()).tables.contracts.get(call.contract)?.reopen ?? 'continue';
  if (rule === 'continue') return saveEvent(change, found, { kind: 'reopen', at, rule }, by, { rule });

  // The table of possible events holds for every rule, so it is asked as if the call itself went on.
  const allowed = applyEvent(call, status, { kind: 'reopen', at, rule: 'continue' });
  if (!allowed.ok) throw refusal('change-refused', allowed.problems);
  const description = `${call.description} (reopens ${call.number}: ${by.why ?? 'no reason given'})`;
  const again = reopenedCall(call, rule, '', description, at);
  const entered = await admitAndEnter(change, again, by, { reopens: call.number, rule });
  const { territory, number } = call;
  const data = { rule, number: entered.number };
  await appendEvent(change.em, { territory, call: number, at, kind: 'reopened-as', who: by.who, why: by.why, data });
  change.tell({ kind: 'call', number, territory, event: 'reopened-as' });
  return entered.reply;
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

export const unknownResource = (resource: string): Problem => ({
  code: 'unknown-resource',
  field: 'resource',
  value: shown(resource),
  message: `There is no resource ${shown(resource)}.`,
  action: 'Check the code; GET /calls/{number}/candidates lists who could take the call.',
});
