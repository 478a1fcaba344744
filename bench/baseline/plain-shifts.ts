import { DateTime } from 'luxon';
import type { Dataset, Resource } from '#engine';
import { bandsOfDay, type PlainStretch } from './plain-hours.ts';

/** A shift of a resource (decision 12): the hours of a local day, absences taken out, overtime at the end. */
export interface PlainShift {
  readonly resource: Resource;
  /** In which the resource works in it. */
  readonly territory: string;
  /** Whole, also what lies before `now`. */
  readonly bands: readonly PlainStretch[];
  readonly regularEnd: number;
}

/** The shifts of all resources that are not over at `now` and begin within the policy's horizon, by resource, by Luxon. */
export function plainShifts(dataset: Dataset, now: number): PlainShift[][] {
  const { policy } = dataset;
  const calendars = new Map(dataset.calendars.map((calendar) => [calendar.code, calendar]));
  const zones = new Map(dataset.territories.map(({ code, timeZone }) => [code, timeZone]));
  const absences = Map.groupBy(dataset.absences, ({ resource }) => resource);
  return dataset.resources.map((resource) => {
    const { hours, holidays } = calendars.get(resource.calendar)!;
    const days: { date: string; bands: PlainStretch[] }[] = [];
    let day = DateTime.fromMillis(now, { zone: zones.get(resource.territory)! })
      .startOf('day')
      .minus({ days: 3 });
    for (; day.toMillis() < now + policy.horizon; day = day.plus({ days: 1 })) {
      const bands = bandsOfDay(hours, holidays, day);
      if (bands.length > 0) days.push({ date: day.toISODate()!, bands });
    }
    const shifts: PlainShift[] = [];
    let taken = -Infinity;
    days.forEach(({ date, bands }, k) => {
      if (bands[0]!.start >= now + policy.horizon) return;
      const regularEnd = bands.at(-1)!.end;
      const next = days[k + 1]?.bands[0]?.start ?? Infinity;
      const lastEnd = Math.max(regularEnd, Math.min(regularEnd + policy.overtimeUpTo, next));
      let free = bands.map((band, i) => ({
        start: Math.max(band.start, taken),
        end: i === bands.length - 1 ? lastEnd : band.end,
      }));
      taken = Math.max(taken, regularEnd);
      for (const { from, to } of absences.get(resource.code) ?? []) {
        free = free.flatMap(({ start, end }) => [
          { start, end: Math.min(end, from) },
          { start: Math.max(start, to), end },
        ]);
      }
      free = free.filter(({ start, end }) => start < end);
      if (free.length === 0 || free.at(-1)!.end <= now) return;
      const lent = policy.lent.findLast((each) => each.resource === resource.code && each.on === date);
      shifts.push({ resource, territory: lent?.territory ?? resource.territory, bands: free, regularEnd });
    });
    return shifts;
  });
}

/** Earliest `t >= time` from which `length` lies in one band; Infinity: nowhere. */
export function earliestFit(bands: readonly PlainStretch[], time: number, length: number): number {
  for (const { start, end } of bands) {
    const t = Math.max(time, start);
    if (t + length <= end) return t;
  }
  return Infinity;
}

/** Latest `t` with `t + length <= time` that lies in one band with the length; -Infinity: nowhere. */
export function latestFit(bands: readonly PlainStretch[], time: number, length: number): number {
  for (const { start, end } of bands.toReversed()) {
    const t = Math.min(time, end) - length;
    if (t >= start) return t;
  }
  return -Infinity;
}
