import type { Reason } from '../../model/plan.ts';
import { spokenLength } from '../../time/index.ts';
import { accessRule } from './access.ts';
import { appointmentRule } from './appointment.ts';
import { approvalRule } from './approval.ts';
import { duplicateRule } from './duplicate.ts';
import { fixedRule } from './fixed.ts';
import { holdRule } from './hold.ts';
import { maxCallsRule } from './max-calls.ts';
import type { HardRule, RuleFacts } from './rule.ts';
import { shiftRule } from './shift.ts';
import { skillRule } from './skill.ts';
import { territoryRule } from './territory.ts';

export type { HardRule, RuleFacts } from './rule.ts';

/** Rules of the call itself, the same for every resource. */
export const CALL_RULES: readonly HardRule[] = [duplicateRule, holdRule, approvalRule];

/** Rules between a call and a resource; the first three do not depend on time, each later one takes those before for kept. */
export const RESOURCE_RULES: readonly HardRule[] = [
  territoryRule,
  fixedRule,
  skillRule,
  shiftRule,
  accessRule,
  appointmentRule,
  maxCallsRule,
];

/** What bars the resource from the call, whatever else it has to do: the rules of the call, then the first rule broken. */
export function barringReasons(facts: RuleFacts): Reason[] {
  const own = CALL_RULES.map((rule) => rule(facts)).filter((reason) => reason !== null);
  for (const rule of RESOURCE_RULES) {
    const reason = rule(facts);
    if (reason !== null) return [...own, reason];
  }
  return own;
}

/** Nothing bars the resource but what it has to do already. */
export const shiftFull = ({ input, call, resource }: RuleFacts): Reason => ({
  code: 'shift-full',
  resource: resource.code,
  text:
    `${resource.code} has no gap for ${spokenLength(call.workTime)} of work on ${call.number} and the way there in the ` +
    `next ${spokenLength(input.policy.horizon)}. Move a less urgent call of ${resource.code}, or allow overtime.`,
});
