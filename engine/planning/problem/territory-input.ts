import type { CallStatus } from '../../model/call.ts';
import { STARTED_STATUSES } from '../../model/call.ts';
import type { CallPrices } from '../../model/call-price.ts';
import type { Policy } from '../../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import type { SkillLevel } from '../../model/skill.ts';
import type { Instant, Interval, LocalDate, Millis, Minor } from '../../model/units.ts';

/** All that the plan of one territory depends on; made by `territoryInput` (build-input.ts). */
export interface TerritoryInput {
  readonly territory: string;
  /** IANA zone of the territory, for what people read. */
  readonly timeZone: string;
  readonly now: Instant;
  readonly policy: Policy;
  /** In the order of section 9, first = most urgent. */
  readonly calls: readonly PlannableCall[];
  /** What lateness costs by payment terms; of calls that are not in it class and priority decide. */
  readonly prices?: CallPrices;
  /** Own resources and those lent to the territory. */
  readonly resources: readonly PlannableResource[];
  /** The plan as it stands, by call, beside what calls of status `allocated` tell themselves. */
  readonly present?: ReadonlyMap<string, PresentPlace>;
  /**
   * Calls about which something has changed since the present plan was made with care, or that may hope for more than
   * it gave them: they, with a place or without, are looked at again. Absent: those without a place.
   */
  readonly lookAgain?: ReadonlySet<string>;
}

/** Where the present plan has a call: what people have been told. */
export interface PresentPlace {
  readonly resource: string;
  readonly start: Instant;
}

/** An open call as the planner sees it. */
export interface PlannableCall {
  readonly number: string;
  readonly latitude: number;
  readonly longitude: number;
  /** The model's and the site's, each skill once, at the highest level asked. */
  readonly skills: readonly SkillLevel[];
  readonly workTime: Millis;
  readonly respondBy: Instant | null;
  readonly fixBy: Instant | null;
  /** Arrival: of this visit, of whoever is on site now, else the first one. null also where it lies after `now`. */
  readonly respondedAt: Instant | null;
  /** How long the visit was held since that arrival, which is no work; absent: not at all. */
  readonly heldFor?: Millis;
  readonly class: CallClass;
  /** 1 to 9. */
  readonly priority: number;
  readonly status: CallStatus;
  /** Whom the call is allocated to at present. */
  readonly resource: string | null;
  readonly pinned: boolean;
  /** Appointment: work starts in `[earliest, latest]`, both ends allowed. */
  readonly earliest: Instant | null;
  readonly latest: Instant | null;
  /** What the technician was told; a fixed call does not start before it. */
  readonly plannedStart: Instant | null;
  /** When people are let in, in order, disjoint: arrival and work lie within one of them; absent: at any time. */
  readonly access?: readonly Interval[] | undefined;
  readonly held: boolean;
  readonly duplicateOf: string | null;
}

export interface PlannableResource {
  readonly code: string;
  readonly skills: readonly SkillLevel[];
  /** Home. */
  readonly latitude: number;
  readonly longitude: number;
  /** Calls a shift at most, and for each date of one that goes on for more than a day; null: no limit. */
  readonly maxCalls: number | null;
  readonly hourlyCost: Minor;
  /** Factor on the policy's speed. */
  readonly speed: number;
  /** In order of time, not overlapping. */
  readonly shifts: readonly WorkingShift[];
  /** What it brings along from the days before for the balance of loads; absent: nothing is known. */
  readonly past?: PastLoad;
}

/** Load that a resource brings along from the days before, and the time that it had for it. */
export interface PastLoad {
  readonly load: Millis;
  readonly available: Millis;
}

/** A shift that a resource works in the territory. */
export interface WorkingShift {
  readonly date: LocalDate;
  /** Absences taken out, overtime allowed by the policy added at the end; sorted, disjoint. */
  readonly bands: readonly Interval[];
  /** Where the calendar ends the shift: later work is overtime. */
  readonly regularEnd: Instant;
  /** A turn on call: the least urgent class for which the resource is called out; null: a shift like others. */
  readonly onCallUpTo: CallClass | null;
  /** Local dates that it touches from `now` on; 1, unless its hours go on without a gap for more than a day. */
  readonly dates: number;
  /** What was finished in it before `now`; null: nothing. Only a shift that is running can have any. */
  readonly done: WorkDone | null;
}

/** Calls that a resource has finished in a shift that is still running. */
export interface WorkDone {
  /** Those of today: they count for `maxCalls`. */
  readonly calls: number;
  /** Time worked on them since the shift began. */
  readonly time: Millis;
  /** Where and when the last one ended: the rest of the route begins there. */
  readonly last: { readonly latitude: number; readonly longitude: number; readonly at: Instant };
}

/** Whether calls of a class are done in a shift: all of them, but for turns on call. */
export const takesClass = ({ onCallUpTo }: WorkingShift, callClass: CallClass): boolean =>
  onCallUpTo === null || CALL_CLASSES.indexOf(callClass) <= CALL_CLASSES.indexOf(onCallUpTo);

/** Whether a call stays where it is: started, pinned, or given to a resource while the policy forbids moving it. */
export const isFixed = (call: PlannableCall, policy: Policy): boolean =>
  !call.held &&
  call.duplicateOf === null &&
  (STARTED_STATUSES.has(call.status) ||
    (call.resource !== null && (call.pinned || (call.status === 'allocated' && !policy.mayMoveAllocated))));

/** Whether nobody else may take a fixed call. An emergency that is only given goes to anybody who is there sooner. */
export const keepsResource = (call: PlannableCall, policy: Policy): boolean =>
  isFixed(call, policy) && !(call.class === 'emergency' && call.status === 'allocated' && !call.pinned);

/** Where people have been told that a call that may move is; null: nobody has been told. */
export function presentPlace(input: TerritoryInput, call: PlannableCall): PresentPlace | null {
  const present = input.present?.get(call.number);
  if (present !== undefined) return present;
  const { status, resource, plannedStart } = call;
  return status === 'allocated' && resource !== null && plannedStart !== null
    ? { resource, start: plannedStart }
    : null;
}
