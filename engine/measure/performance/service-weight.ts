import type { Interval } from '../../model/units.ts';
import { scaledWeight } from './ratio.ts';
import type { JudgedZone, Yardstick } from './yardstick.ts';
import { measureZone } from './zone-availability.ts';

/** Devices that have the same service time in any period, one of them for all, with their weights in sum. */
export interface ServiceGroup {
  readonly device: number;
  readonly weight: bigint;
}

/** Devices by position, gathered by their service time: a large contract has few that differ. */
export function serviceGroups(yardstick: Yardstick, devices: readonly number[]): ServiceGroup[] {
  const byKey = new Map<string, { device: number; weight: bigint }>();
  for (const device of devices) {
    const key = yardstick.serviceKey(device);
    const weight = scaledWeight(yardstick.terms.reference.devices[device]!.weight);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, { device, weight });
    else group.weight += weight;
  }
  return [...byKey.values()];
}

/** Weighted milliseconds of service time in a period: the whole of which downtime is a part. */
export const serviceWeight = (yardstick: Yardstick, groups: readonly ServiceGroup[], period: Interval): bigint =>
  groups.reduce((sum, { device, weight }) => sum + weight * BigInt(yardstick.serviceTime(device, period)), 0n);

/** The same of a zone that is judged as one. */
export function zoneServiceWeight(yardstick: Yardstick, zone: JudgedZone, period: Interval): bigint {
  const devices = zone.devices.map((at) => ({ at, failures: [] }));
  return scaledWeight(1) * BigInt(measureZone(yardstick, devices, zone.required, period).service);
}
