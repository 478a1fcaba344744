import type { Policy } from '../../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';

/** An emergency may have what any class may have. */
const most = (own: CallClass, limitOf: (each: CallClass) => number): number =>
  own === 'emergency' ? Math.max(...CALL_CLASSES.map(limitOf)) : limitOf(own);

/** Milliseconds past a shift's end that a class may be worked on. */
export const overtimeAllowed = ({ overtimeByClass, overtimeUpTo }: Policy, own: CallClass): number =>
  most(own, (each) => overtimeByClass[each] ?? overtimeUpTo);

/** The longest work, milliseconds, for which people on call are called out. Infinity: of any length. */
export const longestCalledOut = ({ onCallByClass }: Policy, own: CallClass): number =>
  most(own, (each) => onCallByClass[each] ?? Number.POSITIVE_INFINITY);
