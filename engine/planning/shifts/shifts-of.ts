import type { Reference } from '../../model/dataset.ts';
import type { Resource } from '../../model/resource.ts';
import { DAY, type Instant, type Interval, instant, type Millis, millis } from '../../model/units.ts';
import { addDays, localDateAt, startOfDay } from '../../time/index.ts';
import type { WorkingShift } from '../problem/territory-input.ts';
import { rotaBook } from './rota.ts';
import { workingShifts } from './working-shifts.ts';

/** A shift, and the territory in which it is worked. */
export interface PlacedShift extends WorkingShift {
  readonly territory: string;
}

/**
 * The shifts of resources that are not over at `now` and begin within `horizon`, at home and where they are lent, in
 * order of time: absences and breaks taken out, without overtime. The tables are gone through once for all of them.
 */
export function placedShifts(
  reference: Reference,
  now: Instant,
  horizon: Millis,
): (resource: Resource) => PlacedShift[] {
  const rotaOf = rotaBook(reference, now, horizon);
  return (resource) => {
    const rota = rotaOf(resource);
    const territories = new Set([resource.territory, ...rota.lent.map(({ territory }) => territory)]);
    return [...territories]
      .flatMap((territory) =>
        workingShifts(resource, rota, territory, millis(0), now, []).map((shift) => ({ ...shift, territory })),
      )
      .sort((a, b) => a.bands[0]!.start - b.bands[0]!.start);
  };
}

/** As `placedShifts`, of one resource. */
export const shiftsOf = (reference: Reference, resource: Resource, now: Instant, horizon: Millis): PlacedShift[] =>
  placedShifts(reference, now, horizon)(resource);

/** Duty without an end is looked at so far ahead. */
export const LONGEST_DUTY = millis(31 * DAY);

/**
 * Until when somebody is away who says so at `at` and no more (rule 10.5): to the end of the running stretch of duty, over
 * midnight too; else of the one that begins on that date; else of the date.
 */
export function awayUntil(reference: Reference, resource: Resource, at: Instant): Instant {
  const { timeZone } = reference.territories.find(({ code }) => code === resource.territory)!;
  const midnight = instant(startOfDay(addDays(localDateAt(at, timeZone), 1), timeZone));
  const duty = dutyAfter(reference, resource, at);
  return duty !== null && duty.start < midnight ? duty.end : midnight;
}

/**
 * The stretch of duty that runs at `at`, or the next one, absences left out of account: shifts that adjoin, with the turns on
 * call beside them, so that the sick are not called out in the evening either. It ends before the shift that follows such
 * a turn: a week on call is not one stretch. Of duty that never ends, 31 days. null: none in 31 days.
 */
function dutyAfter(reference: Reference, resource: Resource, at: Instant): Interval | null {
  const parts: Interval[] = [];
  let hasShift = false;
  let endsOnCall = false;
  for (const { bands, onCallUpTo } of shiftsOf({ ...reference, absences: [] }, resource, at, LONGEST_DUTY)) {
    const part = { start: bands[0]!.start, end: bands.at(-1)!.end };
    const last = parts.at(-1);
    const isOnCall = onCallUpTo !== null;
    if (last !== undefined && (part.start > last.end || (!isOnCall && hasShift && endsOnCall))) break;
    parts.push(part);
    hasShift ||= !isOnCall;
    endsOnCall = isOnCall;
  }
  return parts.length === 0 ? null : { start: parts[0]!.start, end: parts.at(-1)!.end };
}
