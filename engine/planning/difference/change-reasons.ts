import type { Call } from '../../model/call.ts';
import { STARTED_STATUSES } from '../../model/call.ts';
import type { Allocation, Plan, Reason } from '../../model/plan.ts';
import type { Instant } from '../../model/units.ts';
import { spokenLength, spokenTime } from '../../time/index.ts';
import { hasSameAccess } from '../problem/present-plan.ts';
import type { PlannableCall, TerritoryInput } from '../problem/territory-input.ts';
import type { ChangeGroup } from './change-money.ts';
import type { BareChange, DifferenceFacts } from './plan-change.ts';

/**
 * Why each call changed, from facts alone: what happened to the call, to its person, to others on the route; then what
 * the change saves or costs, with the others that hang together with it. The most telling first.
 */
export function whyChanged(
  changes: readonly BareChange[],
  groups: readonly ChangeGroup[],
  before: Plan,
  after: Plan,
  facts: DifferenceFacts,
  /** That in which the reasons name times. */
  timeZone: string,
): (change: BareChange) => Reason[] {
  const { input, former } = facts;
  const callsNow = new Map(input.calls.map((call) => [call.number, call]));
  const callsThen = new Map((former?.calls ?? []).map((call) => [call.number, call]));
  const routes = { before: routesOf(before), after: routesOf(after) };
  const changed = new Set(changes.map(({ call }) => call));
  const groupOf = new Map(groups.flatMap((group) => group.calls.map((call) => [call, group])));
  const at = (when: Instant): string => spokenTime(when, timeZone);

  const money = ({ call }: BareChange): Reason[] => {
    const group = groupOf.get(call);
    if (group === undefined || group.text === '') return [];
    const others = group.calls.length - 1;
    const together = others === 0 ? '' : `Together with ${others} other ${others === 1 ? 'change' : 'changes'} it `;
    const text = others === 0 ? `It ${group.text}.` : `${together}${group.text}.`;
    return [group.cost.total < 0 ? { code: 'change-saves', text } : { code: 'change-costs', text }];
  };
  return (change) => {
    const now = callsNow.get(change.call) ?? null;
    const then = callsThen.get(change.call) ?? null;
    const record = facts.callOf(change.call);
    const reasons: Reason[] = [];
    if (now === null) return [whyGone(record, at)];
    if (then === null && record !== null && record.loggedAt > facts.since && change.before === null) {
      reasons.push({ code: 'call-logged', text: `${change.call} was logged ${at(record.loggedAt)}.` });
    }
    reasons.push(...byHand(change, now), ...whatChanged(then, now, facts, at));
    if (change.before !== null && change.kind !== 'adjusted') reasons.push(...personOf(change.before, now, facts, at));
    if (change.before === null && change.after !== null)
      reasons.push(...roomFor(change.after, facts, routes.before, routes.after, at));
    if (change.before !== null && change.kind !== 'retimed' && change.kind !== 'adjusted')
      reasons.push(...roomTaken(change.before, routes.before, routes.after));
    if (change.before !== null && change.after !== null && change.before.resource === change.after.resource)
      reasons.push(...onRoute(change.before, change.after, routes.before, routes.after, changed, input.now, at));
    return [...reasons, ...money(change)];
  };
}

/** Why a call is not among the open ones any more. */
function whyGone(record: Call | null, at: (when: Instant) => string): Reason {
  if (record?.status === 'cancelled') return { code: 'call-ended', text: `${record.number} was cancelled.` };
  const end = record?.fixedAt ?? record?.closedAt ?? null;
  if (end === null) return { code: 'call-ended', text: 'The call is not open any more.' };
  return {
    code: 'call-ended',
    text: `${record!.number} was ${record!.fixedAt === null ? 'closed' : 'fixed'} ${at(end)}.`,
  };
}

/** Given to somebody by a person, or begun. */
function byHand({ call, before, after }: BareChange, now: PlannableCall): Reason[] {
  if (
    after === null ||
    now.resource !== after.resource ||
    (before?.fixed === true && before.resource === after.resource)
  )
    return [];
  const who = after.resource;
  if (STARTED_STATUSES.has(now.status)) {
    return [{ code: 'work-begun', resource: who, text: `${who} has begun with ${call} (${now.status}).` }];
  }
  return now.pinned ? [{ code: 'given-by-hand', resource: who, text: `${call} was given to ${who} by hand.` }] : [];
}

/** What of a call is other than it was, as far as its place depends on it. */
function whatChanged(
  then: PlannableCall | null,
  now: PlannableCall,
  { input, former }: DifferenceFacts,
  at: (when: Instant) => string,
): Reason[] {
  if (now.held) return [{ code: 'on-hold', text: `${now.number} is on hold.` }];
  if (now.status === 'awaiting-approval')
    return [{ code: 'awaiting-approval', text: `${now.number} awaits approval.` }];
  if (now.duplicateOf !== null)
    return [{ code: 'duplicate', text: `${now.number} reports the same failure as ${now.duplicateOf}.` }];
  if (then === null) return [];
  const parts: string[] = [];
  if (then.held) parts.push('is not on hold any more');
  if (then.status === 'awaiting-approval') parts.push('was approved');
  if (then.duplicateOf !== null) parts.push('stands for itself now');
  if (then.pinned && !now.pinned) parts.push('is not pinned any more');
  if (then.class !== now.class) parts.push(`is ${now.class} now (was ${then.class})`);
  if (then.priority !== now.priority) parts.push(`has priority ${now.priority} now (had ${then.priority})`);
  if (then.earliest !== now.earliest || then.latest !== now.latest) {
    const from = now.earliest === null ? '' : ` from ${at(now.earliest)}`;
    const to = now.latest === null ? '' : ` to ${at(now.latest)}`;
    parts.push(from + to === '' ? 'has no appointment any more' : `has an appointment${from}${to} now`);
  }
  if (!hasSameAccess(then, now, input.now, (former ?? input).now + input.policy.horizon))
    parts.push('is accessible at other times now');
  if (then.workTime !== now.workTime) {
    parts.push(`takes ${spokenLength(now.workTime)} now (took ${spokenLength(then.workTime)})`);
  }
  if (then.respondedAt === null && then.respondBy !== now.respondBy && now.respondBy !== null)
    parts.push(`is to be reached by ${at(now.respondBy)} now`);
  if (then.fixBy !== now.fixBy && now.fixBy !== null) parts.push(`is to be fixed by ${at(now.fixBy)} now`);
  if (JSON.stringify(then.skills) !== JSON.stringify(now.skills)) parts.push('needs other skills now');
  return parts.length === 0 ? [] : [{ code: 'call-changed', text: `${now.number} ${parts.join(', ')}.` }];
}

/** What became of whoever had the call. */
function personOf(
  before: Allocation,
  call: PlannableCall,
  { input, former, absences }: DifferenceFacts,
  at: (when: Instant) => string,
): Reason[] {
  const who = before.resource;
  const person = input.resources.find(({ code }) => code === who);
  if (person === undefined) {
    return [{ code: 'person-gone', resource: who, text: `${who} does not work in ${input.territory} any more.` }];
  }
  const lacks = call.skills.filter(
    (need) => !person.skills.some((s) => s.skill === need.skill && s.level >= need.level),
  );
  if (lacks.length > 0) {
    const what = lacks.map(({ skill, level }) => `${skill} level ${level}`).join(', ');
    return [{ code: 'skill-missing', resource: who, text: `${who} lacks ${what}.` }];
  }
  if (before.start <= input.now || works(input, before)) return [];
  const away = absences.find(({ resource, from, to }) => resource === who && from < before.finish && to > before.start);
  if (away !== undefined) {
    const reason = away.reason === null ? '' : ` (${away.reason})`;
    const text = `${who} is absent from ${at(away.from)} to ${at(away.to)}${reason}.`;
    return [{ code: 'person-away', resource: who, text }];
  }
  if (former !== null && !works(former, before)) return [];
  return [{ code: 'person-away', resource: who, text: `${who} does not work ${at(before.start)} any more.` }];
}

/** Whether an allocation's work lies in one stretch of its resource's shifts. */
const works = ({ resources }: TerritoryInput, { resource, start, finish }: Allocation): boolean =>
  resources
    .find(({ code }) => code === resource)
    ?.shifts.some(({ bands }) => bands.some((band) => band.start <= start && finish <= band.end)) ?? false;

type Routes = ReadonlyMap<string, readonly Allocation[]>;
const routesOf = ({ allocations }: Plan): Routes =>
  new Map(
    [...Map.groupBy(allocations, ({ resource }) => resource)].map(([resource, stops]) => [
      resource,
      stops.toSorted((a, b) => a.start - b.start || (a.call < b.call ? -1 : 1)),
    ]),
  );

const overlaps = (a: Allocation, b: Allocation): boolean => a.travelStart < b.finish && b.travelStart < a.finish;
const at_ = (routes: Routes, resource: string): readonly Allocation[] => routes.get(resource) ?? [];
const has = (stops: readonly Allocation[], call: string): boolean => stops.some((stop) => stop.call === call);
const list = (calls: readonly string[]): string =>
  calls.length > 3 ? `${calls.slice(0, 3).join(', ')} and ${calls.length - 3} more` : calls.join(' and ');

/** Who is with the person now at the time that the call had. */
function roomTaken(before: Allocation, then: Routes, now: Routes): Reason[] {
  const had = at_(then, before.resource);
  const takers = at_(now, before.resource).filter((stop) => overlaps(stop, before) && !has(had, stop.call));
  if (takers.length === 0) return [];
  const calls = list(takers.map(({ call }) => call));
  const text = `${before.resource} goes to ${calls} at that time now.`;
  return [{ code: 'room-taken', resource: before.resource, text }];
}

/** Why there is room for a call that had none. */
function roomFor(
  after: Allocation,
  { former }: DifferenceFacts,
  then: Routes,
  now: Routes,
  at: (when: Instant) => string,
): Reason[] {
  const who = after.resource;
  if (former?.calls.some(({ number }) => number === after.call)) {
    const left = at_(then, who).filter((stop) => overlaps(stop, after) && !has(at_(now, who), stop.call));
    if (left.length > 0) {
      const text = `${who} does not go to ${list(left.map(({ call }) => call))} at that time any more.`;
      return [{ code: 'room-freed', resource: who, text }];
    }
    if (!works(former, after)) {
      return [
        { code: 'room-freed', resource: who, text: `${who} works ${at(after.start)}, which was not known before.` },
      ];
    }
  }
  return [];
}

/** Why somebody comes at another time: the time has passed, or what comes before on the route is other. */
function onRoute(
  before: Allocation,
  after: Allocation,
  then: Routes,
  now: Routes,
  changed: ReadonlySet<string>,
  moment: Instant,
  at: (when: Instant) => string,
): Reason[] {
  const who = after.resource;
  const previous = (routes: Routes, stop: Allocation): Allocation | undefined => {
    const stops = at_(routes, who);
    return stops[stops.findIndex(({ call }) => call === stop.call) - 1];
  };
  const [was, is] = [previous(then, before), previous(now, after)];
  if (is !== undefined && is.call !== was?.call) {
    return [{ code: 'route-changed', resource: who, text: `${who} comes from ${is.call} now.` }];
  }
  if (is !== undefined && changed.has(is.call) && is.finish !== was?.finish) {
    return [{ code: 'route-changed', resource: who, text: `${who} is done with ${is.call} ${at(is.finish)} now.` }];
  }
  if (before.travelStart < moment && after.start > before.start) {
    return [{ code: 'time-passed', resource: who, text: `${who} did not leave at ${at(before.travelStart)}.` }];
  }
  if (is === undefined && was !== undefined) {
    return [{ code: 'route-changed', resource: who, text: `${who} does not come from ${was.call} any more.` }];
  }
  return [];
}
