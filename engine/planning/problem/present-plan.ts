import type { Allocation, Plan } from '../../model/plan.ts';
import { type Place, placeOf } from '../../order/criteria/great-circle.ts';
import { missedTargets } from './lateness.ts';
import { hasSkill } from './skill-profiles.ts';
import type { PlannableCall, PlannableResource, PresentPlace, TerritoryInput } from './territory-input.ts';

/** Calls that are looked at again for each stretch of time that has come free: the nearest. */
const MOST_NEAR = 16;

/**
 * A plan as people know it, for the planner to begin at. Calls about which something has changed since `before`, the
 * input of which the plan was made with care, are looked at again; where somebody has more time than there was (a shift,
 * a call that will not be done after all), so are calls near by that are late or have no place. Whatever follows from
 * changes by itself (somebody is absent, work overruns) the planner sees on its own.
 * @param before null: not known.
 * @param passing where that is not known, calls that were put where they are in passing since: they are looked at again,
 *   and the most urgent that are late, since there may be more time by now. null: what has a place is settled.
 */
export function presentPlan(
  input: TerritoryInput,
  plan: Pick<Plan, 'allocations'>,
  before: TerritoryInput | null,
  passing: ReadonlySet<string> | null = null,
): Required<Pick<TerritoryInput, 'present' | 'lookAgain'>> {
  const places = plan.allocations.map(({ call, resource, start }): [string, PresentPlace] => [
    call,
    { resource, start },
  ]);
  const present = new Map(places);
  // Further ahead the times of access were not looked at then.
  const limit = before === null ? input.now : before.now + before.policy.horizon;
  const known = before === null ? null : new Map(before.calls.map((call) => [call.number, call]));
  const changed = input.calls.filter((call) => {
    if (known === null) return !present.has(call.number) || passing?.has(call.number) === true;
    const was = known.get(call.number);
    return was === undefined || !hasSameFacts(was, call) || !hasSameAccess(was, call, input.now, limit);
  });
  const lookAgain = new Set(changed.map(({ number }) => number));
  if (before !== null) addHopeful(lookAgain, before, input, plan);
  else if (passing !== null)
    for (const { call } of lateOrOut(input, plan).slice(0, MOST_NEAR)) lookAgain.add(call.number);
  return { present, lookAgain };
}

/** Whether what a call's place depends on is the same. */
const hasSameFacts = (a: PlannableCall, b: PlannableCall): boolean =>
  a === b ||
  (a.class === b.class &&
    a.priority === b.priority &&
    a.respondBy === b.respondBy &&
    a.fixBy === b.fixBy &&
    a.workTime === b.workTime &&
    a.earliest === b.earliest &&
    a.latest === b.latest &&
    a.held === b.held &&
    a.latitude === b.latitude &&
    a.longitude === b.longitude &&
    a.skills.length === b.skills.length &&
    a.skills.every(({ skill, level }, k) => skill === b.skills[k]!.skill && level === b.skills[k]!.level));

/** Whether people are let in at the same times from `now` up to `limit`. */
export function hasSameAccess(
  { access: a }: PlannableCall,
  { access: b }: PlannableCall,
  now: number,
  limit: number,
): boolean {
  if (a === b) return true;
  const ahead = (windows: PlannableCall['access']) =>
    (windows ?? [{ start: now, end: limit }])
      .filter(({ start, end }) => end > now && start < limit)
      .map(({ start, end }) => `${Math.max(start, now)} ${Math.min(end, limit)}`);
  return ahead(a).join() === ahead(b).join();
}

/** Time that has come free: somebody could be at a place from an instant on. */
interface FreeTime {
  readonly resource: PlannableResource;
  readonly place: Place;
  readonly from: number;
}

/** Calls that might be met sooner, for less, or at all, in time that has come free: of each such stretch the nearest. */
function addHopeful(
  lookAgain: Set<string>,
  before: TerritoryInput,
  after: TerritoryInput,
  plan: Pick<Plan, 'allocations'>,
): void {
  const free = [...moreTime(before, after), ...freedTime(before, after, plan)];
  if (free.length === 0) return;
  const badlyOff = lateOrOut(after, plan).map(({ call, start }) => ({ call, start, place: placeOfCall(call) }));
  for (const { resource, place, from } of free) {
    const able = badlyOff.filter(
      ({ call, start }) => start > from && call.skills.every((needed) => hasSkill(resource.skills, needed)),
    );
    const near = able.map((one) => ({ number: one.call.number, distance: chordSquared(one.place, place) }));
    near.sort((a, b) => a.distance - b.distance);
    for (const { number } of near.slice(0, MOST_NEAR)) lookAgain.add(number);
  }
}

const placeOfCall = ({ latitude, longitude }: { latitude: number; longitude: number }) => placeOf(latitude, longitude);
const chordSquared = (a: Place, b: Place): number => (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2;

/** Open calls that the plan serves late, or not at all, and when they start. */
function lateOrOut({ calls }: TerritoryInput, { allocations }: Pick<Plan, 'allocations'>) {
  const byCall = new Map(allocations.map((allocation) => [allocation.call, allocation]));
  return calls.flatMap((call) => {
    if (call.held || call.duplicateOf !== null) return [];
    const allocation = byCall.get(call.number);
    if (allocation === undefined) return [{ call, start: Number.POSITIVE_INFINITY }];
    const missed = missedTargets(call, call.respondedAt, allocation);
    return missed.length > 0 ? [{ call, start: allocation.start }] : [];
  });
}

/** Those who work at a time, or have a skill, that was not there before. */
function moreTime(before: TerritoryInput, after: TerritoryInput): FreeTime[] {
  const known = new Map(before.resources.map((resource) => [resource.code, resource]));
  return after.resources.flatMap((resource) => {
    const was = known.get(resource.code);
    const times = was === undefined ? [] : timesOf(was);
    const isMoreAble = was === undefined || !resource.skills.every((own) => hasSkill(was.skills, own));
    const more = timesOf(resource).filter(
      (band) => isMoreAble || !times.some(({ start, end }) => start <= band.start && band.end <= end),
    );
    return more.slice(0, 1).map(({ start }) => ({ resource, place: placeOfCall(resource), from: start }));
  });
}

const timesOf = ({ shifts }: PlannableResource) => shifts.flatMap(({ bands }) => bands);

/** Where calls were planned for later that are not open any more. */
function freedTime(before: TerritoryInput, after: TerritoryInput, plan: Pick<Plan, 'allocations'>): FreeTime[] {
  const open = new Set(after.calls.filter(({ held }) => !held).map(({ number }) => number));
  const gone = new Map(before.calls.filter(({ number }) => !open.has(number)).map((call) => [call.number, call]));
  if (gone.size === 0) return [];
  const resources = new Map(after.resources.map((resource) => [resource.code, resource]));
  const isAhead = ({ call, start }: Allocation) => start > after.now && gone.has(call);
  return plan.allocations.filter(isAhead).flatMap(({ call, resource: code, start }) => {
    const resource = resources.get(code);
    return resource === undefined ? [] : [{ resource, place: placeOfCall(gone.get(call)!), from: start }];
  });
}
