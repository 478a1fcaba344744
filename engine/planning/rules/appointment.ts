import { instant } from '../../model/units.ts';
import { spokenTime } from '../../time/index.ts';
import { startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Work starts within the appointment, both ends allowed. */
export const appointmentRule: HardRule = ({ input, call, resource }) => {
  const { earliest, latest } = call;
  if (earliest === null && latest === null) return null;
  const starts = resource.shifts
    .map((shift) => startInEmptyShift(input, call, resource, shift, earliest ?? 0))
    .filter((start) => start !== null);
  const soonest = starts.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
  if (soonest <= (latest ?? soonest) && starts.length > 0) return null;
  const say = (at: number) => spokenTime(instant(at), input.timeZone);
  const text =
    starts.length === 0
      ? `${resource.code} has no shift after ${say(earliest!)}, when the appointment of ${call.number} begins. Agree an earlier time, or plan further ahead.`
      : `${resource.code} can start ${call.number} at ${say(soonest)} at the earliest, its appointment ends ${say(latest!)}. Agree a later time, or send somebody nearer.`;
  return { code: 'appointment-missed', resource: resource.code, text };
};
