import type { Interval } from '../model/units.ts';
import { countCovered } from '../time/index.ts';
import { scaledWeight } from './ratio.ts';
import type { CoverageTimeline, JudgedZone, Yardstick } from './yardstick.ts';
import { measureZone } from './zone-availability.ts';

/** Devices that are covered alike, each with when it is in service, and its weight. */
interface ServiceGroup {
  readonly timeline: CoverageTimeline;
  readonly start: number[];
  readonly end: number[];
  readonly weight: bigint[];
}
export type ServiceGroups = readonly ServiceGroup[];

/** Devices by position, gathered by their coverage. */
export function serviceGroups(yardstick: Yardstick, devices: readonly number[]): ServiceGroups {
  const groups = new Map<CoverageTimeline, ServiceGroup>();
  for (const device of devices) {
    const timeline = yardstick.timelineOf(device);
    let group = groups.get(timeline);
    if (group === undefined) {
      group = { timeline, start: [], end: [], weight: [] };
      groups.set(timeline, group);
    }
    const { start, end } = yardstick.inService(device);
    group.start.push(start);
    group.end.push(end);
    group.weight.push(scaledWeight(yardstick.terms.reference.devices[device]!.weight));
  }
  return [...groups.values()];
}

/** Weighted milliseconds of service time in a period: the whole of which downtime is a part. */
export function serviceWeight(groups: ServiceGroups, period: Interval): bigint {
  let sum = 0n;
  for (const { timeline, start, end, weight } of groups) {
    const covered = (from: number, to: number): bigint =>
      BigInt(countCovered(timeline.timelines, timeline.index, from, to));
    let throughout = 0n;
    for (const [k, each] of weight.entries()) {
      // Most devices are in service before and after: what they are covered is worked out once.
      if (start[k]! <= period.start && end[k]! >= period.end) throughout += each;
      else sum += each * covered(Math.max(start[k]!, period.start), Math.min(end[k]!, period.end));
    }
    if (throughout > 0n) sum += throughout * covered(period.start, period.end);
  }
  return sum;
}

/** The same of a zone that is judged as one. */
export function zoneServiceWeight(yardstick: Yardstick, zone: JudgedZone, period: Interval): bigint {
  const devices = zone.devices.map((at) => ({ at, failures: [] }));
  return scaledWeight(1) * BigInt(measureZone(yardstick, devices, zone.required, period).service);
}
