import type { Policy } from '../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../model/priority.ts';
import { type Millis, millis } from '../model/units.ts';
import type { PlannableCall } from './territory-input.ts';

/** How far past a shift's end a call of a class may be worked on, and gone home from. */
export const overtimeFor = ({ overtimeUpTo, overtimeByClass }: Policy, callClass: CallClass): Millis =>
  overtimeByClass[callClass] ?? overtimeUpTo;

/** Overtime of the class that may have most. */
export const mostOvertime = (policy: Policy): Millis =>
  millis(Math.max(...CALL_CLASSES.map((each) => overtimeFor(policy, each))));

/** Whether somebody on call is called out for work of that length, as far as its class limits it. */
export const mayBeCalledOut = ({ onCallByClass }: Policy, { class: own, workTime }: PlannableCall): boolean =>
  workTime <= (onCallByClass[own] ?? Number.POSITIVE_INFINITY);
