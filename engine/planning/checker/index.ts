import type { Call } from '../../model/call.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import type { CallClass } from '../../model/priority.ts';
import type { Instant } from '../../model/units.ts';
import { checkCostSum, checkTravelCost } from './cost-rules.ts';
import { checkEmergencies } from './emergency-rules.ts';
import { callFacts } from './facts.ts';
import { idleAway } from './idle-away.ts';
import { checkLists } from './list-rules.ts';
import { checkPrices, type PricingFacts } from './price-rules.ts';
import { byShift, checkShift } from './shift-rules.ts';
import { shiftBook } from './shifts.ts';
import { STOP_RULES } from './stop-rules.ts';
import { stopsOf } from './stops.ts';
import type { Violation } from './violation.ts';

export { type Inversion, inversionsIn } from './inversions.ts';
export type { PricingFacts } from './price-rules.ts';
export type { Violation } from './violation.ts';

/**
 * Verifies a plan against the hard rules of domain section 10, from the tables alone: it shares no code with the
 * planner, and believes no time, distance or flag in the plan that it can work out itself.
 * @param calls those that the plan has to answer for: the open calls of its territories; and those that were finished
 *   in shifts still running, which count for `max_calls` and tell where people are. Others that are done do no harm.
 * @param classOf class of a call, where it is known: without it nobody can say who may be sent on call.
 * @param pricing what lateness, churn and calls left out are priced by; null: of the cost only travel and sum are checked.
 * @returns every violation; empty: the plan may be saved. Those marked `fixed` come with calls that may not be moved.
 */
export function checkPlan(
  reference: Reference,
  calls: readonly Call[],
  plan: Plan,
  now: Instant,
  classOf: (call: string) => CallClass | null = () => null,
  pricing: PricingFacts | null = null,
): Violation[] {
  const facts = callFacts(reference, calls, now, classOf);
  const shiftsOf = onceForEach(shiftBook(reference, facts, now));
  const positionOf = (call: string): number | null => pricing?.positionOf?.(call) ?? null;
  const routes = stopsOf(reference, facts, plan, shiftsOf);
  const found = [...checkLists(reference, facts, plan), ...checkCostSum(plan)];
  for (const stops of routes) {
    for (const stop of stops) {
      for (const rule of STOP_RULES) {
        const broken = rule(stop, reference, now);
        if (broken !== null) found.push(broken);
      }
    }
    for (const group of byShift(stops)) found.push(...checkShift(group, reference));
  }
  // Where a rule is broken, routes can't be told apart surely enough to price them.
  if (found.length === 0) {
    const idle = idleAway(reference, facts, routes, shiftsOf, now);
    found.push(...checkTravelCost(reference, routes, idle, plan));
    found.push(...checkEmergencies(reference, facts, routes, shiftsOf, plan, now, positionOf));
    if (pricing !== null) found.push(...checkPrices(reference, facts, routes, shiftsOf, plan, now, pricing));
  }
  return found;
}

/** A function of one argument that remembers its answers: shifts are then the same objects wherever they are asked for. */
function onceForEach<A, B>(answer: (argument: A) => B): (argument: A) => B {
  const known = new Map<A, B>();
  return (argument) => {
    if (!known.has(argument)) known.set(argument, answer(argument));
    return known.get(argument)!;
  };
}
