import type { Reference } from '../model/dataset.ts';
import type { Lending } from '../model/policy.ts';
import type { Resource } from '../model/resource.ts';
import { type Instant, type Interval, instant, type Millis } from '../model/units.ts';
import { compileShifts, fromPairs, parseOpeningHours, type Shift, subtract } from '../time/index.ts';
import type { WorkingShift } from './territory-input.ts';
import { FINISHED_LOOK_BACK, type FinishedWork, workDoneIn } from './work-done.ts';

/** Compiles calendars once for all resources that share one. */
export function shiftCompiler(
  reference: Reference,
  now: Instant,
  horizon: Millis,
): (calendar: string, zone: string) => readonly Shift[] {
  const calendars = new Map(reference.calendars.map((calendar) => [calendar.code, calendar]));
  const compiled = new Map<string, readonly Shift[]>();
  return (code, zone) => {
    const key = `${code}\n${zone}`;
    let shifts = compiled.get(key);
    if (shifts === undefined) {
      const calendar = calendars.get(code);
      const hours = calendar && parseOpeningHours(calendar.hours);
      shifts = hours?.ok
        ? compileShifts(
            hours.hours,
            calendar!.holidays,
            zone,
            instant(now - FINISHED_LOOK_BACK),
            instant(now + horizon),
          )
        : [];
      compiled.set(key, shifts);
    }
    return shifts;
  };
}

/**
 * The shifts that a resource works in `territory` and that are not over at `now`: of its own territory all but those
 * lent away, of another those lent here. Overtime that the policy allows is added to the last band, up to the next
 * shift; absences are taken out.
 * @param finished what the resource has finished lately.
 */
export function workingShifts(
  resource: Resource,
  calendarShifts: readonly Shift[],
  absences: readonly Interval[],
  lent: readonly Lending[],
  territory: string,
  overtimeUpTo: Millis,
  now: Instant,
  finished: readonly FinishedWork[],
): WorkingShift[] {
  const away = fromPairs(absences.map(({ start, end }) => [start, end]));
  const result: WorkingShift[] = [];
  let previousEnd = Number.NEGATIVE_INFINITY;
  calendarShifts.forEach((shift, k) => {
    const regularEnd = shift.bands.at(-1)!.end;
    const nextBegin = calendarShifts[k + 1]?.bands[0]?.start ?? Number.POSITIVE_INFINITY;
    const lastEnd = Math.max(regularEnd, Math.min(regularEnd + overtimeUpTo, nextBegin));
    // Hours that overlap the shift before belong to that one.
    const whole = shift.bands.map(({ start, end }, i, all): [number, number] => [
      Math.max(start, previousEnd),
      i === all.length - 1 ? lastEnd : end,
    ]);
    previousEnd = Math.max(previousEnd, regularEnd);
    if (worksIn(resource, shift, lent) !== territory) return;
    const free = subtract(fromPairs(whole.filter(([start, end]) => start < end)), away);
    const bands = Array.from(free.start, (start, i) => ({ start: instant(start), end: instant(free.end[i]!) }));
    if (bands.length === 0 || bands.at(-1)!.end <= now) return;
    result.push({ date: shift.date, bands, regularEnd, done: workDoneIn(bands, finished, now) });
  });
  return result;
}

/** The territory of a shift: where the resource is lent on the day it begins, else its own. The last lending rules. */
const worksIn = (resource: Resource, shift: Shift, lent: readonly Lending[]): string =>
  lent.findLast((l) => l.resource === resource.code && l.on === shift.date)?.territory ?? resource.territory;
