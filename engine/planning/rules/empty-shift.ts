import { greatCircle } from '../../order/criteria/great-circle.ts';
import {
  type PlannableCall,
  type PlannableResource,
  type TerritoryInput,
  takesClass,
  type WorkingShift,
} from '../problem/territory-input.ts';
import { secondsPerKmOf, travelSecondsOf } from '../problem/travel.ts';
import { mayBeCalledOut, overtimeFor } from '../shifts/extra-hours.ts';

/** Seconds that the resource travels from home to the call. */
export const secondsFromHome = (input: TerritoryInput, call: PlannableCall, resource: PlannableResource): number =>
  secondsFrom(resource, input, call, resource);

function secondsFrom(
  from: { readonly latitude: number; readonly longitude: number },
  input: TerritoryInput,
  call: PlannableCall,
  resource: PlannableResource,
): number {
  const km = greatCircle(from, call) * input.policy.detourFactor;
  return travelSecondsOf(km, secondsPerKmOf(input.policy, resource.speed));
}

const ANY_TIME = [{ start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }];

/**
 * When the call would start if it were the only one left of the shift, at `earliest` or later: travel there (from the
 * last place where the shift is running), work and travel home each in one band, nothing before `now`, arrival and work
 * while people are let in. null: there is
 * no room for it at all, or the resource is on call then for more urgent ones alone.
 */
export function startInEmptyShift(
  input: TerritoryInput,
  call: PlannableCall,
  resource: PlannableResource,
  shift: WorkingShift,
  earliest: number,
): number | null {
  if (!takesClass(shift, call.class) || (shift.onCallUpTo !== null && !mayBeCalledOut(input.policy, call))) return null;
  const close = shift.regularEnd + overtimeFor(input.policy, call.class);
  const fromHome = secondsFromHome(input, call, resource);
  const atHome = input.policy.routeStart === 'home' ? fromHome : 0;
  const out = (shift.done === null ? atHome : secondsFrom(shift.done.last, input, call, resource)) * 1000;
  const back = input.policy.routeEnd === 'home' ? fromHome * 1000 : 0;
  const soonest = (time: number, length: number): number | null => {
    for (const { start, end } of shift.bands) {
      const at = Math.max(time, start, input.now);
      if (at + length <= Math.min(end, close)) return at;
    }
    return null;
  };
  for (const { start: opens, end: shuts } of call.access ?? ANY_TIME) {
    const leave = soonest(Math.max(input.now, opens - out), out);
    if (leave === null) return null;
    const start = soonest(Math.max(leave + out, earliest), call.workTime);
    if (start === null || soonest(start + call.workTime, back) === null) return null;
    if (start + call.workTime <= shuts) return start;
  }
  return null;
}
