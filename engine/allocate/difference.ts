import type { Allocation, Plan } from '../model/plan.ts';
import { type Minor, minor } from '../model/units.ts';
import { spokenLength, spokenTime } from '../time/index.ts';
import { type ChangeGroup, changeGroups } from './change-money.ts';
import { whyChanged } from './change-reasons.ts';
import {
  type BareChange,
  CHANGE_KINDS,
  type ChangeKind,
  type DifferenceFacts,
  type PlanChange,
} from './plan-change.ts';

/** What changes for people from one plan to another; each changed call is in one list. Each list in the order of call numbers. */
export interface PlanDifference {
  /** To another resource. */
  readonly moved: readonly PlanChange[];
  /** Allocated now, not before. */
  readonly added: readonly PlanChange[];
  /** Allocated before, not now: without a place, or gone. */
  readonly dropped: readonly PlanChange[];
  /** Same resource, other start of work. */
  readonly retimed: readonly PlanChange[];
  /** Same resource and start; another way there, end, or leave to move. */
  readonly adjusted: readonly PlanChange[];
  /** Without a place in either plan, and known to one of them alone. */
  readonly waiting: readonly PlanChange[];
  /** What the plan after costs as it stands, less what the one before does; minor units. */
  readonly cost: Minor;
  /** What getting to the plan after costs, once; minor units. */
  readonly changeCost: Minor;
  /** What changes together, and what that comes to; empty where the facts were not given. */
  readonly groups: readonly ChangeGroup[];
}

/**
 * The difference of two plans. `timeZone`: that in which the texts name times. `facts`: what reasons are derived from;
 * without them there are none.
 */
export function differenceOfPlans(
  before: Plan,
  after: Plan,
  timeZone: string,
  facts: DifferenceFacts | null = null,
): PlanDifference {
  const changes = changesOf(before, after, timeZone);
  const groups = facts === null ? [] : changeGroups(changes, facts);
  const why = facts === null ? () => [] : whyChanged(changes, groups, before, after, facts);
  const listed = (kind: ChangeKind): PlanChange[] =>
    changes
      .filter((change) => change.kind === kind)
      .map(({ kind: _, ...change }) => ({ ...change, why: why({ kind, ...change }) }));
  const lists = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, listed(kind)])) as Record<
    ChangeKind,
    PlanChange[]
  >;
  return { ...lists, cost: minor(after.cost.total - before.cost.total), changeCost: after.changeCost, groups };
}

/** All that differs, call by call. */
function changesOf(before: Plan, after: Plan, timeZone: string): BareChange[] {
  const at = ({ start }: Allocation): string => spokenTime(start, timeZone);
  const old = new Map(before.allocations.map((a) => [a.call, a]));
  const now = new Map(after.allocations.map((a) => [a.call, a]));
  const waited = new Set(before.unallocated.map(({ call }) => call));
  const waits = new Map(after.unallocated.map((u) => [u.call, u]));
  const changes: BareChange[] = [];
  for (const call of [...new Set([...old.keys(), ...now.keys(), ...waited, ...waits.keys()])].sort()) {
    const was = old.get(call) ?? null;
    const is = now.get(call) ?? null;
    const add = (kind: ChangeKind, text: string): void =>
      void changes.push({ kind, call, before: was, after: is, waits: waits.has(call), text });
    if (was === null && is === null) {
      if (waited.has(call) === waits.has(call)) continue;
      if (waited.has(call)) add('waiting', `${call} had no place and is not in the plan any more.`);
      else add('waiting', `${call} is new and has no place${reasonOf(waits.get(call))}`);
    } else if (was === null) {
      const who = is!.resource;
      const how = waited.has(call) ? `had no place and is with ${who} now` : `is new with ${who}`;
      add('added', `${call} ${how}, to start ${at(is!)}.`);
    } else if (is === null) {
      const why = waits.has(call)
        ? ` and has no place now${reasonOf(waits.get(call))}`
        : ' and is not in the plan any more.';
      add('dropped', `${call} was with ${was.resource} (${at(was)})${why}`);
    } else if (was.resource !== is.resource) {
      add('moved', `${call} moves from ${was.resource} (${at(was)}) to ${is.resource} (${at(is)}).`);
    } else if (was.start !== is.start) {
      const by = spokenLength(Math.abs(is.start - was.start));
      const how = is.start > was.start ? 'later' : 'earlier';
      add('retimed', `${call} stays with ${is.resource} and starts ${by} ${how}, ${at(is)} instead of ${at(was)}.`);
    } else if (differsOtherwise(was, is)) {
      add('adjusted', `${call} stays with ${is.resource} at ${at(is)}; ${otherwise(was, is, timeZone)}.`);
    }
  }
  return changes;
}

const reasonOf = (left: Plan['unallocated'][number] | undefined): string => {
  const text = left?.reasons[0]?.text;
  return text ? `: ${text}` : '.';
};

const differsOtherwise = (was: Allocation, is: Allocation): boolean =>
  was.travelStart !== is.travelStart ||
  was.arrival !== is.arrival ||
  was.finish !== is.finish ||
  was.travelSeconds !== is.travelSeconds ||
  was.fixed !== is.fixed;

function otherwise(was: Allocation, is: Allocation, timeZone: string): string {
  const parts: string[] = [];
  const at = (when: Allocation['start']): string => spokenTime(when, timeZone);
  if (was.travelStart !== is.travelStart) parts.push(`leaves ${at(is.travelStart)} instead of ${at(was.travelStart)}`);
  else if (was.arrival !== is.arrival || was.travelSeconds !== is.travelSeconds)
    parts.push(`arrives ${at(is.arrival)} instead of ${at(was.arrival)}`);
  if (was.finish !== is.finish) parts.push(`done ${at(is.finish)} instead of ${at(was.finish)}`);
  if (was.fixed !== is.fixed) parts.push(is.fixed ? 'it does not move any more' : 'it may move again');
  return parts.join(', ');
}

/** All changes, list by list. */
export const allChanges = (difference: PlanDifference): PlanChange[] =>
  CHANGE_KINDS.flatMap((kind) => difference[kind]);

/** The places of the plan before with the difference applied: those of the plan after, by call. */
export function applyDifference(before: Plan, difference: PlanDifference): Map<string, Allocation> {
  const places = new Map(before.allocations.map((allocation) => [allocation.call, allocation]));
  for (const { call, after } of allChanges(difference)) {
    if (after === null) places.delete(call);
    else places.set(call, after);
  }
  return places;
}
