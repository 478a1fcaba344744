import type { Interval } from '../model/units.ts';
import { fromPairs, type Intervals, union } from '../time/index.ts';
import { type DownStretch, downtimeWithin, lengthOf } from './downtime.ts';
import type { ServiceClock, Yardstick } from './yardstick.ts';

/** A device of a zone in a period: its service time, and the part of it in which it was down. */
export interface ZoneMember {
  readonly service: Intervals;
  readonly down: Intervals;
}

/** Service time of a zone that is judged as one: while any of its devices is in service. */
export const zoneService = (members: readonly ZoneMember[]): Intervals =>
  members.reduce<Intervals>((all, { service }) => union(all, service), fromPairs([]));

/**
 * When a zone was down that needs `required` of its devices (domain, section 11): while fewer are up. Where fewer are in
 * service than that, all of those are needed: a device that is not installed, or not covered then, is no failure.
 */
export function zoneDowntime(members: readonly ZoneMember[], required: number): Intervals {
  const down = members.filter((member) => member.down.start.length > 0);
  if (down.length === 0) return fromPairs([]);
  /** Changes of the counts of devices in service and down, at instants. */
  const changes: { readonly at: number; readonly inService: number; readonly isDown: number }[] = [];
  const note = ({ start, end }: Intervals, inService: number, isDown: number): void => {
    for (let k = 0; k < start.length; k++) {
      changes.push({ at: start[k]!, inService, isDown }, { at: end[k]!, inService: -inService, isDown: -isDown });
    }
  };
  for (const { service, down: stretches } of members) {
    note(service, 1, 0);
    note(stretches, 0, 1);
  }
  changes.sort((a, b) => a.at - b.at);
  const pairs: [number, number][] = [];
  let inService = 0;
  let isDown = 0;
  for (const [k, change] of changes.entries()) {
    inService += change.inService;
    isDown += change.isDown;
    const next = changes[k + 1]?.at ?? change.at;
    const needed = Math.min(required, inService);
    if (next > change.at && inService - isDown < needed) pairs.push([change.at, next]);
  }
  return fromPairs(pairs);
}

/** A device of a zone by its position, with its failures. */
export interface ZoneDevice {
  readonly at: number;
  readonly failures: readonly DownStretch[];
}

/** Service time of a zone in a period, milliseconds, and when it was down for want of `required` devices. */
export function measureZone(
  yardstick: Yardstick,
  devices: readonly ZoneDevice[],
  required: number,
  period: Interval,
  time: ServiceClock = 'coverage',
): { readonly service: number; readonly down: Intervals } {
  const whole = fromPairs([[period.start, period.end]]);
  const members = devices.map(({ at, failures }) => ({
    service: yardstick.coveredWithin(at, whole, time),
    down: downtimeWithin(yardstick, at, failures, period, time),
  }));
  return { service: lengthOf(zoneService(members)), down: zoneDowntime(members, required) };
}
