import type { Policy } from '../../model/policy.ts';
import type { CallClass } from '../../model/priority.ts';
import { overtimeFor } from '../shifts/extra-hours.ts';
import { earliestFit } from './bands.ts';
import { FIXED, FORCED, STARTED } from './problem.ts';
import { isFixed, type PlannableCall, type WorkingShift } from './territory-input.ts';

/** A shift while fixed work is being laid into it. */
export interface OpenShift {
  /** Its whole length in the calendar, also what lies before `now`. */
  readonly begin: number;
  readonly end: number;
  readonly regularEnd: number;
  readonly onCallUpTo: CallClass | null;
  /** Calls that may still start in it; null: no limit. */
  readonly maxCalls: number | null;
  /** Where its route begins: `HOME`, or `LAST_PLACE` where work was finished in it before `now`. */
  origin: number;
  bandStart: Float64Array;
  bandEnd: Float64Array;
  /** Fixed work, in order of time. */
  readonly fixed: LaidWork[];
}

export interface LaidWork {
  /** Index of the call. */
  readonly call: number;
  readonly kind: typeof FIXED | typeof FORCED | typeof STARTED;
  readonly travelStart: number;
  readonly arrival: number;
  readonly start: number;
  readonly finish: number;
  readonly seconds: number;
}

/** Work that keeps its resource, not its time, and a place that it could have beside all other such work. */
export interface TiedWork {
  readonly shift: OpenShift;
  readonly work: LaidWork;
}

/**
 * Whole seconds of travel between two calls; `HOME` is the resource's home, no way off where routes are open there,
 * `LAST_PLACE` the site of the last call that it finished in the running shift.
 */
export type Travel = (from: number, to: number) => number;
export const HOME = -1;
export const LAST_PLACE = -2;

/** Bands of a shift from `now` on. */
export function openShift(
  { bands, regularEnd, onCallUpTo, dates, done }: WorkingShift,
  maxCalls: number | null,
  now: number,
): OpenShift {
  const left = bands.filter(({ end }) => end > now);
  return {
    begin: bands[0]!.start,
    end: bands.at(-1)!.end,
    regularEnd,
    onCallUpTo,
    maxCalls: maxCalls === null ? null : Math.max(0, maxCalls * dates - (done?.calls ?? 0)),
    origin: done === null ? HOME : LAST_PLACE,
    bandStart: Float64Array.from(left, ({ start }) => Math.max(start, now)),
    bandEnd: Float64Array.from(left, ({ end }) => end),
    fixed: [],
  };
}

/** The shifts of one resource while work is laid into them. */
export interface Roster {
  readonly shifts: OpenShift[];
  /** All that was laid, in the order in which it was. */
  readonly laid: LaidWork[];
  readonly travel: Travel;
}

/**
 * Lays the work that a resource has started: on-site work, then the travelling one. Its times are facts, rules or no
 * rules: the shift around it has it in its route, or a shift of its own is made for it.
 */
export function layStarted(calls: readonly PlannableCall[], mine: readonly number[], roster: Roster, now: number) {
  const { shifts, laid, travel } = roster;
  const of = (call: number) => calls[call]!;
  const keep = (work: LaidWork) => {
    laid.push(work);
    host(shifts, work, travel(work.call, HOME) * 1000);
  };
  for (const call of mine.filter((each) => of(each).status === 'on-site')) {
    const start = of(call).respondedAt ?? now;
    const finish = Math.max(now, start + (of(call).heldFor ?? 0) + of(call).workTime);
    keep({ call, kind: STARTED, travelStart: start, arrival: start, start, finish, seconds: 0 });
  }
  for (const call of mine.filter((each) => of(each).status === 'travelling')) {
    const before = laid.reduce<LaidWork | null>(
      (last, w) => (last === null || w.finish > last.finish ? w : last),
      null,
    );
    const seconds = travel(before?.call ?? whereabouts(shifts), call);
    const travelStart = Math.max(now, before?.finish ?? now);
    const arrival = travelStart + seconds * 1000;
    const start = Math.max(arrival, of(call).earliest ?? arrival);
    keep({ call, kind: STARTED, travelStart, arrival, start, finish: start + of(call).workTime, seconds });
  }
}

/**
 * Lays the fixed work of a resource that has not started, behind what was laid before: calls with a planned start in its
 * order, then the others in the order of the calls. Each starts at its planned start or as soon after as the rules and
 * the work laid before it allow; where no shift has room, as soon as the resource can be there, rules or no rules.
 * Everything else is planned around this work, which no insertion delays.
 * Calls without a planned start are tied to the resource alone: where all of them have room within the rules, they are
 * given back with a place that each could have, and are planned like others.
 */
export function layLater(
  calls: readonly PlannableCall[],
  mine: readonly number[],
  { shifts, laid, travel }: Roster,
  now: number,
  policy: Policy,
): TiedWork[] {
  const tied: TiedWork[] = [];
  let isRoomy = true;
  const of = (call: number) => calls[call]!;
  const isLaid = new Set(laid.map(({ call }) => call));
  const later = mine.filter((call) => !isLaid.has(call));
  later.sort((a, b) => (of(a).plannedStart ?? Number.MAX_VALUE) - (of(b).plannedStart ?? Number.MAX_VALUE) || a - b);
  for (const call of later) {
    const release = Math.max(of(call).plannedStart ?? 0, of(call).earliest ?? 0);
    const latest = of(call).latest ?? Number.POSITIVE_INFINITY;
    const wanted = {
      call,
      work: of(call).workTime,
      overtime: overtimeFor(policy, of(call).class),
      release,
      doors: doorsOf(of(call), true),
    };
    const within = earliestPlace(shifts, { ...wanted, latest }, travel);
    const late = { ...wanted, latest: Number.POSITIVE_INFINITY };
    const place =
      within ?? earliestPlace(shifts, late, travel) ?? earliestPlace(shifts, { ...late, doors: ANY_TIME }, travel);
    if (place !== null) {
      laid.push(place.work);
      place.shift.fixed.splice(place.position, 0, place.work);
    } else {
      const work = forced(laid, call, of(call).workTime, Math.max(release, now), now, shifts, travel);
      laid.push(work);
      host(shifts, work, travel(call, HOME) * 1000);
    }
    if (of(call).plannedStart !== null) continue;
    if (within === null || within.shift.onCallUpTo !== null) isRoomy = false;
    else tied.push(within);
  }
  if (!isRoomy) return [];
  for (const { shift, work } of tied) shift.fixed.splice(shift.fixed.indexOf(work), 1);
  return tied;
}

/** A time at which people are let in. */
export interface Door {
  readonly start: number;
  readonly end: number;
}

export const ANY_TIME: readonly Door[] = [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];

/** When people are let in to a call. One that stays with somebody keeps a start that was told while nobody is, as it was agreed. */
export function doorsOf({ access, plannedStart, workTime }: PlannableCall, stays: boolean): readonly Door[] {
  if (access === undefined || plannedStart === null || !stays) return access ?? ANY_TIME;
  const isOpen = access.some(({ start, end }) => start <= plannedStart && plannedStart + workTime <= end);
  return isOpen ? access : ANY_TIME;
}

/** A call that is to be laid: start of work in `[release, latest]`, `overtime` past a shift's regular end at most. */
export interface WantedWork {
  readonly call: number;
  readonly work: number;
  readonly overtime: number;
  readonly release: number;
  readonly latest: number;
  /** When people are let in: arrival and work lie within one of them. */
  readonly doors: readonly Door[];
}

/** A place in a shift beside the work that was laid before. */
export interface LaidPlace {
  readonly shift: OpenShift;
  readonly position: number;
  readonly work: LaidWork;
}

/** Earliest start at or after `release` that breaks no rule and delays nothing laid before; null: none. */
export function earliestPlace(
  shifts: readonly OpenShift[],
  { call, work, overtime, release, latest, doors }: WantedWork,
  travel: Travel,
): LaidPlace | null {
  for (const shift of shifts) {
    if (shift.maxCalls !== null && shift.fixed.length >= shift.maxCalls) continue;
    const bands = shift.bandStart.length;
    const soonest = (time: number, length: number) => earliestFit(shift, 0, bands, time, length);
    const firstFree = shift.fixed.findLastIndex((w) => w.kind === STARTED) + 1;
    for (let position = firstFree; position <= shift.fixed.length; position++) {
      const before = shift.fixed[position - 1];
      const after = shift.fixed[position];
      const seconds = travel(before?.call ?? shift.origin, call);
      const free = before?.finish ?? Number.NEGATIVE_INFINITY;
      const times = doors
        .map(({ start: opens }) => {
          const travelStart = soonest(Math.max(free, opens - seconds * 1000), seconds * 1000);
          const arrival = travelStart + seconds * 1000;
          return { travelStart, arrival, start: soonest(Math.max(arrival, release), work) };
        })
        .find(({ start }, k) => start + work <= doors[k]!.end);
      if (times === undefined || !(times.start <= latest)) continue;
      const { travelStart, arrival, start } = times;
      const finish = start + work;
      const leg = travel(call, after?.call ?? HOME) * 1000;
      const thereAt = soonest(finish, leg) + leg;
      if (thereAt === Number.POSITIVE_INFINITY) continue;
      const close = shift.regularEnd + overtime;
      if (finish > close || !(after ? thereAt <= after.start : thereAt <= close)) continue;
      return { shift, position, work: { call, kind: FIXED, travelStart, arrival, start, finish, seconds } };
    }
  }
  return null;
}

/** As soon as the resource can be there, rules or no rules, between or after the other fixed work. */
function forced(
  laid: readonly LaidWork[],
  call: number,
  work: number,
  release: number,
  now: number,
  shifts: readonly OpenShift[],
  travel: Travel,
): LaidWork {
  const inTime = [...laid].sort((a, b) => a.start - b.start);
  const running = shifts.find(({ begin, end }) => begin <= release && release < end);
  let seconds = travel(running?.origin ?? HOME, call);
  let start = Math.max(release, now + seconds * 1000);
  for (const other of inTime) {
    const endsBefore = start + work + travel(call, other.call) * 1000 <= other.start;
    if (endsBefore) break;
    seconds = travel(other.call, call);
    start = Math.max(start, other.finish + seconds * 1000);
  }
  const travelStart = start - seconds * 1000;
  return { call, kind: FORCED, travelStart, arrival: start, start, finish: start + work, seconds };
}

/**
 * Puts work that keeps to no bands into the route of a shift, or of one of its own where it lies outside of any, and
 * takes its time out of the other shifts. Of two shifts it goes with that in which it starts; started work goes with
 * that in which it ends, as what comes next there begins at its place.
 */
function host(shifts: OpenShift[], work: LaidWork, homeward: number): void {
  const startsIn = shifts.find((s) => work.start >= s.begin && work.start < s.end);
  const endsIn = shifts.find((s) => work.finish > s.begin && work.finish <= s.end);
  let shift = work.kind === STARTED ? (endsIn ?? startsIn) : (startsIn ?? endsIn);
  if (shift === undefined) {
    const none = new Float64Array(0);
    const beyond = Number.POSITIVE_INFINITY;
    const open = {
      begin: work.start,
      end: work.finish,
      regularEnd: beyond,
      onCallUpTo: null,
      maxCalls: null,
      origin: HOME,
    };
    shift = { ...open, bandStart: none, bandEnd: none, fixed: [] };
    const at = shifts.findIndex((s) => s.begin > work.start);
    shifts.splice(at < 0 ? shifts.length : at, 0, shift);
  }
  // Of work that has started what ends last comes last, should it overlap: only then somebody is free.
  const at = shift.fixed.findIndex((w) =>
    w.kind === STARTED && work.kind === STARTED
      ? w.finish > work.finish || (w.finish === work.finish && w.start > work.start)
      : w.start > work.start,
  );
  shift.fixed.splice(at < 0 ? shift.fixed.length : at, 0, work);
  for (const other of shifts) {
    if (other === shift) continue;
    cut(other, work.travelStart, work.finish + homeward);
    // Started after whatever was finished before, and home again since.
    if (work.kind === STARTED) other.origin = HOME;
  }
}

/** Takes `[from, to)` out of a shift's bands. */
function cut(shift: OpenShift, from: number, to: number): void {
  const starts: number[] = [];
  const ends: number[] = [];
  shift.bandStart.forEach((start, k) => {
    const end = shift.bandEnd[k]!;
    if (start < Math.min(end, from)) {
      starts.push(start);
      ends.push(Math.min(end, from));
    }
    if (Math.max(start, to) < end) {
      starts.push(Math.max(start, to));
      ends.push(end);
    }
  });
  shift.bandStart = Float64Array.from(starts);
  shift.bandEnd = Float64Array.from(ends);
}

/** Where a resource is at `now` if it has started nothing: at the last place of its running shift, else at home. */
const whereabouts = (shifts: readonly OpenShift[]): number =>
  shifts.some(({ origin }) => origin === LAST_PLACE) ? LAST_PLACE : HOME;

/** Indices of the fixed calls of each resource but those that are free; calls fixed to one that is not in the territory are left out. */
export function fixedCallsOf(
  calls: readonly PlannableCall[],
  indexOf: ReadonlyMap<string, number>,
  policy: Policy,
  isFree: (call: PlannableCall) => boolean,
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  calls.forEach((call, i) => {
    const resource = call.resource === null ? undefined : indexOf.get(call.resource);
    if (resource === undefined || !isFixed(call, policy) || isFree(call)) return;
    const list = found.get(resource);
    if (list === undefined) found.set(resource, [i]);
    else list.push(i);
  });
  return found;
}
