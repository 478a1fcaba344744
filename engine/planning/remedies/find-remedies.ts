import type { Call } from '../../model/call.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import type { Remedy } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';
import type { SkillLevel } from '../../model/skill.ts';
import { DAY, HOUR, type Instant, instant, type LocalDate, MINUTE, type Millis, millis } from '../../model/units.ts';
import { greatCircle } from '../../order/criteria/great-circle.ts';
import { spokenLength, spokenTime } from '../../time/index.ts';
import { finishedWork, plannableResources } from '../problem/build-input.ts';
import { isBarred } from '../problem/compile-territory.ts';
import { hasSkill } from '../problem/skill-profiles.ts';
import {
  isFixed,
  type PlannableCall,
  type PlannableResource,
  type TerritoryInput,
} from '../problem/territory-input.ts';
import { secondsFromHome } from '../rules/empty-shift.ts';
import { rotaBook } from '../shifts/rota.ts';
import { datesOfShift } from '../shifts/stretches.ts';
import { applyRemedy, longerHours } from './apply-remedy.ts';
import { type Room, roomBeside } from './room.ts';

/** Resources that are looked at for each kind of remedy: those who live nearest. */
const NEAREST = 5;
/** Minutes by which a shift is made longer at most. */
const LONGER = 240;
/** How far past the horizon is looked for room. */
const BEYOND = millis(14 * DAY);

/** What remedies are looked for in: a plan, and what it was made from. */
export interface RemedySearch {
  readonly reference: Reference;
  readonly input: TerritoryInput;
  readonly plan: Pick<Plan, 'allocations'>;
  /** As for `territoryInput`. */
  readonly finished: readonly Call[];
}

/**
 * What would give a call a place that the plan leaves out: of each kind the smallest change found among those who live
 * nearest, each tried by planning that resource with it. Empty: the call waits for something else (a hold, approval, the
 * one it is fixed to), there is room but coming so late would cost more than leaving it out, or no single change is enough.
 */
export function findRemedies(search: RemedySearch, number: string): Remedy[] {
  const { input } = search;
  const call = input.calls.find((each) => each.number === number);
  const codes = new Set(input.resources.map(({ code }) => code));
  if (call === undefined || isFixed(call, input.policy)) return [];
  if (isBarred(call, input.policy, (code) => codes.has(code))) return [];
  const lacks = (resource: Pick<PlannableResource, 'skills'>) =>
    call.skills.filter((needed) => !hasSkill(resource.skills, needed));
  const nearest = input.resources
    .map((resource) => ({ resource, seconds: secondsFromHome(input, call, resource) }))
    .sort((a, b) => a.seconds - b.seconds || (a.resource.code < b.resource.code ? -1 : 1))
    .map(({ resource }) => resource);
  const allAble = nearest.filter((resource) => lacks(resource).length === 0);
  if (allAble.some((resource) => roomBeside(input, search.plan, resource, call) !== null)) return [];
  const able = allAble.slice(0, NEAREST);
  return [
    longerShift(search, call, able),
    moreCalls(search, call, able),
    laterAppointment(search, call, able),
    otherAccess(search, call, able),
    laterDay(search, call, able),
    oneMoreSkill(
      search,
      call,
      nearest.filter((resource) => lacks(resource).length === 1).slice(0, NEAREST),
      (resource) => lacks(resource)[0]!,
    ),
    loan(search, call),
  ].filter((remedy) => remedy !== null);
}

/** The resource as the tables with a remedy have it, tried. */
function roomWith(
  { reference, input, plan, finished }: RemedySearch,
  call: PlannableCall,
  remedy: Remedy,
): Room | null {
  const open = new Set(input.calls.map((each) => each.number));
  const changed = applyRemedy(aboutOne(reference, remedy.resource), remedy, input.now);
  const work = finishedWork(reference, finished, (number) => open.has(number), input.now);
  const [made] = plannableResources(changed, input.territory, input.now, work);
  const resource = made && asWorkedSoFar(made, input);
  const at = { ...input, policy: changed.policy };
  const asked =
    remedy.kind === 'later-appointment'
      ? { ...call, latest: remedy.at }
      : remedy.kind === 'access'
        ? { ...call, access: undefined }
        : call;
  return resource === undefined ? null : roomBeside(at, plan, resource, asked);
}

/** With what was done in the running shift as the input has it, visits left on hold too. */
function asWorkedSoFar(resource: PlannableResource, { resources }: TerritoryInput): PlannableResource {
  const known = resources.find(({ code }) => code === resource.code)?.shifts ?? [];
  const shifts = resource.shifts.map((shift) => {
    const same = known.find(({ date, onCallUpTo }) => date === shift.date && onCallUpTo === shift.onCallUpTo);
    return same === undefined || same.done === null ? shift : { ...shift, done: same.done };
  });
  return { ...resource, shifts };
}

/** The rows about one resource: what is tried many times should not go through everybody's. */
function aboutOne(reference: Reference, code: string): Reference {
  const own = <R extends { readonly resource: string }>(rows: readonly R[]) =>
    rows.filter(({ resource }) => resource === code);
  const resources = reference.resources.filter((each) => each.code === code);
  return {
    ...reference,
    resources,
    calendars: reference.calendars.filter((each) => each.code === resources[0]!.calendar),
    absences: own(reference.absences),
    shiftChanges: own(reference.shiftChanges),
    breaks: own(reference.breaks),
    onCall: own(reference.onCall),
    loans: own(reference.loans),
    policy: { ...reference.policy, lent: own(reference.policy.lent) },
  };
}

/** The shift that has to go on least for the call. */
function longerShift(search: RemedySearch, call: PlannableCall, able: readonly PlannableResource[]): Remedy | null {
  const { reference, input, plan } = search;
  let best: Remedy | null = null;
  let most = LONGER;
  for (const resource of able) {
    const row = reference.resources.find(({ code }) => code === resource.code)!;
    const rota = rotaBook(aboutOne(reference, resource.code), input.now, input.policy.horizon)(row);
    for (const [k, shift] of resource.shifts.entries()) {
      const end = shift.bands.at(-1)!.end;
      const hours = rota.shifts.find(({ date }) => date === shift.date);
      // Where somebody is away at the end, or on call, a longer shift changes nothing.
      if (shift.onCallUpTo !== null || hours === undefined || end < shift.regularEnd) continue;
      const gap = Math.floor(((resource.shifts[k + 1]?.bands[0]?.start ?? end + DAY) - end) / MINUTE);
      const tried = (minutes: number): boolean => {
        const bands = shift.bands.map((band, b) =>
          b === shift.bands.length - 1 ? { ...band, end: instant(end + minutes * MINUTE) } : band,
        );
        const longer = { ...shift, bands, regularEnd: instant(shift.regularEnd + minutes * MINUTE) };
        const shifts = resource.shifts.map((each, j) => (j === k ? longer : each));
        return roomBeside(input, plan, { ...resource, shifts }, call) !== null;
      };
      let enough = Math.min(most, gap);
      if (enough < 1 || longerHours(hours, enough, rota.timeZone) === null || !tried(enough)) continue;
      let short = 0;
      while (enough - short > 1) {
        const middle = (enough + short) >> 1;
        if (tried(middle)) enough = middle;
        else short = middle;
      }
      const text = `The shift of ${resource.code} on ${dayOf(shift.bands[0]!.start, input)} longer by ${spokenLength(enough * MINUTE)}.`;
      const remedy: Remedy = { kind: 'longer-shift', resource: resource.code, on: shift.date, minutes: enough, text };
      if (roomWith(search, call, remedy) === null) continue;
      best = remedy;
      most = enough - 1;
    }
  }
  return best;
}

function moreCalls(search: RemedySearch, call: PlannableCall, able: readonly PlannableResource[]): Remedy | null {
  return (
    earliest(
      search,
      call,
      able
        .filter(({ maxCalls }) => maxCalls !== null)
        .map((resource) => ({
          kind: 'more-calls' as const,
          resource: resource.code,
          maxCalls: resource.maxCalls! + 1,
          text: `One call more a shift for ${resource.code}: ${resource.maxCalls! + 1} instead of ${resource.maxCalls}.`,
        })),
    )?.remedy ?? null
  );
}

function laterAppointment(
  search: RemedySearch,
  call: PlannableCall,
  able: readonly PlannableResource[],
): Remedy | null {
  if (call.latest === null) return null;
  const { input } = search;
  const best = soonest(search, { ...call, latest: null }, able);
  if (best === null) return null;
  const text = `Another appointment: ${best.resource} can start at ${spokenTime(best.start, input.timeZone)}.`;
  return { kind: 'later-appointment', resource: best.resource, at: best.start, text };
}

/** Who could start a call first, and when; null: nobody has room for it. */
function soonest(
  { input, plan }: RemedySearch,
  call: PlannableCall,
  able: readonly PlannableResource[],
): { readonly resource: string; readonly start: Instant } | null {
  let best: { resource: string; start: Instant } | null = null;
  for (const resource of able) {
    const room = roomBeside(input, plan, resource, call);
    if (room !== null && (best === null || room.start < best.start))
      best = { resource: resource.code, start: room.start };
  }
  return best;
}

/** Somebody lets people in at another time than usual. */
function otherAccess(search: RemedySearch, call: PlannableCall, able: readonly PlannableResource[]): Remedy | null {
  if (call.access === undefined) return null;
  const { input } = search;
  const best = soonest(search, { ...call, access: undefined }, able);
  if (best === null) return null;
  const text = `Access agreed with the site: ${best.resource} can start at ${spokenTime(best.start, input.timeZone)}.`;
  return { kind: 'access', resource: best.resource, at: best.start, text };
}

/** A shift past the planning horizon; an appointment that is over by then is another matter. */
function laterDay(search: RemedySearch, call: PlannableCall, able: readonly PlannableResource[]): Remedy | null {
  const { input } = search;
  const { horizon } = input.policy;
  const far = earliest(
    search,
    call,
    able.map((resource) => laterDayOf(resource.code, '' as LocalDate, millis(horizon + BEYOND), '')),
  );
  if (far === null) return null;
  const { remedy, room } = far;
  // As far ahead as that shift takes, in whole hours.
  const needed = millis(Math.ceil((room.start - input.now + 1) / HOUR) * HOUR);
  const text = `${dayOf(room.start, input)}, when ${remedy.resource} has room: plan ${spokenLength(needed)} ahead instead of ${spokenLength(horizon)}.`;
  const exact = laterDayOf(remedy.resource, room.date, needed, text);
  return roomWith(search, call, exact) === null ? null : exact;
}

const laterDayOf = (resource: string, on: LocalDate, horizon: Millis, text: string): Remedy => ({
  kind: 'later-day',
  resource,
  on,
  horizon,
  text,
});

function oneMoreSkill(
  search: RemedySearch,
  call: PlannableCall,
  nearest: readonly PlannableResource[],
  lacking: (resource: PlannableResource) => SkillLevel,
): Remedy | null {
  return (
    earliest(
      search,
      call,
      nearest.map((resource) => {
        const skill = lacking(resource);
        const text = `${resource.code} with ${skill.skill} level ${skill.level}.`;
        return { kind: 'skill' as const, resource: resource.code, skill, text };
      }),
    )?.remedy ?? null
  );
}

/** Somebody of another territory, for the first shift that has not begun and in which there is room. */
function loan(search: RemedySearch, call: PlannableCall): Remedy | null {
  const { reference, input } = search;
  const here = new Set(input.resources.map(({ code }) => code));
  const able = reference.resources
    .filter((each) => !here.has(each.code) && each.territory !== input.territory)
    .filter(({ skills }) => call.skills.every((needed) => hasSkill(skills, needed)))
    .map((resource) => ({ resource, apart: greatCircle(resource, call) }))
    .sort((a, b) => a.apart - b.apart || (a.resource.code < b.resource.code ? -1 : 1))
    .slice(0, NEAREST);
  return (
    earliest(
      search,
      call,
      able.flatMap(({ resource }) => loansOf(search, call, resource)),
    )?.remedy ?? null
  );
}

function loansOf({ reference, input }: RemedySearch, call: PlannableCall, resource: Resource): Remedy[] {
  const rota = rotaBook(aboutOne(reference, resource.code), input.now, input.policy.horizon)(resource);
  const lent = new Set(rota.lent.map(({ on }) => on));
  return (
    rota.shifts
      .flatMap((shift) => datesOfShift(shift, rota.timeZone))
      // Nobody is taken out of a shift that has begun but for an emergency.
      .filter(({ date, start, end }) => (call.class === 'emergency' ? end : start) > input.now && !lent.has(date))
      .map(({ date, start }) => ({
        kind: 'loan',
        resource: resource.code,
        from: resource.territory,
        territory: input.territory,
        on: date,
        text: `${resource.code} lent from ${resource.territory} on ${dayOf(instant(start), input)}.`,
      }))
  );
}

/** Of several remedies the one with which the call starts first; null: none is enough. */
function earliest(
  search: RemedySearch,
  call: PlannableCall,
  remedies: readonly Remedy[],
): { readonly remedy: Remedy; readonly room: Room } | null {
  let best: { remedy: Remedy; room: Room } | null = null;
  for (const remedy of remedies) {
    const room = roomWith(search, call, remedy);
    if (room !== null && (best === null || room.start < best.room.start)) best = { remedy, room };
  }
  return best;
}

/** `Mon 5 Jan`. */
const dayOf = (at: Instant, { timeZone }: TerritoryInput): string => spokenTime(at, timeZone).slice(0, -6);
