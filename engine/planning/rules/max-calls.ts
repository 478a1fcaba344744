import { startInEmptyShift } from './empty-shift.ts';
import type { HardRule } from './rule.ts';

/** Not more calls start in a shift than the resource takes. Barred where each shift that has room for the call is at its limit. */
export const maxCallsRule: HardRule = ({ input, call, resource, callsInShift }) => {
  const { maxCalls } = resource;
  if (maxCalls === null) return null;
  const open = resource.shifts.some((shift, k) => {
    const start = startInEmptyShift(input, call, resource, shift, call.earliest ?? 0);
    return start !== null && start <= (call.latest ?? start) && callsInShift(k) < maxCalls * shift.dates;
  });
  if (open) return null;
  const text = `${resource.code} takes ${maxCalls} ${maxCalls === 1 ? 'call' : 'calls'} a shift and has as many in each shift that ${call.number} could go into. Give one of them to somebody else.`;
  return { code: 'max-calls', resource: resource.code, text };
};
