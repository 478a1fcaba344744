import { isFixed } from '../territory-input.ts';
import type { HardRule } from './rule.ts';

/** Accepted, travelling, on-site and pinned calls never move to another resource. */
export const fixedRule: HardRule = ({ input, call, resource }) => {
  if (!isFixed(call, input.policy) || call.resource === resource.code) return null;
  const how = call.pinned ? 'pinned' : call.status;
  const text = `Call ${call.number} is ${how} with ${call.resource ?? 'nobody named'} and does not move.`;
  return { code: 'call-fixed', resource: resource.code, text };
};
