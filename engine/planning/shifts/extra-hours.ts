import type { Policy } from '../../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import { type Millis, millis } from '../../model/units.ts';
import type { PlannableCall } from '../problem/territory-input.ts';

const ownOvertime = ({ overtimeUpTo, overtimeByClass }: Policy, callClass: CallClass): Millis =>
  overtimeByClass[callClass] ?? overtimeUpTo;

/** Overtime of the class that may have most. */
export const mostOvertime = (policy: Policy): Millis =>
  millis(Math.max(...CALL_CLASSES.map((each) => ownOvertime(policy, each))));

/**
 * How far past a shift's end a call of a class may be worked on, and gone home from. An emergency has the most that any
 * class has: declaring one never makes a call later (rule 10.3).
 */
export const overtimeFor = (policy: Policy, callClass: CallClass): Millis =>
  callClass === 'emergency' ? mostOvertime(policy) : ownOvertime(policy, callClass);

/** Whether somebody on call is called out for work of that length; for an emergency, if for that of any class. */
export function mayBeCalledOut({ onCallByClass }: Policy, { class: own, workTime }: PlannableCall): boolean {
  const classes = own === 'emergency' ? CALL_CLASSES : [own];
  return classes.some((each) => workTime <= (onCallByClass[each] ?? Number.POSITIVE_INFINITY));
}
