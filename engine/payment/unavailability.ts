import type { Device } from '../model/device.ts';
import type { PayMeasure } from '../model/payment-terms.ts';
import { type Interval, instant } from '../model/units.ts';
import { type DowntimeOptions, lengthOf, zoneDowntime } from '../performance/index.ts';
import { fromPairs, type Intervals, intersect, union, subtract as without } from '../time/index.ts';
import { add, decimal, type Fraction, integer, times } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import { rectifiedStretches, type Stretch } from './rectified.ts';
import type { ScopeItem } from './scope-items.ts';

/** An unavailability of one device, or of a zone that is judged as one: failures that overlap are one. */
export interface Unavailability extends Interval {
  /** Of a zone its first device. */
  readonly device: Device;
  /** In order of start. */
  readonly calls: readonly string[];
  /** The time of it that counts. */
  readonly counted: Intervals;
}

/** A stretch for which one failure counts. */
export interface FailureStretch extends Stretch {
  readonly call: string;
  /** Whether the device stayed in use. */
  readonly inUse: boolean;
}

/** Stretches of a device's failures as a measure counts them, whole, in order of time; they may overlap. */
export function failureStretches(ledger: Ledger, measure: PayMeasure, device: Device): FailureStretch[] {
  const found: FailureStretch[] = [];
  for (const failure of ledger.failuresOn(device.code)) {
    const { call } = failure;
    if (!ledger.counts(measure, call)) continue;
    const inUse = ledger.call(call).inUse === true;
    for (const stretch of rectifiedStretches(ledger, measure, failure)) found.push({ ...stretch, call, inUse });
  }
  return found.sort((a, b) => a.start - b.start || (a.call < b.call ? -1 : 1));
}

/** Unavailabilities of a device as a measure counts them, whole, in order of time. */
function deviceUnavailabilities(
  ledger: Ledger,
  measure: PayMeasure,
  device: Device,
  stretches: readonly FailureStretch[],
): Unavailability[] {
  const merged: { device: Device; start: number; end: number; calls: Set<string> }[] = [];
  for (const { start, end, call } of stretches) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) {
      last.end = Math.max(last.end, end);
      last.calls.add(call);
    } else merged.push({ device, start, end, calls: new Set([call]) });
  }
  return merged.map((each) => {
    const interval = { start: instant(each.start), end: instant(each.end) };
    const counted = countedWithin(ledger, measure, device, interval);
    return { device, ...interval, calls: [...each.calls], counted };
  });
}

/** Stretches of the failures of each device, as a measure counts them. */
export type DeviceStretches = ReadonlyMap<Device, readonly FailureStretch[]>;

export const stretchesIn = (ledger: Ledger, measure: PayMeasure, item: ScopeItem): DeviceStretches =>
  new Map(item.devices.map((device) => [device, failureStretches(ledger, measure, device)]));

/**
 * Unavailabilities in a scope, whole. A zone with `required_available` is one thing (rule 11.5): it is unavailable while
 * fewer of its devices are up than it needs, and while enough are up, a device that is down costs nothing.
 */
export function unavailabilitiesIn(
  ledger: Ledger,
  measure: PayMeasure,
  item: ScopeItem,
  stretches: DeviceStretches,
): Unavailability[] {
  const required = requiredAvailable(ledger, item);
  if (required !== null) return zoneUnavailabilities(ledger, measure, stretches, required);
  return [...stretches].flatMap(([device, own]) => deviceUnavailabilities(ledger, measure, device, own));
}

/** Number of its devices that a zone judged as one needs; null: the scope is no such zone. */
export function requiredAvailable({ measures }: Ledger, { performance }: ScopeItem): number | null {
  if (performance?.kind !== 'zone') return null;
  const { zones } = measures.yardstick.terms.reference;
  return zones.find(({ code }) => code === performance.code)?.requiredAvailable ?? null;
}

function zoneUnavailabilities(
  ledger: Ledger,
  measure: PayMeasure,
  stretches: DeviceStretches,
  required: number,
): Unavailability[] {
  const { yardstick } = ledger.measures;
  const all = [...stretches].flatMap(([, own]) => own);
  const [first] = stretches.keys();
  if (all.length === 0 || first === undefined) return [];
  const whole = fromPairs([[Math.min(...all.map(({ start }) => start)), Math.max(...all.map(({ end }) => end))]]);
  const downWith = (within: (at: number, of: Intervals) => Intervals): Intervals =>
    zoneDowntime(
      [...stretches].map(([device, own]) => {
        const at = yardstick.deviceAt(device.code);
        const down = fromPairs(own.map(({ start, end }) => [start, end]));
        return { service: within(at, whole), down: within(at, down) };
      }),
      required,
    );
  // By the calendar first: a night without coverage does not end an unavailability.
  const real = downWith((at, of) => {
    const { start, end } = yardstick.inService(at);
    return intersect(of, fromPairs([[start, end]]));
  });
  const counting = downWith((at, of) => yardstick.coveredWithin(at, of, measure.time));
  return Array.from(real.start, (start, k) => {
    const interval = { start: instant(start), end: instant(real.end[k]!) };
    const calls = all
      .filter((each) => each.start < interval.end && each.end > interval.start)
      .sort((a, b) => a.start - b.start || (a.call < b.call ? -1 : 1))
      .map(({ call }) => call);
    const counted = intersect(counting, fromPairs([[interval.start, interval.end]]));
    return { device: first, ...interval, calls: [...new Set(calls)], counted };
  });
}

/** How the time of an unavailability is counted: covered time, or all time while the device is in service. */
export function countedWithin(
  ledger: Ledger,
  measure: PayMeasure,
  device: Device,
  { start, end }: Interval,
): Intervals {
  const { yardstick } = ledger.measures;
  return yardstick.coveredWithin(yardstick.deviceAt(device.code), fromPairs([[start, end]]), measure.time);
}

/** Counted milliseconds of some intervals before an instant. */
export function countedBefore({ start, end }: Intervals, at: number): number {
  let sum = 0;
  for (let k = 0; k < start.length && start[k]! < at; k++) sum += Math.min(end[k]!, at) - start[k]!;
  return sum;
}

/** Milliseconds down of a device in a period; what is in use at the measure's factor, and where both overlap in full. */
export function downWithin(
  ledger: Ledger,
  measure: PayMeasure,
  device: Device,
  found: readonly FailureStretch[],
  period: Interval,
): Fraction {
  const inPeriod = found.filter(({ start, end }) => start < period.end && end > period.start);
  if (inPeriod.length === 0) return integer(0);
  const coveredOf = (list: readonly FailureStretch[]): Intervals =>
    list.reduce<Intervals>(
      (all, each) => union(all, countedWithin(ledger, measure, device, clipped(each, period))),
      fromPairs([]),
    );
  const full = coveredOf(inPeriod.filter(({ inUse }) => !inUse));
  const used = inPeriod.filter(({ inUse }) => inUse);
  if (used.length === 0) return integer(lengthOf(full));
  const partly = lengthOf(without(coveredOf(used), full));
  return add(integer(lengthOf(full)), times(integer(partly), decimal(measure.useFactor)));
}

export const clipped = ({ start, end }: Interval, period: Interval): Interval => ({
  start: start > period.start ? start : period.start,
  end: end < period.end ? end : period.end,
});

/** The same choice of failures, stretches and clock, for a zone that is judged as one. */
export const downtimeOptions = (ledger: Ledger, measure: PayMeasure): DowntimeOptions => ({
  counts: () => true,
  time: measure.time,
  stretches: (failure) => (ledger.counts(measure, failure.call) ? rectifiedStretches(ledger, measure, failure) : []),
});
