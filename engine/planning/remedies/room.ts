import type { Plan } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import { type Instant, instant, type LocalDate, millis, minor } from '../../model/units.ts';
import { compileTerritory } from '../problem/compile-territory.ts';
import {
  isFixed,
  type PlannableCall,
  type PlannableResource,
  type TerritoryInput,
} from '../problem/territory-input.ts';
import { cheapestPlace, newPlace } from '../routes/insertion.ts';
import { routesOfPlan } from '../routes/plan-routes.ts';

/** Where a call would have a place: when, and in the shift of which date. */
export interface Room {
  readonly start: Instant;
  readonly date: LocalDate;
}

/**
 * The earliest place that a call finds beside what the plan gives a resource, each in its shift, whatever it costs;
 * null: none, or somebody else would lose theirs. Only that resource's own work is looked at, so this takes little.
 */
export function roomBeside(
  input: TerritoryInput,
  plan: Pick<Plan, 'allocations'>,
  resource: PlannableResource,
  call: PlannableCall,
): Room | null {
  const own = new Set(plan.allocations.filter((each) => each.resource === resource.code).map((each) => each.call));
  const calls = input.calls
    .filter((each) => own.has(each.number) || (each.resource === resource.code && isFixed(each, input.policy)))
    .filter(({ number }) => number !== call.number);
  const around: TerritoryInput = {
    territory: input.territory,
    timeZone: input.timeZone,
    now: input.now,
    policy: freeOfCharge(input.policy),
    calls: [...calls, call],
    resources: [{ ...resource, hourlyCost: minor(0) }],
  };
  const problem = compileTerritory(around, { call: call.number });
  const routes = routesOfPlan(around, problem, plan as Plan, call.number);
  if (calls.some(({ number }, c) => own.has(number) && routes.shiftOf[c]! < 0)) return null;
  const place = newPlace();
  if (!cheapestPlace(routes, calls.length, place)) return null;
  // Shifts made for fixed work outside of any stand between those of the resource, and take nothing else.
  let k = -1;
  for (let s = 0; s <= place.shift; s++) if (Number.isFinite(problem.regularEnd[s]!)) k += 1;
  return { start: instant(place.start), date: resource.shifts[k]!.date };
}

/** Nothing has a price: of all places the one with the least delay for others, then the earliest, comes first. */
function freeOfCharge(policy: Policy): Policy {
  const nothing = { step: minor(0), perHour: minor(0) };
  const price = { respond: nothing, fix: nothing, unplaced: minor(0) };
  return {
    ...policy,
    prices: Object.fromEntries(CALL_CLASSES.map((name) => [name, price])) as unknown as Policy['prices'],
    ...{ perKilometre: minor(0), hourlyCost: minor(0), imbalancePerHour: minor(0) },
    ...{ scarceSkillPerHour: minor(0), churn: minor(0), lookAhead: millis(1) },
  };
}
