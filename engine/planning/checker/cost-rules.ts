import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import type { IdleAway } from './idle-away.ts';
import { byShift } from './shift-rules.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** The parts are whole, not negative, and add up to the total exactly; the cost of change is whole and not negative. */
export function checkCostSum({ cost, changeCost }: Plan): Violation[] {
  const { total, respondLate, fixLate, waiting, unplaced, travel, overtime, imbalance, scarceSkills } = cost;
  const parts = [respondLate, fixLate, waiting, unplaced, travel, overtime, imbalance, scarceSkills];
  const sum = parts.reduce<number>((a, b) => a + b, 0);
  const isAmount = (part: number) => Number.isInteger(part) && part >= 0;
  if (!isAmount(changeCost)) {
    return [{ code: 'cost-mismatch', text: `The cost of change is ${changeCost}, no amount.`, fixed: false }];
  }
  if (sum === total && parts.every(isAmount)) return [];
  return [
    { code: 'cost-mismatch', text: `The parts of the cost add up to ${sum}, the total says ${total}.`, fixed: false },
  ];
}

/**
 * Travel priced anew, leg by leg, with the way home of each shift, also of those who are away and have no more to do: seconds at the resource's hourly cost, and the
 * kilometres. Prices are rounded leg by leg, so that a leg may differ by one minor unit.
 */
export function checkTravelCost(
  reference: Reference,
  routes: readonly Stop[][],
  idle: readonly IdleAway[],
  { cost }: Plan,
): Violation[] {
  const { price, legs } = travelPriceOf(reference, routes, idle);
  if (Math.abs(price - cost.travel) <= legs) return [];
  return [{ code: 'cost-mismatch', text: `Travel costs ${price}, the plan says ${cost.travel}.`, fixed: false }];
}

/** Price of all legs, and how many there are. */
export function travelPriceOf(
  { policy }: Reference,
  routes: readonly Stop[][],
  idle: readonly IdleAway[],
): { readonly price: number; readonly legs: number } {
  let price = 0;
  let legs = 0;
  const legOf = (resource: Resource, km: number, seconds: number) => {
    price += Math.round((seconds * (resource.hourlyCost ?? policy.hourlyCost)) / 3600 + km * policy.perKilometre);
    legs += 1;
  };
  const goHome = (resource: Resource, from: Site) => {
    if (policy.routeEnd === 'open') return;
    const km = roadKilometres(from, resource, policy);
    legOf(resource, km, Math.ceil(secondsNeeded(km, policy, resource.speed) - 1e-6));
  };
  for (const { resource, from } of idle) goHome(resource, from);
  for (const stops of routes) {
    for (const group of byShift(stops)) {
      const { resource, shift } = group[0]!;
      const begins = shift?.done?.lastSite ?? (policy.routeStart === 'open' ? null : resource);
      group.forEach((stop, k) => {
        if (stop.facts.status === 'on-site') return;
        const from = k === 0 ? begins : group[k - 1]!.facts.site;
        if (from === null) return;
        legOf(resource, roadKilometres(from, stop.facts.site, policy), stop.allocation.travelSeconds);
      });
      goHome(resource, group.at(-1)!.facts.site);
    }
  }
  return { price, legs };
}
