import type { Reason } from '../model/plan.ts';
import { shiftCount, type TerritoryProblem } from './problem/problem.ts';
import {
  keepsResource,
  type PlannableCall,
  type PlannableResource,
  type TerritoryInput,
} from './problem/territory-input.ts';
import { secondsFromHome } from './rules/empty-shift.ts';
import { barringReasons, CALL_RULES, type RuleFacts, shiftFull } from './rules/index.ts';

/** Resources whose reasons are given one by one. */
const NEAREST = 5;

/** Calls in each shift of a resource, those done included, as `RuleFacts` asks for them. */
export function callCounter(input: TerritoryInput, problem: TerritoryProblem, shiftOf: Int32Array) {
  const counts = new Int32Array(shiftCount(problem));
  for (const s of shiftOf) if (s >= 0) counts[s]! += 1;
  const indexOf = new Map(input.resources.map(({ code }, r) => [code, r]));
  return (resource: PlannableResource) => {
    const r = indexOf.get(resource.code) ?? -1;
    return (shift: number): number => {
      // Shifts made for fixed work outside of any have no bands, and stand between those of the input.
      let k = -1;
      for (let s = problem.shiftOffset[r] ?? 0; s < (problem.shiftOffset[r + 1] ?? 0); s++) {
        if (Number.isFinite(problem.regularEnd[s]!)) k += 1;
        if (k === shift) return counts[s]! + (resource.shifts[k]?.done?.calls ?? 0);
      }
      return 0;
    };
  };
}

/**
 * Why a call has no place: what bars the call itself, or a summary with a line for each kind of obstacle, most frequent
 * first (that others lack the skills last), then what
 * barred each of the resources nearest to taking it (those with the skills, else all, by travel from home).
 */
export function unallocatedReasons(
  input: TerritoryInput,
  call: PlannableCall,
  callsInShift: (resource: PlannableResource) => (shift: number) => number,
): Reason[] {
  const facts = (resource: PlannableResource): RuleFacts => ({
    input,
    call,
    resource,
    callsInShift: callsInShift(resource),
  });
  const own = reasonOfCall(input, call);
  if (own.length > 0) return own;
  const { resources, territory } = input;
  if (resources.length === 0) {
    return [{ code: 'no-resource-in-territory', text: `${territory} has no resource. Lend somebody to it.` }];
  }
  const barred = (resource: PlannableResource) => barringReasons(facts(resource))[0] ?? shiftFull(facts(resource));
  const hasSkills = ({ skills }: PlannableResource): boolean =>
    call.skills.every((n) => skills.some((s) => s.skill === n.skill && s.level >= n.level));
  const able = resources.filter(hasSkills);
  const lacking = resources.length - able.length;
  const nearest = (able.length > 0 ? able : resources)
    .map((resource) => ({ resource, seconds: secondsFromHome(input, call, resource) }))
    .sort((a, b) => a.seconds - b.seconds)
    .slice(0, NEAREST)
    .map(({ resource }) => barred(resource));

  const summary: Reason[] = [];
  const counts = new Map<string, number>();
  for (const { code } of nearest) if (code !== 'skill-missing') counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const [code, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
    const who = able.length > 0 ? 'nearest with the skills' : 'nearest';
    const text = `${count} of the ${nearest.length} ${who} ${MEANING[code] ?? `are barred: ${code}`}.`;
    summary.push({ code, text });
  }
  // What bars those who could do it comes first; that others lack the skill is why there are no more of them.
  if (lacking > 0) {
    const needs = call.skills.map(({ skill, level }) => `${skill} level ${level}`).join(', ');
    const text = `${lacking} of ${resources.length} in ${territory} lack what ${call.number} needs: ${needs}.${able.length === 0 ? ' Lend somebody who has it.' : ''}`;
    summary.push({ code: 'skill-missing', text });
  }
  return [...summary, ...nearest];
}

const MEANING: Readonly<Record<string, string>> = {
  'no-shift-in-horizon': 'have no shift within the planning horizon',
  'shift-too-short': 'have no shift long enough for the work and the way',
  'no-access': 'have no shift that fits when people are let in',
  'appointment-missed': 'can’t be there within the appointment',
  'max-calls': 'have as many calls a shift as they take',
  'shift-full': 'have no room beside their other calls',
};

/** What bars the call whoever might take it. */
function reasonOfCall(input: TerritoryInput, call: PlannableCall): Reason[] {
  const nobody: PlannableResource = {
    code: '',
    skills: [],
    latitude: 0,
    longitude: 0,
    maxCalls: null,
    hourlyCost: input.policy.hourlyCost,
    speed: 1,
    shifts: [],
  };
  const facts: RuleFacts = { input, call, resource: nobody, callsInShift: () => 0 };
  const own = CALL_RULES.map((rule) => rule(facts))
    .filter((reason) => reason !== null)
    .map(({ code, text }) => ({ code, text }));
  if (own.length > 0 || !keepsResource(call, input.policy)) return own;
  if (call.resource === null) {
    return [
      {
        code: 'no-resource-named',
        text: `${call.number} is ${call.status}, but nobody is named. Allocate it to whoever has it.`,
      },
    ];
  }
  if (input.resources.some(({ code }) => code === call.resource)) return own;
  const text = `${call.number} stays with ${call.resource}, who works in another territory than ${input.territory}. Lend ${call.resource} to it, or allocate the call to somebody else.`;
  return [{ code: 'resource-not-in-territory', resource: call.resource, text }];
}
