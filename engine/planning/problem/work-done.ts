import type { Call, CallStatus, Hold } from '../../model/call.ts';
import { DAY, type Instant, instant, type Millis, millis } from '../../model/units.ts';
import type { WorkDone, WorkingShift } from './territory-input.ts';

/** Calls fixed longer before `now` than this lie in no running shift: a band over midnight ends within two days. */
export const FINISHED_LOOK_BACK: Millis = millis(2 * DAY);

/** A finished call, or a visit left on hold, as far as the plan is concerned: who did it, when and where. */
export interface FinishedWork {
  readonly resource: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Whether a call tells where somebody was, and counts in their shift: done by a resource, fixed at `now` and within
 * `FINISHED_LOOK_BACK`. A duplicate is no work of its own. (A call closed without being fixed sent nobody anywhere.)
 */
export const isFinishedWork = ({ resource, fixedAt, duplicateOf }: Call, now: Instant): boolean =>
  resource !== null && duplicateOf === null && fixedAt !== null && fixedAt <= now && fixedAt > now - FINISHED_LOOK_BACK;

/**
 * Since when a visit has been held that its resource had arrived for: that is where it was then, and what it did until
 * then was work. null: nobody had come, or the call is not on hold.
 */
export function leftOnHold({ resource, duplicateOf, arrivedAt, holds }: Call, status: CallStatus, now: Instant) {
  if (status !== 'on-hold' || resource === null || duplicateOf !== null) return null;
  if (arrivedAt === null || arrivedAt > now) return null;
  return holds.findLast(({ from }) => from >= arrivedAt && from <= now)?.from ?? null;
}

/** Time in `[from, to)` in which a call was held, counted once where holds overlap. `holds` in order of `from`. */
export function heldTime(holds: readonly Hold[], from: Instant, to: Instant): Millis {
  let sum = 0;
  let until: number = from;
  for (const hold of holds) {
    const [begin, end] = [Math.max(hold.from, until), Math.min(hold.to ?? to, to)];
    sum += Math.max(0, end - begin);
    until = Math.max(until, end);
  }
  return millis(sum);
}

/**
 * What a resource has done in a shift so far: the calls that it finished, or left on hold, between the shift's beginning
 * and `now`. null: none.
 * @param today where the hours of the date of `now` begin in it: from then on calls count for `maxCalls`.
 */
export function workDoneIn(
  bands: WorkingShift['bands'],
  finished: readonly FinishedWork[],
  now: Instant,
  today: Instant,
): WorkDone | null {
  const begin = bands[0]!.start;
  if (begin > now) return null;
  const within = finished.filter(({ to }) => to >= begin);
  if (within.length === 0) return null;
  const last = within.reduce((latest, work) => (work.to > latest.to ? work : latest));
  return {
    calls: within.filter(({ to }) => to >= today).length,
    time: millis(within.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, begin)), 0)),
    last: { latitude: last.latitude, longitude: last.longitude, at: last.to },
  };
}

/** Work of a call between its first arrival (where none is known, its expected time before the end) and its end. */
export const workedFrom = ({ respondedAt, fixedAt }: Call, workTime: Millis): Instant =>
  instant(Math.max(respondedAt ?? 0, fixedAt! - workTime));
