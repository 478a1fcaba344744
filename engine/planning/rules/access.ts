import { instant } from '../../model/units.ts';
import { spokenLength, spokenTime } from '../../time/index.ts';
import { startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Arrival and work lie within the times at which people are let in to the site and the device (rule 10.6). */
export const accessRule: HardRule = ({ input, call, resource }) => {
  const { access } = call;
  if (access === undefined) return null;
  if (resource.shifts.some((shift) => startInEmptyShift(input, call, resource, shift, 0) !== null)) return null;
  const until = input.now + input.policy.horizon;
  const next = access.find(({ start, end }) => start < until && end - Math.max(start, input.now) >= call.workTime);
  const say = (at: number) => spokenTime(instant(at), input.timeZone);
  const text =
    next === undefined
      ? `Nobody is let in for ${spokenLength(call.workTime)} of work on ${call.number} in the next ${spokenLength(input.policy.horizon)}. Agree other access with the site, or plan further ahead.`
      : `${resource.code} has no shift that fits when people are let in to ${call.number}, first from ${say(Math.max(next.start, input.now))} to ${say(next.end)}. Agree other access with the site, change the shift or send somebody else.`;
  return { code: 'no-access', resource: resource.code, text };
};
