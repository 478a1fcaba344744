import { keepsResource } from '../problem/territory-input.ts';
import type { HardRule } from './rule.ts';

/** Accepted, travelling, on-site and pinned calls never move to another resource. */
export const fixedRule: HardRule = ({ input, call, resource }) => {
  if (!keepsResource(call, input.policy) || call.resource === resource.code) return null;
  const holder = call.resource ?? 'somebody who is not named';
  const text = call.pinned
    ? `${call.number} is pinned to ${holder}. Unpin it to let another go.`
    : `${call.number} is ${call.status} with ${holder} and stays there. Allocate it by hand if another must go.`;
  return { code: 'call-fixed', resource: resource.code, text };
};
