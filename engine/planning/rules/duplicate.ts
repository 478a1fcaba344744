import type { HardRule } from './rule.ts';

/** A failure reported twice is one piece of work: that of the call which reported it first. */
export const duplicateRule: HardRule = ({ call, resource }) =>
  call.duplicateOf !== null
    ? {
        code: 'duplicate',
        resource: resource.code,
        text: `${call.number} reports the same failure as ${call.duplicateOf}. Whoever goes there goes for ${call.duplicateOf}.`,
      }
    : null;
