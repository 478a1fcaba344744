import type { Call } from '../model/call.ts';
import type { Reference } from '../model/dataset.ts';
import { DAY, type Instant, type Interval, instant } from '../model/units.ts';
import { compileTerms, indexIn, isCompiledFor, regimeAt, serviceCoverage, type Terms } from '../sla/index.ts';
import {
  buildTimelines,
  countCovered,
  fromPairs,
  type Intervals,
  intersect,
  intervalsAt,
  type Timelines,
} from '../time/index.ts';

/** The reference, compiled for measuring: what calls and devices are held against. */
export interface Yardstick {
  readonly terms: Terms;
  /** It measures rightly what lies in `[from, until)`, and calls logged in it. */
  readonly from: Instant;
  readonly until: Instant;
  /** Position of a device in the reference; -1: there is none of that code. */
  deviceAt(code: string): number;
  /**
   * Service time of a device within some stretches, while it is installed and its contract in force: covered time, or all
   * time but non-service-affecting days (rule 11.3: service time and downtime are taken by one clock).
   */
  coveredWithin(device: number, stretches: Intervals, time?: ServiceClock): Intervals;
  /** Milliseconds of service time (rule 11.3) in `[start, end)`. */
  serviceTime(device: number, period: Interval, time?: ServiceClock): number;
  /** Position of the regime that rules a device at an instant; -1: none. */
  regimeAt(device: number, at: Instant): number;
  /** Timeline of a device's covered time; devices that are covered alike share one. */
  timelineOf(device: number): CoverageTimeline;
  /** The zone that a device is judged with, where it is in one with `required_available`; null: by its weight alone. */
  zoneOf(device: number): JudgedZone | null;
  /** When a device is installed and its contract in force, `[start, end)`; ±Infinity where open-ended. Empty: never. */
  inService(device: number): { readonly start: number; readonly end: number };
}

/** The clock by which service time and downtime are taken. */
export type ServiceClock = 'coverage' | 'elapsed';

/** One of some timelines. */
export interface CoverageTimeline {
  readonly timelines: Timelines;
  readonly index: number;
}

/** A zone of a contract that is up while so many of its devices are. */
export interface JudgedZone {
  readonly code: string;
  readonly required: number;
  /** Positions of its devices under that contract. */
  readonly devices: readonly number[];
}

export interface YardstickOptions {
  /** Earliest instant to be measured: the oldest `logged_at` or `occurred_at`, the beginning of the period. */
  readonly from: Instant;
  /** The latest. */
  readonly until: Instant;
  /** Calls to be measured, for the terms that they keep. */
  readonly calls: readonly Call[];
}

/** A band over midnight belongs to the day before. */
const MARGIN = 2 * DAY;

export function compileYardstick(reference: Reference, { from, until, calls }: YardstickOptions): Yardstick {
  const terms = compileTerms(reference, { from: instant(from - MARGIN), now: until, calls });
  const { rules } = terms;
  const byList = new Map<number, CoverageTimeline>();
  const byIndex = new Map<number, CoverageTimeline>();

  /** Timeline of a device's covered time; the rule's own where that rules all the time. */
  function covered(device: number): CoverageTimeline {
    // Scopes share a list of candidate rules only where they have no special days, or the same.
    const list = rules.scopeRegimes[rules.deviceScope[device]!]!;
    let found = byList.get(list);
    if (found === undefined) {
      const first = rules.listOffset[list]!;
      const only = first < rules.listOffset[list + 1]! && alwaysApplies(first);
      found = only
        ? ruled(rules.candidateCoverage[first]!)
        : { timelines: buildTimelines([serviceCoverage(terms, device)]), index: 0 };
      byList.set(list, found);
    }
    return found;
  }
  function ruled(index: number): CoverageTimeline {
    const found = byIndex.get(index) ?? { timelines: terms.timelines, index };
    byIndex.set(index, found);
    return found;
  }
  const alwaysApplies = (k: number): boolean =>
    rules.candidateFrom[k] === Number.NEGATIVE_INFINITY &&
    rules.candidateTo[k] === Number.POSITIVE_INFINITY &&
    rules.candidateHours[k]! < 0;

  const inService = (device: number) => {
    const contract = rules.deviceContract[device]!;
    return {
      start: Math.max(rules.deviceFrom[device]!, rules.contractFrom[contract]!),
      end: Math.min(rules.deviceTo[device]!, rules.contractTo[contract]!),
    };
  };
  const timeOf = (device: number, time: ServiceClock): CoverageTimeline =>
    time === 'coverage' ? covered(device) : ruled(rules.siteElapsed[rules.deviceSite[device]!]!);
  const zones = judgedZones(reference);
  return {
    terms,
    from,
    until,
    regimeAt: (device, at) => regimeAt(terms, device, at),
    zoneOf: (device) => zones[device] ?? null,
    timelineOf: covered,
    deviceAt: (code) => indexIn(terms.codes.devices, code),
    inService,
    coveredWithin(device, stretches, time = 'coverage') {
      const { start, end } = inService(device);
      const { timelines, index } = timeOf(device, time);
      return intersect(intersect(stretches, fromPairs([[start, end]])), near(intervalsAt(timelines, index), stretches));
    },
    serviceTime(device, period, time = 'coverage') {
      const { start, end } = inService(device);
      const { timelines, index } = timeOf(device, time);
      return countCovered(timelines, index, Math.max(start, period.start), Math.min(end, period.end));
    },
  };
}

/** For each device that is in one, the zone that it is judged with. */
function judgedZones({ devices, zones }: Reference): readonly (JudgedZone | undefined)[] {
  const required = new Map(zones.map((zone) => [zone.code, zone.requiredAvailable]));
  const byKey = new Map<string, JudgedZone & { readonly devices: number[] }>();
  return devices.map(({ zone, contract }, k) => {
    const needed = zone === null ? null : (required.get(zone) ?? null);
    if (zone === null || needed === null) return undefined;
    const key = `${contract}\0${zone}`;
    const judged = byKey.get(key) ?? { code: zone, required: needed, devices: [] };
    byKey.set(key, judged);
    judged.devices.push(k);
    return judged;
  });
}

/** Whether a yardstick measures a call rightly; else compile one that reaches further, with the call. */
export const canMeasure = (yardstick: Yardstick, call: Call): boolean =>
  (call.occurredAt ?? call.loggedAt) >= yardstick.from &&
  call.loggedAt >= yardstick.from &&
  Math.max(call.loggedAt, call.fixedAt ?? 0, call.closedAt ?? 0) <= yardstick.until &&
  isCompiledFor(yardstick.terms, call);

/** The part of a long timeline that can meet some stretches, without walking all of it. */
function near(timeline: Intervals, stretches: Intervals): Intervals {
  const count = stretches.start.length;
  if (count === 0) return stretches;
  const from = firstAfter(timeline.end, stretches.start[0]!);
  const to = firstAfter(timeline.start, stretches.end[count - 1]!);
  return { start: timeline.start.subarray(from, to), end: timeline.end.subarray(from, to) };
}

/** Position of the first element greater than `at`. */
function firstAfter(sorted: Float64Array, at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
