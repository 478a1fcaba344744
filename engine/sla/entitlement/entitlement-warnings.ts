import { approvalLevel } from '../../lifecycle/approval.ts';
import { type Call, type CallType, clocksFrom } from '../../model/call.ts';
import type { Contract } from '../../model/contract.ts';
import type { Device } from '../../model/device.ts';
import type { Problem } from '../../model/problem.ts';
import type { Site } from '../../model/site.ts';
import type { Instant, Millis } from '../../model/units.ts';
import { formatDuration, localDateAt } from '../../time/index.ts';
import { noticePeriodAt } from './contract-term.ts';

/**
 * The open call that a report is a duplicate of: both are faults (decision 6), and it had been logged when the report was
 * (rule 4.4). A duplicate is passed over, since its own original is what counts. null: there is none.
 */
export function originalAmong(open: readonly Call[], type: CallType, loggedAt: Instant): Call | null {
  if (type !== 'fault') return null;
  const faults = open.filter(
    (call) => call.type === 'fault' && call.duplicateOf === null && clocksFrom(call) <= loggedAt,
  );
  return faults.reduce<Call | null>((first, call) => (first === null || earlier(call, first) ? call : first), null);
}

const earlier = (a: Call, b: Call): boolean =>
  a.loggedAt < b.loggedAt || (a.loggedAt === b.loggedAt && a.number < b.number);

export function openCallWarnings(open: readonly Call[], original: Call | null, device: Device): Problem[] {
  if (open.length === 0) return [];
  const numbers = open.map(({ number }) => number).sort();
  const listed = numbers.slice(0, 5).join(', ') + (numbers.length > 5 ? ' …' : '');
  return [
    {
      code: 'open-call-on-device',
      field: 'device',
      value: device.code,
      message: `Device ${device.code} already has an open call: ${listed}.`,
      action:
        original === null
          ? 'Check that this is other work; merge the calls if they report one failure.'
          : `It is logged as a duplicate of ${original.number}. If it is another failure, unmerge it.`,
    },
  ];
}

export function noticeWarning(contract: Contract, loggedAt: Instant): Problem | null {
  const end = noticePeriodAt(contract, loggedAt);
  if (end === null) return null;
  return {
    code: 'notice-period',
    field: 'device',
    value: contract.code,
    message: `Contract ${contract.code} is inside its notice period: its term ends on ${end}.`,
    action: contract.autoRenew ? 'None needed: it renews itself.' : 'Renew the contract if it is to go on.',
  };
}

export function approvalWarning(contract: Contract, estimatedTime: Millis | null): Problem | null {
  const level = approvalLevel(estimatedTime, contract);
  if (estimatedTime === null || level === 0) return null;
  const threshold = contract.approvalOver[level - 1]!;
  return {
    code: 'approval-needed',
    field: 'estimated_time',
    value: formatDuration(estimatedTime),
    message: `The estimated time is over ${formatDuration(threshold)}, above which contract ${contract.code} asks for approval.`,
    action: 'Have it approved: until then the call is not scheduled.',
  };
}

export function warrantyNote(device: Device, site: Site, loggedAt: Instant): Problem | null {
  const { code, warrantyUntil } = device;
  if (warrantyUntil === null || localDateAt(loggedAt, site.timeZone) > warrantyUntil) return null;
  return {
    code: 'under-warranty',
    field: 'device',
    value: code,
    message: `Device ${code} is under warranty until ${warrantyUntil}.`,
    action: 'Claim the repair.',
  };
}
