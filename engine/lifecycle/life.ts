import type { Call, CallStatus, Excuse, Hold } from '../model/call.ts';
import { CALL_STATUSES, NOTHING_HAPPENED, OPEN_STATUSES, STARTED_STATUSES } from '../model/call.ts';
import type { ReopenRule } from '../model/contract.ts';
import type { Problem, Result } from '../model/problem.ts';
import { failed, ok } from '../model/problem.ts';
import type { SkillLevel } from '../model/skill.ts';
import { type Instant, type Interval, instant, type Millis } from '../model/units.ts';

/** What can happen to a call (domain, section 12); each is an event of its journal. */
export const CALL_EVENTS = [
  'approve',
  'estimate',
  'appoint',
  'allocate',
  'pin',
  'unpin',
  'accept',
  'travel',
  'arrive',
  'release',
  'hold',
  'resume',
  'follow-up',
  'temporary-fix',
  'fix',
  'close',
  'cancel',
  'reopen',
  'declare-emergency',
  'excuse',
  'merge',
  'unmerge',
] as const;
export type CallEventKind = (typeof CALL_EVENTS)[number];

/** Where work is planned: what a technician accepts, or a dispatcher decides. */
interface Placed {
  readonly resource: string;
  readonly plannedStart: Instant | null;
}

/** Work starts in `[earliest, latest]`; null: open on that side. */
interface Appointment {
  readonly earliest: Instant | null;
  readonly latest: Instant | null;
}

/** An event with all that it needs; `at` is when it happened. */
export type CallEvent = { readonly at: Instant } & (
  | { readonly kind: 'approve' | 'release' | 'close' | 'unpin' | 'unmerge' | 'temporary-fix' }
  /** `approval`: the new estimate is over a threshold that nobody has approved yet (`asksApproval`). */
  | { readonly kind: 'estimate'; readonly estimatedTime: Millis; readonly approval: boolean }
  | ({ readonly kind: 'appoint' } & Appointment)
  | ({ readonly kind: 'allocate'; readonly pin: boolean } & Placed)
  | ({ readonly kind: 'pin' | 'accept' | 'travel' | 'arrive' } & Placed)
  | { readonly kind: 'hold'; readonly reason: string }
  /** `heldIn`: status in which the hold began (null: not known); `onSite`: the technician is still there and goes on. */
  | { readonly kind: 'resume'; readonly heldIn: CallStatus | null; readonly onSite: boolean }
  /** The technician leaves, and another visit is needed: `skills` in place of the model's, where others are. */
  | ({
      readonly kind: 'follow-up';
      readonly skills: readonly SkillLevel[] | null;
      readonly estimatedTime: Millis | null;
      readonly approval: boolean;
    } & Appointment)
  | { readonly kind: 'fix'; readonly resolution: string | null }
  | { readonly kind: 'excuse'; readonly excuse: Excuse | null }
  | { readonly kind: 'merge'; readonly into: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'reopen'; readonly rule: ReopenRule }
  | { readonly kind: 'declare-emergency'; readonly reason: string }
);

const ALL: readonly CallStatus[] = CALL_STATUSES;
const OPEN: readonly CallStatus[] = [...OPEN_STATUSES];
const PLANNABLE: readonly CallStatus[] = ['logged', 'open', 'allocated', 'reopened'];

/**
 * The life of a call in one table: from which statuses each event is possible. A technician who forgets to report a
 * step may skip it (arrive without having accepted); a fix needs that somebody was there, or a hold that ended in it.
 */
const POSSIBLE_FROM: Readonly<Record<CallEventKind, readonly CallStatus[]>> = {
  approve: ['awaiting-approval'],
  estimate: OPEN,
  // Whoever is on the way, or there, has an appointment that is kept.
  appoint: OPEN.filter((status) => status !== 'travelling' && status !== 'on-site'),
  allocate: PLANNABLE,
  pin: ['allocated', 'accepted', 'travelling', 'on-site'],
  unpin: ['allocated', 'accepted', 'travelling', 'on-site'],
  accept: ['allocated'],
  travel: ['allocated', 'accepted'],
  arrive: ['allocated', 'accepted', 'travelling'],
  // Whoever has it can't go on: it is planned anew.
  release: ['allocated', 'accepted', 'travelling', 'on-site'],
  hold: OPEN.filter((status) => status !== 'on-hold'),
  resume: ['on-hold'],
  'follow-up': ['on-site'],
  'temporary-fix': ['on-site', 'on-hold'],
  fix: ['on-site', 'on-hold'],
  close: ['fixed'],
  cancel: OPEN,
  reopen: ['fixed', 'closed'],
  'declare-emergency': OPEN,
  excuse: ALL.filter((status) => status !== 'cancelled'),
  merge: OPEN.filter((status) => !STARTED_STATUSES.has(status)),
  unmerge: OPEN,
};

/** Events that are possible in a status, in the order of a call's life. */
export function possibleTransitions(status: CallStatus): readonly CallEventKind[] {
  return CALL_EVENTS.filter((kind) => POSSIBLE_FROM[kind].includes(status));
}

/** Those of them that are possible with a call: one that is no duplicate can't be unmerged. */
export function possibleWith(call: Call, status: CallStatus): readonly CallEventKind[] {
  return possibleTransitions(status).filter((kind) => kind !== 'unmerge' || call.duplicateOf !== null);
}

/**
 * The call after an event. `status` is its status just before (a call's own may be unset, and one that a plan has
 * placed counts as allocated). Problems: `transition-not-possible`, `event-before-history`, `resume-not-on-site`,
 * `reopen-is-a-new-call` (the contract's rule asks for one, see `reopenedCall`).
 */
export function applyEvent(call: Call, status: CallStatus, event: CallEvent): Result<Call> {
  const problems = [...transitionProblems(call, status, event), ...instantProblems(call, event)];
  return problems.length > 0 ? failed(problems) : ok(after(call, event));
}

/**
 * What reopening makes where the contract's rule is `new` or `repeat`: a call of its own, with its own clocks from
 * `at`, so that the figures of the first one stay as they were. A `new` one is a return visit (no further failure);
 * a `repeat` has the first one's type, so a fault counts as another failure of the device.
 */
export function reopenedCall(
  call: Call,
  rule: 'new' | 'repeat',
  number: string,
  description: string,
  at: Instant,
): Call {
  return {
    ...call,
    row: 0,
    number,
    description,
    type: rule === 'new' ? 'return' : call.type,
    loggedAt: at,
    occurredAt: null,
    earliest: null,
    latest: null,
    emergency: null,
    inUse: null,
    keptTerms: null,
    status: 'open',
    ...NOTHING_HAPPENED,
  };
}

function transitionProblems(call: Call, status: CallStatus, event: CallEvent): Problem[] {
  if (!POSSIBLE_FROM[event.kind].includes(status)) {
    const possible = possibleWith(call, status);
    return [
      {
        code: 'transition-not-possible',
        field: 'status',
        value: status,
        message: `Call ${call.number} is ${status}: ${event.kind} is not possible.`,
        action: possible.length > 0 ? `Possible now: ${possible.join(', ')}.` : 'Nothing is possible with it any more.',
      },
    ];
  }
  if (event.kind === 'resume' && event.onSite && (call.resource === null || call.respondedAt === null)) {
    return [
      {
        code: 'resume-not-on-site',
        field: 'on_site',
        value: 'true',
        message: `Nobody had arrived for call ${call.number} before its hold.`,
        action: 'Resume it without on_site: it is planned again.',
      },
    ];
  }
  if (event.kind === 'unmerge' && call.duplicateOf === null) {
    return [
      {
        code: 'not-a-duplicate',
        field: 'number',
        value: call.number,
        message: `Call ${call.number} is no duplicate.`,
        action: 'Nothing is to be done: it stands for itself.',
      },
    ];
  }
  if (event.kind === 'reopen' && (event.rule === 'new' || event.rule === 'repeat')) {
    return [
      {
        code: 'reopen-is-a-new-call',
        field: 'number',
        value: call.number,
        message: `By the contract, reopening call ${call.number} makes a new call (${event.rule}).`,
        action: 'Log the new call instead.',
      },
    ];
  }
  return [];
}

/** An event can't come before what is already known of the call: its clocks would run backwards. */
function instantProblems(call: Call, event: CallEvent): Problem[] {
  const latest = lastKnown(call);
  if (event.at >= latest) return [];
  return [
    {
      code: 'event-before-history',
      field: 'at',
      value: new Date(event.at).toISOString(),
      message: `The last thing known of call ${call.number} happened at ${new Date(latest).toISOString()}, later than this.`,
      action: 'Give the instant at which it really happened, not before that, or leave it out for now.',
    },
  ];
}

/** The latest instant at which something is known to have happened to a call. */
export function lastKnown(call: Call): Instant {
  const known = [
    call.loggedAt,
    call.respondedAt,
    call.fixedAt,
    call.closedAt,
    call.arrivedAt,
    ...call.holds.flatMap(endsOf),
    ...call.restored.map(({ end }) => end),
  ];
  return instant(Math.max(...known.filter((at) => at !== null)));
}

const endsOf = (hold: Hold): (Instant | null)[] => [hold.from, hold.to];

function after(call: Call, event: CallEvent): Call {
  switch (event.kind) {
    case 'approve':
      return { ...call, status: 'open' };
    case 'estimate':
      return event.approval
        ? { ...unplaced(call), status: 'awaiting-approval', estimatedTime: event.estimatedTime }
        : { ...call, estimatedTime: event.estimatedTime };
    case 'appoint':
      return { ...replannable(call), earliest: event.earliest, latest: event.latest };
    case 'allocate':
      return { ...call, ...placed(event), status: 'allocated', pinned: event.pin };
    case 'pin':
      // A call that only the plan had placed is now told to the technician: allocated, and kept there.
      return { ...call, ...placed(event), status: started(call) ? call.status : 'allocated', pinned: true };
    case 'unpin':
      return { ...call, pinned: false };
    case 'accept':
      return { ...call, ...placed(event), status: 'accepted' };
    case 'travel':
      return { ...call, ...placed(event), status: 'travelling' };
    case 'arrive':
      return {
        ...call,
        ...placed(event),
        status: 'on-site',
        respondedAt: call.respondedAt ?? event.at,
        arrivedAt: event.at,
      };
    case 'release':
      return { ...unplaced(call), status: 'open' };
    case 'hold':
      return {
        ...call,
        status: 'on-hold',
        holds: [...call.holds, { from: event.at, to: null, reason: event.reason }],
      };
    case 'resume':
      return resumed(call, event);
    case 'follow-up':
      return {
        ...unplaced(call),
        status: event.approval ? 'awaiting-approval' : 'open',
        visitSkills: event.skills,
        estimatedTime: event.estimatedTime ?? call.estimatedTime,
        earliest: event.earliest,
        latest: event.latest,
      };
    case 'temporary-fix':
      return { ...call, temporaryFixedAt: call.temporaryFixedAt ?? event.at };
    case 'fix':
      return {
        ...call,
        status: 'fixed',
        resolution: event.resolution,
        arrivedAt: null,
        // Whoever fixed it had come, at the latest now.
        respondedAt: call.respondedAt ?? event.at,
        fixedAt: event.at,
        holds: endHold(call, event.at),
      };
    case 'close':
      return { ...call, status: 'closed', closedAt: event.at };
    case 'cancel':
      return { ...call, status: 'cancelled', pinned: false, arrivedAt: null, holds: endHold(call, event.at) };
    case 'reopen':
      return {
        ...unplaced(call),
        status: 'reopened',
        restored: restoredUntil(call, event.at),
        fixedAt: null,
        closedAt: null,
        temporaryFixedAt: null,
        visitSkills: null,
        resolution: null,
        // Its original may be fixed for good: what is reopened stands for itself.
        duplicateOf: null,
      };
    case 'excuse':
      return { ...call, excuse: event.excuse };
    case 'merge':
      return { ...replannable(call), duplicateOf: event.into, earlierReport: null };
    case 'unmerge':
      return { ...call, duplicateOf: null };
    case 'declare-emergency':
      return { ...call, emergency: event.reason };
  }
}

function resumed(call: Call, event: CallEvent & { kind: 'resume' }): Call {
  const holds = endHold(call, event.at);
  if (event.heldIn === 'awaiting-approval') return { ...call, holds, status: 'awaiting-approval' };
  if (event.onSite) return { ...call, holds, status: 'on-site' };
  return { ...unplaced(call), holds, status: 'open' };
}

/** Planned anew: whoever had it is not bound to it any more. */
const unplaced = (call: Call): Call => ({
  ...call,
  resource: null,
  plannedStart: null,
  pinned: false,
  arrivedAt: null,
});

/** As `unplaced`; whoever had been given it, or had accepted, is told otherwise. */
const replannable = (call: Call): Call => ({
  ...unplaced(call),
  status: call.status === 'allocated' || call.status === 'accepted' ? 'open' : call.status,
});

const placed = (event: Placed): Placed => ({ resource: event.resource, plannedStart: event.plannedStart });

const started = (call: Call): boolean =>
  call.status === 'accepted' || call.status === 'travelling' || call.status === 'on-site';

/** From the fix, or the closing where no fix is known, to the reopening the failure was over. */
function restoredUntil({ restored, fixedAt, closedAt }: Call, at: Instant): readonly Interval[] {
  const start = fixedAt ?? closedAt;
  return start === null || start >= at ? restored : [...restored, { start, end: at }];
}

/** A hold that ends as it begins has stopped nothing: no interval remains of it. */
const endHold = (call: Call, at: Instant): readonly Hold[] =>
  call.holds
    .map((hold) => (hold.to === null ? { ...hold, to: at } : hold))
    .filter(({ from, to }) => to === null || from < to);
