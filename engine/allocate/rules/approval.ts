import type { HardRule } from './rule.ts';

/** A call whose contract wants its estimated time approved waits for that. */
export const approvalRule: HardRule = ({ call, resource }) =>
  call.status === 'awaiting-approval'
    ? { code: 'awaiting-approval', resource: resource.code, text: `Call ${call.number} is awaiting approval.` }
    : null;
