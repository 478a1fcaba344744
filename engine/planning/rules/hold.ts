import type { HardRule } from './rule.ts';

/** Nobody is sent to a call on hold until it is resumed. */
export const holdRule: HardRule = ({ call, resource }) =>
  call.held
    ? { code: 'on-hold', resource: resource.code, text: `${call.number} is on hold. Once resumed it is planned.` }
    : null;
