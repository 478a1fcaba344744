import type { Policy } from '../../model/policy.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import { HOUR } from '../../model/units.ts';
import { placeOf } from '../../order/criteria/great-circle.ts';
import { type FreeEmergencies, isFreed, layEmergencies } from '../emergencies.ts';
import { mayBeCalledOut, overtimeFor } from '../shifts/extra-hours.ts';
import {
  type Door,
  doorsOf,
  fixedCallsOf,
  HOME,
  LAST_PLACE,
  layLater,
  layStarted,
  type OpenShift,
  openShift,
  type Roster,
} from './fixed-work.ts';
import { latenessPrices } from './lateness-prices.ts';
import * as P from './problem.ts';
import { skillProfiles } from './skill-profiles.ts';
import { keepsResource, type PlannableCall, presentPlace, type TerritoryInput } from './territory-input.ts';
import { secondsPerKmOf } from './travel.ts';

const NO_LIMIT = 2 ** 31 - 1;
/** Price of leaving out a call that is tied to a resource: more than anything, so that none ever is. */
const TIED_PRICE = 1e12;

/**
 * Compiles a territory for the search: codes become indices, fixed work gets its times, and emergencies the earliest
 * start that anybody can give them: to the search they are fixed, so that it can only plan around them.
 * @param free emergencies that are left to the search all the same, to price a plan that has them elsewhere.
 */
export function compileTerritory(input: TerritoryInput, free: FreeEmergencies = 'none'): P.TerritoryProblem {
  const { now, policy, calls, resources } = input;
  const indexOf = new Map(resources.map(({ code }, r) => [code, r]));
  const lastPlaces = resources.map(({ shifts }) => shifts.find(({ done }) => done !== null)?.done?.last ?? null);
  const away = lastPlaces.filter((place) => place !== null);
  const awayNode = (r: number) => calls.length + resources.length + away.indexOf(lastPlaces[r]!);
  const places = [...calls, ...resources, ...away].map(({ latitude, longitude }) => placeOf(latitude, longitude));
  const nodes = {
    scalars: scalarsOf(policy, now),
    places: Float64Array.from(places.flatMap(({ x, y, z }) => [x, y, z])),
    secondsPerKm: Float64Array.from(resources, ({ speed }) => secondsPerKmOf(policy, speed)),
  };

  const isFree = (call: PlannableCall) => isFreed(call, free) && !keepsResource(call, policy);
  const fixedCalls = fixedCallsOf(calls, indexOf, policy, isFree);
  const available = new Float64Array(resources.length);
  const worked = new Float64Array(resources.length);
  const rosters = resources.map((resource, r): Roster => {
    const shifts = resource.shifts.map((shift) => openShift(shift, resource.maxCalls, now));
    const travel = (from: number, to: number) => {
      if (from === HOME ? policy.routeStart === 'open' : to === HOME && policy.routeEnd === 'open') return 0;
      const node = (at: number) => (at === HOME ? calls.length + r : at === LAST_PLACE ? awayNode(r) : at);
      return P.legSecondsOf(nodes, r, P.kmBetween(nodes, node(from), node(to)));
    };
    // Regular time is measured before fixed work takes its own.
    const done = resource.shifts.reduce((sum, shift) => sum + (shift.done?.time ?? 0), 0);
    worked[r] = done + (resource.past?.load ?? 0);
    available[r] = regularTime(shifts) + done + (resource.past?.available ?? 0);
    const roster: Roster = { shifts, laid: [], travel };
    layStarted(calls, fixedCalls.get(r) ?? [], roster, now);
    return roster;
  });
  const reached = layEmergencies(input, rosters, free);
  const laterOf = (r: number) => (fixedCalls.get(r) ?? []).filter((call) => !reached.has(call));
  const tied = rosters.flatMap((roster, r) => layLater(calls, laterOf(r), roster, now, policy));
  const shiftsOf: readonly OpenShift[][] = rosters.map((roster) => roster.shifts);

  const shifts = shiftsOf.flat();
  const callArrays = compileCalls(input, indexOf);
  const told = compileTold(input, callArrays.kind, indexOf, shiftsOf);
  const startedTimes = new Float64Array(calls.length * 5);
  shifts.forEach((shift, s) => {
    for (const work of shift.fixed) {
      callArrays.kind[work.call] = work.kind;
      callArrays.fixedShift[work.call] = s;
      // At an emergency people are as soon as they can be, also where work has to wait for the end of a break.
      callArrays.release[work.call] = reached.has(work.call)
        ? (calls[work.call]!.earliest ?? Number.NEGATIVE_INFINITY)
        : work.start;
      callArrays.latest[work.call] = work.start;
      callArrays.work[work.call] = work.finish - work.start;
      startedTimes.set([work.travelStart, work.arrival, work.start, work.finish, work.seconds], work.call * 5);
    }
  });

  const tiedShift = new Int32Array(calls.length).fill(-1);
  const tiedStart = new Float64Array(calls.length);
  const tiedTo = new Int32Array(calls.length).fill(-1);
  const shiftIndex = new Map(shifts.map((shift, s) => [shift, s]));
  for (const { shift, work } of tied) {
    tiedShift[work.call] = shiftIndex.get(shift)!;
    tiedStart[work.call] = work.start;
    tiedTo[work.call] = indexOf.get(calls[work.call]!.resource!)!;
    callArrays.unplaced[work.call] = TIED_PRICE;
  }

  return {
    ...nodes,
    ...callArrays,
    ...compileAccess(
      calls,
      (call, c) => {
        if (callArrays.kind[c] === P.FREE) return call.access ?? null;
        return reached.has(c) && call.access !== undefined ? doorsOf(call, keepsResource(call, policy)) : null;
      },
      Math.max(...shifts.map(({ end }) => end)),
    ),
    tiedShift,
    tiedStart,
    ...told,
    startedTimes,
    ...skillProfiles(calls, resources, tiedTo),
    costPerSecond: Float64Array.from(resources, ({ hourlyCost }) => hourlyCost / 3600),
    shiftOffset: offsets(shiftsOf.map((list) => list.length)),
    available,
    worked,
    shiftResource: Int32Array.from(shiftsOf.flatMap((list, r) => list.map(() => r))),
    origin: Int32Array.from(
      shiftsOf.flatMap((list, r) =>
        list.map(({ origin }) =>
          origin === LAST_PLACE ? awayNode(r) : policy.routeStart === 'home' ? calls.length + r : -1,
        ),
      ),
    ),
    maxCalls: Int32Array.from(shifts, ({ maxCalls }) => maxCalls ?? NO_LIMIT),
    regularEnd: Float64Array.from(shifts, ({ regularEnd }) => regularEnd),
    takesUpTo: Uint8Array.from(shifts, ({ onCallUpTo }) =>
      onCallUpTo === null ? P.EVERY_CLASS : CALL_CLASSES.indexOf(onCallUpTo),
    ),
    bandOffset: offsets(shifts.map(({ bandStart }) => bandStart.length)),
    fixedOffset: offsets(shifts.map(({ fixed }) => fixed.length)),
    fixedCalls: Int32Array.from(shifts.flatMap(({ fixed }) => fixed.map(({ call }) => call))),
    bandStart: Float64Array.from(shifts.flatMap(({ bandStart }) => [...bandStart])),
    bandEnd: Float64Array.from(shifts.flatMap(({ bandEnd }) => [...bandEnd])),
  };
}

function scalarsOf(policy: Policy, now: number): Float64Array {
  const scalars = new Float64Array(P.SCALARS);
  scalars[P.NOW] = now;
  scalars[P.DETOUR] = policy.detourFactor;
  scalars[P.PER_KILOMETRE] = policy.perKilometre;
  scalars[P.OVERTIME_FACTOR] = policy.overtimeFactor;
  scalars[P.ON_CALL_FACTOR] = policy.onCallFactor;
  scalars[P.IMBALANCE_PER_HOUR] = policy.imbalancePerHour;
  scalars[P.CHURN] = policy.churn;
  scalars[P.DETOUR_FOR_ORDER] = policy.detourForOrder;
  scalars[P.ENDS_AT_HOME] = policy.routeEnd === 'home' ? 1 : 0;
  return scalars;
}

/** Whether nobody may be sent, or nobody known here was: the planner leaves such calls out. */
export const isBarred = (call: PlannableCall, policy: Policy, knows: (resource: string) => boolean): boolean =>
  call.duplicateOf !== null ||
  call.held ||
  call.status === 'awaiting-approval' ||
  (keepsResource(call, policy) && (call.resource === null || !knows(call.resource)));

function compileCalls(input: TerritoryInput, indexOf: ReadonlyMap<string, number>) {
  const { calls, policy } = input;
  const numbers = (value: (call: PlannableCall) => number) => Float64Array.from(calls, value);
  const never = Number.POSITIVE_INFINITY;
  const factor = ({ priority }: PlannableCall) => policy.priorityFactors[priority - 1] ?? 1;
  return {
    kind: Uint8Array.from(calls, (call) => (isBarred(call, policy, (code) => indexOf.has(code)) ? P.BARRED : P.FREE)),
    work: numbers(({ workTime }) => workTime),
    release: numbers(({ earliest, access }) => Math.max(earliest ?? -never, access?.[0]?.start ?? -never)),
    latest: numbers(({ latest }) => latest ?? never),
    respondBy: numbers(({ respondBy, respondedAt }) => (respondedAt === null ? (respondBy ?? never) : never)),
    fixBy: numbers(({ fixBy }) => fixBy ?? never),
    ...latenessPrices(input),
    waitPerSecond: numbers((call) => (policy.waitingPerHour[call.class] * factor(call)) / 3600),
    waitsFrom: numbers((call) => Math.max(input.now, call.earliest ?? 0)),
    unplaced: numbers((call) => Math.round(policy.prices[call.class].unplaced * factor(call))),
    scarce: numbers(({ workTime }) => Math.round((workTime / HOUR) * policy.scarceSkillPerHour)),
    given: Int32Array.from(calls, (call) =>
      call.resource !== null && call.status === 'allocated'
        ? (indexOf.get(call.resource) ?? -2)
        : (indexOf.get(input.present?.get(call.number)?.resource ?? '') ?? -1),
    ),
    fixedShift: new Int32Array(calls.length).fill(-1),
    classRank: Uint8Array.from(calls, (call) =>
      mayBeCalledOut(policy, call) ? CALL_CLASSES.indexOf(call.class) : P.NEVER_CALLED_OUT,
    ),
    urgency: Uint8Array.from(calls, (call) => CALL_CLASSES.indexOf(call.class)),
    overtimeUpTo: numbers((call) => overtimeFor(policy, call.class)),
  };
}

/** Nobody is ever let in: no work fits. */
const SHUT = [{ start: 0, end: 0 }];

/**
 * @param doorsAt when people are let in to a call, as far as that bounds it; null: at any time.
 * @param until nobody works any more.
 */
function compileAccess(
  calls: readonly PlannableCall[],
  doorsAt: (call: PlannableCall, index: number) => readonly Door[] | null,
  until: number,
) {
  const doors = calls.map((call, c) => {
    const all = doorsAt(call, c);
    if (all === null) return [];
    const ahead = all.filter(({ start }) => start < until);
    return ahead.length === 0 ? SHUT : ahead;
  });
  return {
    accessOffset: offsets(doors.map(({ length }) => length)),
    accessStart: Float64Array.from(doors.flat(), ({ start }) => start),
    accessEnd: Float64Array.from(doors.flat(), ({ end }) => end),
  };
}

/** Where people have been told that free calls are (in the shift of their resource that holds the start, else the next), and which are settled. */
function compileTold(
  input: TerritoryInput,
  kind: Uint8Array,
  indexOf: ReadonlyMap<string, number>,
  shiftsOf: readonly (readonly OpenShift[])[],
) {
  const toldShift = new Int32Array(input.calls.length).fill(-1);
  const toldStart = new Float64Array(input.calls.length).fill(-1);
  const settled = new Uint8Array(input.calls.length);
  const before = offsets(shiftsOf.map((list) => list.length));
  input.calls.forEach((call, c) => {
    const place = kind[c] === P.FREE ? presentPlace(input, call) : null;
    const isLoose = input.lookAgain === undefined ? place === null : input.lookAgain.has(call.number);
    settled[c] = isLoose ? 0 : 1;
    const r = place === null ? undefined : indexOf.get(place.resource);
    if (place === null || r === undefined) return;
    const k = shiftsOf[r]!.findIndex(({ bandEnd }) => bandEnd.length > 0 && bandEnd.at(-1)! > place.start);
    if (k < 0) return;
    toldShift[c] = before[r]! + k;
    toldStart[c] = place.start;
  });
  return { toldShift, toldStart, settled };
}

/** Milliseconds of the bands up to the regular end. Whoever is on call is not there to be loaded evenly. */
const regularTime = (shifts: readonly OpenShift[]): number =>
  shifts
    .filter(({ onCallUpTo }) => onCallUpTo === null)
    .reduce(
      (sum, { bandStart, bandEnd, regularEnd }) =>
        bandStart.reduce((inShift, start, k) => inShift + Math.max(0, Math.min(bandEnd[k]!, regularEnd) - start), sum),
      0,
    );

/** Where each of several lists, laid end to end, begins; the last entry is the whole length. */
function offsets(lengths: readonly number[]): Int32Array {
  const result = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    result[i + 1] = result[i]! + length;
  });
  return result;
}
