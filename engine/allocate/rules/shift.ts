import { formatDuration } from '../../time/index.ts';
import { secondsFromHome, startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Travel and work lie inside a shift, absences and breaks taken out, with the resource back home by its end. */
export const shiftRule: HardRule = ({ input, call, resource }) => {
  const horizon = formatDuration(input.policy.horizon);
  if (!resource.shifts.some(({ bands }) => bands.some(({ end }) => end > input.now))) {
    const text = `${resource.code} has no shift in territory ${input.territory} in the next ${horizon}.`;
    return { code: 'no-shift-in-horizon', resource: resource.code, text };
  }
  if (resource.shifts.some((shift) => startInEmptyShift(input, call, resource, shift, 0) !== null)) return null;
  const travel = formatDuration(secondsFromHome(input, call, resource) * 1000);
  const text =
    `${formatDuration(call.workTime)} of work and ${travel} of travel each way for call ${call.number} fit into no ` +
    `shift of ${resource.code} in the next ${horizon}, even an empty one (neither goes on over a break).`;
  return { code: 'shift-too-short', resource: resource.code, text };
};
