import type { HardRule } from './rule.ts';

/** A call whose contract wants its estimated time approved waits for that. */
export const approvalRule: HardRule = ({ call, resource }) =>
  call.status === 'awaiting-approval'
    ? {
        code: 'awaiting-approval',
        resource: resource.code,
        text: `${call.number} waits for approval of its estimated time. Once approved it is planned.`,
      }
    : null;
