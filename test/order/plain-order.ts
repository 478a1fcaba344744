import { DateTime, Interval } from 'luxon';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import type { Device } from '../../engine/model/device.ts';
import type { Instant } from '../../engine/model/units.ts';

/**
 * Domain sections 5 to 9 in their plainest form, for small datasets: objects, Luxon, everything looked up anew for each
 * call. Shares no code with the engine. Knows the two calendars of the test world, rules without time frames, and
 * special days that are non-service-affecting.
 */
export function plainOrder(world: Reference, calls: readonly Call[], now: Instant): string[] {
  const find = <T extends { code: string }>(table: readonly T[], code: string): T =>
    table.find((row) => row.code === code)!;
  const deviceOf = (call: Call) => find(world.devices, call.device);
  const ended = (call: Call, at: number) =>
    call.status === 'cancelled' || (call.fixedAt !== null && call.fixedAt <= at);

  function original(call: Call): Call {
    const seen = [call];
    for (let next = call; next.duplicateOf !== null; ) {
      const found = calls.find(({ number }) => number === next.duplicateOf);
      if (found === undefined || seen.includes(found)) return call;
      seen.push(found);
      next = found;
    }
    return seen.at(-1)!;
  }

  function stretches(site: string): Interval[] {
    const zone = find(world.sites, site).timeZone;
    return world.specialDays
      .filter((day) => day.site === site)
      .map(({ from, to }) =>
        Interval.fromDateTimes(
          'date' in from ? DateTime.fromISO(from.date, { zone }) : DateTime.fromMillis(from.instant),
          'date' in to ? DateTime.fromISO(to.date, { zone }).plus({ days: 1 }) : DateTime.fromMillis(to.instant),
        ),
      );
  }

  function rule(device: Device) {
    const applies = world.regimeRules.filter(
      (row) => row.contract === device.contract && (row.site === null || row.site === device.site),
    );
    const chosen = applies.find((row) => row.site !== null) ?? applies[0]!;
    return find(world.regimes, chosen.regime);
  }

  /** Covered time from an instant on, a day at a time, holds and special days taken out. */
  function* counted(call: Call): Generator<Interval> {
    const device = deviceOf(call);
    const regime = rule(device);
    const zone = find(world.sites, device.site).timeZone;
    const stopping = find(world.contracts, device.contract).clockStoppingHolds;
    const out = [
      ...stretches(device.site),
      ...call.holds
        .filter((hold) => stopping.includes(hold.reason) && hold.from <= now)
        .map((hold) => Interval.fromDateTimes(DateTime.fromMillis(hold.from), DateTime.fromMillis(hold.to ?? now))),
    ];
    const begin = DateTime.fromMillis(call.loggedAt, { zone });
    for (let day = begin.startOf('day'); ; day = day.plus({ days: 1 })) {
      const always = regime.clock === 'elapsed' || regime.calendar === 'ALWAYS';
      if (!always && day.weekday > 5) continue;
      const open = always
        ? Interval.fromDateTimes(day, day.plus({ days: 1 }))
        : Interval.fromDateTimes(day.set({ hour: 8 }), day.set({ hour: 18 }));
      if (open.end! <= begin) continue;
      yield* open.set({ start: DateTime.max(open.start!, begin) }).difference(...out);
    }
  }

  function deadline(call: Call, target: number): number {
    let left = target;
    for (const piece of counted(call)) {
      const length = piece.length('milliseconds');
      if (length >= left) return piece.start!.toMillis() + left;
      left -= length;
    }
    throw new Error('covered time has no end');
  }

  function due(call: Call): number {
    const clock = original(call);
    const device = deviceOf(clock);
    const stopping = find(world.contracts, device.contract).clockStoppingHolds;
    const held = clock.holds.some(
      (hold) => stopping.includes(hold.reason) && hold.from <= now && (hold.to === null || now < hold.to),
    );
    if (held || (clock.fixedAt !== null && clock.fixedAt <= now)) return Infinity;
    const { respondWithin, fixWithin } = rule(device);
    const responded = clock.respondedAt !== null && clock.respondedAt <= now;
    const target = responded ? fixWithin : (respondWithin ?? fixWithin);
    return target === null ? Infinity : deadline(clock, target);
  }

  function raised(call: Call): boolean {
    const device = deviceOf(call);
    return world.reliabilityTargets.some((target) => {
      const inScope = (one: Device) =>
        target.device === one.code ||
        one.groups.includes(target.group ?? '') ||
        target.model === one.model ||
        (target.zone !== null && target.zone === one.zone);
      if (!inScope(device)) return false;
      const failures = calls
        .filter(
          (one) =>
            one.type === 'fault' && one.duplicateOf === null && one.excuse === null && one.status !== 'cancelled',
        )
        .filter((one) => one.loggedAt <= now && inScope(deviceOf(one)))
        .map((one) => one.loggedAt as number);
      return failures.some(
        (t) =>
          t >= call.loggedAt && failures.filter((f) => f > t - target.window && f <= t).length > target.maxFailures,
      );
    });
  }

  function classOf(call: Call): number {
    const here = stretches(deviceOf(call).site);
    if (call.emergency !== null) return 0;
    if (here.some((stretch) => stretch.contains(DateTime.fromMillis(now)))) return 4;
    if (call.raisedTo !== null || raised(call)) return 1;
    return call.type === 'maintenance' || call.type === 'installation' ? 3 : 2;
  }

  function levels(call: Call): number[] {
    const device = deviceOf(call);
    return (['contract', 'site', 'zone', 'model'] as const).map((dimension) => {
      const rows = world.priorityRules.filter((row) => row.dimension === dimension && row.code === device[dimension]);
      const own = rows.find((row) => row.contract === device.contract) ?? rows.find((row) => row.contract === null);
      return own?.level ?? 5;
    });
  }

  const open = calls.filter((call) => call.loggedAt <= now && !ended(call, now) && call.status !== 'awaiting-approval');
  const keyed = open.map((call) => {
    const four = levels(call);
    return { number: call.number, key: [classOf(call), Math.min(...four), due(call), ...four, call.loggedAt] };
  });
  return keyed
    .sort((a, b) => {
      const at = a.key.findIndex((value, index) => value !== b.key[index]);
      if (at >= 0) return a.key[at]! < b.key[at]! ? -1 : 1;
      return a.number < b.number ? -1 : 1;
    })
    .map(({ number }) => number);
}
