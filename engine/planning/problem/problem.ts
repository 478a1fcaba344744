import { greatCircleKm } from '../../order/criteria/great-circle.ts';
import { travelSecondsOf } from './travel.ts';

/** What a call is to the planner (`TerritoryProblem.kind`). */
export const FREE = 0; // the planner chooses its place
export const FIXED = 1; // keeps its resource and its start, within the rules
export const FORCED = 2; // keeps its resource and its start, which break a hard rule
export const STARTED = 3; // on site or travelling: its times are facts
export const BARRED = 4; // nobody may be sent: duplicate, on hold, awaiting approval, or fixed to nobody known here

/** What a resource is to a profile (`TerritoryProblem.suits`). */
export const UNSUITED = 0;
export const SUITED = 1;
export const WASTED = 2;

/** Indices into `TerritoryProblem.scalars`. */
export const NOW = 0;
export const DETOUR = 1;
export const PER_KILOMETRE = 2;
export const OVERTIME_FACTOR = 3;
export const IMBALANCE_PER_HOUR = 4;
export const CHURN = 5;
/** 1: routes end at home; 0: anywhere. Where they begin: see `TerritoryProblem.origin`. */
export const ENDS_AT_HOME = 6;
/** Price of an hour worked on call, as share of the hourly cost. */
export const ON_CALL_FACTOR = 7;
/** How much dearer a plan may be for a call to go before one of a lower class. */
export const DETOUR_FOR_ORDER = 8;
export const SCALARS = 9;

/** Ranks of classes (`TerritoryProblem.classRank`, `takesUpTo`) beside those of `CALL_CLASSES`. */
export const NEVER_CALLED_OUT = 254;
export const EVERY_CLASS = 255;

/**
 * One territory compiled for the search: typed arrays alone, so that it can lie in memory shared by threads. Calls,
 * resources, shifts and bands are indices: calls in the order of section 9, resources as in the input, the shifts of
 * resource `r` are `shiftOffset[r]` to `shiftOffset[r + 1] - 1` in order of time, the bands of shift `s` likewise.
 * Instants and lengths of time are milliseconds, money is minor units, travel is whole seconds.
 */
export interface TerritoryProblem {
  readonly scalars: Float64Array;

  /**
   * Places on the unit sphere, "nodes": those of the calls, then the homes of the resources, then where resources that
   * have finished work in a running shift were last. Three coordinates a node.
   */
  readonly places: Float64Array;

  // A call each.
  readonly kind: Uint8Array;
  readonly work: Float64Array;
  /** Start of work in `[release, latest]`: the appointment, or the start of fixed work; infinite: open. */
  readonly release: Float64Array;
  readonly latest: Float64Array;
  /** +Infinity: no deadline, or responded already. */
  readonly respondBy: Float64Array;
  readonly fixBy: Float64Array;
  readonly respondStep: Float64Array;
  readonly respondPerSecond: Float64Array;
  readonly fixStep: Float64Array;
  readonly fixPerSecond: Float64Array;
  /** What waiting costs a second, and since when; 0: nothing. */
  readonly waitPerSecond: Float64Array;
  readonly waitsFrom: Float64Array;
  readonly unplaced: Float64Array;
  /** Price of having it done by somebody scarce whom it doesn't need. */
  readonly scarce: Float64Array;
  /** Resource that it was allocated to and may leave at the price of churn; -1: none; -2: one that is not here. */
  readonly given: Int32Array;
  /** Shift and start that people have been told, for calls that may move; -1: none. */
  readonly toldShift: Int32Array;
  readonly toldStart: Float64Array;
  /** 1: it was planned, or left out, with care; 0: to be looked at again. */
  readonly settled: Uint8Array;
  /** Index of what it needs: see `capable`. */
  readonly profile: Int32Array;
  /** Shift in whose route fixed work lies; -1: none. */
  readonly fixedShift: Int32Array;
  /** Shift and start that a free call tied to one resource could have beside all others tied to it; -1: not tied. */
  readonly tiedShift: Int32Array;
  readonly tiedStart: Float64Array;
  /** Index of its class in `CALL_CLASSES`; `NEVER_CALLED_OUT`: its work is too long for those on call. */
  readonly classRank: Uint8Array;
  /** Index of its class in `CALL_CLASSES`. */
  readonly urgency: Uint8Array;
  /** Milliseconds past a shift's regular end by which its work, and the way home from it, may end. */
  readonly overtimeUpTo: Float64Array;
  /** Times of started work: travel start, arrival, start, finish, seconds of travel. */
  readonly startedTimes: Float64Array;

  /** Times at which people are let in: see `Doors` (access/fit.ts). Of fixed work, emergencies aside, none are here: it starts when it starts. */
  readonly accessOffset: Int32Array;
  readonly accessStart: Float64Array;
  readonly accessEnd: Float64Array;

  // A profile (distinct list of skills at levels) each: the resources that have them all, ascending.
  readonly profileOffset: Int32Array;
  readonly capable: Int32Array;
  /** Beside `capable`: 1 where the resource has a scarce skill and the profile needs none of its scarce skills. */
  readonly wasted: Uint8Array;
  /** Row of a profile, a resource each: `UNSUITED`, `SUITED`, or `WASTED` (suited, and its scarce skills idle). */
  readonly suits: Uint8Array;

  // A resource each.
  readonly secondsPerKm: Float64Array;
  readonly costPerSecond: Float64Array;
  readonly shiftOffset: Int32Array;
  /** Regular working time from `now` on, what was worked in the running shift before, and the time of the days before, milliseconds. */
  readonly available: Float64Array;
  /** Time worked on calls finished in the running shift, and the load of the days before, milliseconds. */
  readonly worked: Float64Array;

  // A shift each.
  readonly shiftResource: Int32Array;
  /** Node where its route begins: home, or the place of the last call finished in it; -1: anywhere. */
  readonly origin: Int32Array;
  /** Calls that may start in it from `now` on; 2^31 - 1: no limit. */
  readonly maxCalls: Int32Array;
  readonly regularEnd: Float64Array;
  /** Least urgent class done in it, as `classRank`: a turn on call leaves the others to the shifts, which take `EVERY_CLASS`. */
  readonly takesUpTo: Uint8Array;
  readonly bandOffset: Int32Array;
  /** Fixed work in it, in order of time: `fixedOffset[s]` to `fixedOffset[s + 1] - 1` of `fixedCalls`. */
  readonly fixedOffset: Int32Array;
  readonly fixedCalls: Int32Array;

  // A band each: from `now` on, without what irregular fixed work takes.
  readonly bandStart: Float64Array;
  readonly bandEnd: Float64Array;
}

export const callCount = (p: TerritoryProblem): number => p.kind.length;
export const resourceCount = (p: TerritoryProblem): number => p.available.length;
export const shiftCount = (p: TerritoryProblem): number => p.shiftResource.length;

/** Fixed work of a shift, in order of time. */
export const fixedCallsIn = (p: TerritoryProblem, shift: number): Int32Array =>
  p.fixedCalls.subarray(p.fixedOffset[shift]!, p.fixedOffset[shift + 1]!);

/** Node of a resource's home in `x`, `y`, `z`. */
export const homeNode = (p: TerritoryProblem, resource: number): number => p.kind.length + resource;

/** Kilometres by road between two nodes. */
export function kmBetween(p: Pick<TerritoryProblem, 'places' | 'scalars'>, a: number, b: number): number {
  return greatCircleKm(chordSquared(p, a, b)) * p.scalars[DETOUR]!;
}

/** Square of the straight distance of two nodes on the unit sphere: orders places as their distance does. */
export function chordSquared({ places }: Pick<TerritoryProblem, 'places'>, a: number, b: number): number {
  const i = a * 3;
  const j = b * 3;
  const dx = places[i]! - places[j]!;
  const dy = places[i + 1]! - places[j + 1]!;
  const dz = places[i + 2]! - places[j + 2]!;
  return dx * dx + dy * dy + dz * dz;
}

/** Whether a resource suits a call: see `TerritoryProblem.suits`. */
export const suitOf = (p: TerritoryProblem, call: number, resource: number): number =>
  p.suits[p.profile[call]! * p.available.length + resource]!;

/** Whole seconds that a resource travels so many kilometres. */
export const legSecondsOf = (p: Pick<TerritoryProblem, 'secondsPerKm'>, resource: number, km: number): number =>
  travelSecondsOf(km, p.secondsPerKm[resource]!);

/** When work on a call has to end in a shift at the latest, and the way home from it. */
export const closeFor = (p: TerritoryProblem, shift: number, call: number): number =>
  p.regularEnd[shift]! + p.overtimeUpTo[call]!;

/** Kilometres from where a shift's route begins to its first call: none where it begins anywhere. */
export const kmFromOrigin = (p: TerritoryProblem, shift: number, call: number): number =>
  p.origin[shift]! < 0 ? 0 : kmBetween(p, p.origin[shift]!, call);

/** Whether the resource of a shift has finished work in it, and so is away from home. */
export const isAway = (p: TerritoryProblem, shift: number): boolean =>
  p.origin[shift]! >= p.kind.length + p.available.length;

/** Price of a leg: the resource's time and the kilometres, rounded to the minor unit leg by leg. */
export const legCostOf = (p: TerritoryProblem, resource: number, km: number, seconds: number): number =>
  Math.round(seconds * p.costPerSecond[resource]! + km * p.scalars[PER_KILOMETRE]!);
