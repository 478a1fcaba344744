import type { Allocation, Plan, Unallocated } from '../../model/plan.ts';
import { type Minor, minor } from '../../model/units.ts';
import { spokenLength, spokenTime } from '../../time/index.ts';
import { type ChangeGroup, changeGroups } from './change-money.ts';
import { whyChanged } from './change-reasons.ts';
import { type CallChange, CHANGE_KINDS, type ChangeKind, changesBetween } from './changes-between.ts';
import type { DifferenceFacts, PlanChange } from './plan-change.ts';

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
  const changes = changesBetween(before, after).map((change) => ({ ...change, text: textOf(change, timeZone) }));
  const groups = facts === null ? [] : changeGroups(changes, facts);
  const why = facts === null ? () => [] : whyChanged(changes, groups, before, after, facts, timeZone);
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

/** What changed, a sentence. */
function textOf({ kind, call, before, after, waited, left }: CallChange, timeZone: string): string {
  const at = ({ start }: Allocation): string => spokenTime(start, timeZone);
  if (kind === 'waiting') {
    return waited
      ? `${call} had no place and is not in the plan any more.`
      : `${call} is new and has no place${reasonOf(left)}`;
  }
  if (before === null) {
    const who = after!.resource;
    return `${call} ${waited ? `had no place and is with ${who} now` : `is new with ${who}`}, to start ${at(after!)}.`;
  }
  if (after === null) {
    const why = left === null ? ' and is not in the plan any more.' : ` and has no place now${reasonOf(left)}`;
    return `${call} was with ${before.resource} (${at(before)})${why}`;
  }
  if (kind === 'moved') {
    return `${call} moves from ${before.resource} (${at(before)}) to ${after.resource} (${at(after)}).`;
  }
  if (kind === 'retimed') {
    const by = spokenLength(Math.abs(after.start - before.start));
    const how = after.start > before.start ? 'later' : 'earlier';
    return `${call} stays with ${after.resource} and starts ${by} ${how}, ${at(after)} instead of ${at(before)}.`;
  }
  return `${call} stays with ${after.resource} at ${at(after)}; ${otherwise(before, after, timeZone)}.`;
}

const reasonOf = (left: Unallocated | null): string => {
  const text = left?.reasons[0]?.text;
  return text ? `: ${text}` : '.';
};

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
