import { spokenLength } from '../../time/index.ts';
import { secondsFromHome, startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Travel and work lie inside a shift, absences and breaks taken out, with the resource back home by its end. */
export const shiftRule: HardRule = ({ input, call, resource }) => {
  const horizon = spokenLength(input.policy.horizon);
  if (!resource.shifts.some(({ bands }) => bands.some(({ end }) => end > input.now))) {
    const text = `${resource.code} has no shift in ${input.territory} in the next ${horizon}. Change the shifts or absences, or lend somebody.`;
    return { code: 'no-shift-in-horizon', resource: resource.code, text };
  }
  const open = { ...call, access: undefined };
  if (resource.shifts.some((shift) => startInEmptyShift(input, open, resource, shift, 0) !== null)) return null;
  const travel = spokenLength(secondsFromHome(input, call, resource) * 1000);
  const text =
    `${call.number} needs ${spokenLength(call.workTime)} of work, ${travel} from home: too long for any empty shift of ` +
    `${resource.code} in the next ${horizon}. Send somebody nearer, allow overtime or split the work.`;
  return { code: 'shift-too-short', resource: resource.code, text };
};
