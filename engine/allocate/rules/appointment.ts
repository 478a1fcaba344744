import { formatInstant } from '../../time/index.ts';
import { startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Work starts within the appointment, both ends allowed. */
export const appointmentRule: HardRule = ({ input, call, resource }) => {
  const { earliest, latest } = call;
  if (earliest === null && latest === null) return null;
  const possible = resource.shifts.some((shift) => {
    const start = startInEmptyShift(input, call, resource, shift, earliest ?? 0);
    return start !== null && start <= (latest ?? start);
  });
  if (possible) return null;
  const from = earliest === null ? '' : ` from ${formatInstant(earliest)}`;
  const to = latest === null ? '' : ` to ${formatInstant(latest)}`;
  const text = `${resource.code} can't start call ${call.number} within its appointment${from}${to}, even with nothing else to do.`;
  return { code: 'appointment-missed', resource: resource.code, text };
};
