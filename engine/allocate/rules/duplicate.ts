import type { HardRule } from './rule.ts';

/** A failure reported twice is one piece of work: that of the call which reported it first. */
export const duplicateRule: HardRule = ({ call, resource }) =>
  call.duplicateOf !== null
    ? {
        code: 'duplicate',
        resource: resource.code,
        text: `Call ${call.number} is a duplicate of ${call.duplicateOf}, which is planned in its stead.`,
      }
    : null;
