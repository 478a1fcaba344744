import type { Device } from '../../model/device.ts';
import type { PayMeasure } from '../../model/payment-terms.ts';
import { type Interval, instant } from '../../model/units.ts';
import { fromPairs, type Intervals, union, subtract as without } from '../../time/index.ts';
import { type DowntimeOptions, lengthOf } from '../performance/index.ts';
import { add, decimal, type Fraction, integer, times } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import { rectifiedStretches, type Stretch } from './rectified.ts';

/** An unavailability of one device: failures that overlap are one. */
export interface Unavailability extends Interval {
  readonly device: Device;
  /** In order of start. */
  readonly calls: readonly string[];
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
export function unavailabilities(device: Device, stretches: readonly FailureStretch[]): Unavailability[] {
  const merged: { device: Device; start: number; end: number; calls: Set<string> }[] = [];
  for (const { start, end, call } of stretches) {
    const last = merged.at(-1);
    if (last !== undefined && start < last.end) {
      last.end = Math.max(last.end, end);
      last.calls.add(call);
    } else merged.push({ device, start, end, calls: new Set([call]) });
  }
  return merged.map((each) => ({
    ...each,
    start: instant(each.start),
    end: instant(each.end),
    calls: [...each.calls],
  }));
}

/** How the time of an unavailability is counted: covered time, or all time while the device is in service. */
export function countedWithin(
  ledger: Ledger,
  measure: PayMeasure,
  device: Device,
  { start, end }: Interval,
): Intervals {
  const { yardstick } = ledger.measures;
  const at = yardstick.deviceAt(device.code);
  const stretch = fromPairs([[start, end]]);
  if (measure.time === 'coverage') return yardstick.coveredWithin(at, stretch);
  const service = yardstick.inService(at);
  return fromPairs([[Math.max(start, service.start), Math.min(end, service.end)]]);
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

/** The same choice of failures and stretches, for a zone that is judged as one. */
export const downtimeOptions = (ledger: Ledger, measure: PayMeasure): DowntimeOptions => ({
  counts: () => true,
  stretches: (failure) => (ledger.counts(measure, failure.call) ? rectifiedStretches(ledger, measure, failure) : []),
});
