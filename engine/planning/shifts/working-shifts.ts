import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import type { Resource } from '../../model/resource.ts';
import { type Instant, type Interval, instant, type LocalDate, type Millis } from '../../model/units.ts';
import { fromPairs, type Intervals, localDateAt, startOfDay, subtract, union } from '../../time/index.ts';
import type { WorkingShift } from '../problem/territory-input.ts';
import { type FinishedWork, workDoneIn } from '../problem/work-done.ts';
import { type Rota, territoryOn } from './rota.ts';
import { datesLeft, type RotaShift } from './stretches.ts';

/**
 * The shifts that a resource works in `territory` and that are not over at `now`, in order of time: of its own
 * territory all but those lent away, and its turns on call; of another those lent here. Overtime that the policy allows
 * is added to the last band, up to the next shift; absences and breaks are taken out, and with an absence at a shift's
 * end the overtime behind it: nobody comes back for that alone.
 * @param finished what the resource has finished lately.
 */
export function workingShifts(
  resource: Resource,
  rota: Rota,
  territory: string,
  overtimeUpTo: Millis,
  now: Instant,
  finished: readonly FinishedWork[],
): WorkingShift[] {
  const spans = shiftSpans(rota, overtimeUpTo);
  const result: WorkingShift[] = [];
  const add = (
    date: LocalDate,
    free: Intervals,
    regularEnd: Instant | null,
    onCallUpTo: CallClass | null,
    shift: RotaShift | null,
  ): void => {
    const bands = Array.from(
      free.start,
      (start, i): Interval => ({ start: instant(start), end: instant(free.end[i]!) }),
    );
    if (bands.length === 0 || bands.at(-1)!.end <= now) return;
    const dates = shift === null ? 1 : datesLeft(shift, rota.timeZone, now);
    const today = shift?.isContinuous ? startOfDay(localDateAt(now, rota.timeZone), rota.timeZone) : bands[0]!.start;
    const done = workDoneIn(bands, finished, now, today);
    result.push({ date, bands, regularEnd: regularEnd ?? bands.at(-1)!.end, onCallUpTo, dates, done });
  };
  const resting = union(rota.away, rota.breaks);
  for (const { shift, bands, regularEnd } of spans) {
    if (territoryOn(resource.territory, rota.lent, shift.date) !== territory) continue;
    const off = isAwayAt(rota, regularEnd)
      ? union(resting, fromPairs([[regularEnd, Number.POSITIVE_INFINITY]]))
      : resting;
    add(shift.date, subtract(bands, off), regularEnd, null, shift);
  }
  if (resource.territory === territory) {
    for (const { date, free, upTo } of onCallStretches(rota, spans)) add(date, free, null, upTo, null);
  }
  return result.sort((a, b) => a.bands[0]!.start - b.bands[0]!.start);
}

/** Whether an absence ends, begins or goes on at an instant. */
const isAwayAt = ({ away }: Rota, at: Instant): boolean =>
  away.start.some((from, k) => from <= at && at <= away.end[k]!);

interface ShiftSpan {
  readonly shift: RotaShift;
  /** Overtime added, before absences and breaks. */
  readonly bands: Intervals;
  readonly regularEnd: Instant;
}

/** The shifts of a rota, each with its overtime: up to the next one. */
function shiftSpans({ shifts }: Rota, overtimeUpTo: Millis): ShiftSpan[] {
  return shifts.map((shift, k) => {
    const regularEnd = shift.bands.at(-1)!.end;
    const nextBegin = shifts[k + 1]?.bands[0]?.start ?? Number.POSITIVE_INFINITY;
    const lastEnd = Math.max(regularEnd, Math.min(regularEnd + overtimeUpTo, nextBegin));
    const whole = shift.bands.map(({ start, end }, i, all): [number, number] => [
      start,
      i === all.length - 1 ? lastEnd : end,
    ]);
    return { shift, bands: fromPairs(whole), regularEnd };
  });
}

/**
 * The turns on call between shifts, absences taken out: one stretch for each gap between two shifts, up to the planning
 * horizon. Where turns overlap, the one that takes more classes comes first.
 */
function onCallStretches(
  rota: Rota,
  spans: readonly ShiftSpan[],
): { date: LocalDate; free: Intervals; upTo: CallClass }[] {
  const rank = (upTo: CallClass) => CALL_CLASSES.indexOf(upTo);
  const turns = [...rota.onCall].sort((a, b) => rank(b.upTo) - rank(a.upTo) || a.from - b.from);
  let taken = fromPairs(
    spans.flatMap(({ bands: { start, end } }): [number, number][] =>
      start.length === 0 ? [] : [[start[0]!, end.at(-1)!]],
    ),
  );
  return turns.flatMap(({ from, to, upTo }) => {
    const turn = fromPairs([[from, Math.min(to, rota.until)]]);
    const gaps = subtract(turn, taken);
    taken = union(taken, turn);
    return Array.from(gaps.start, (start, i) => ({
      date: localDateAt(instant(start), rota.timeZone),
      free: subtract(fromPairs([[start, gaps.end[i]!]]), rota.away),
      upTo,
    }));
  });
}
