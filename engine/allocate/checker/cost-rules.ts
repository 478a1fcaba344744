import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import { byShift } from './shift-rules.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** The parts are whole, not negative, and add up to the total exactly. */
export function checkCostSum({ cost }: Plan): Violation[] {
  const { total, respondLate, fixLate, unplaced, travel, overtime, imbalance, scarceSkills, churn } = cost;
  const parts = [respondLate, fixLate, unplaced, travel, overtime, imbalance, scarceSkills, churn];
  const sum = parts.reduce<number>((a, b) => a + b, 0);
  if (sum === total && parts.every((part) => Number.isInteger(part) && part >= 0)) return [];
  return [
    { code: 'cost-mismatch', text: `The parts of the cost add up to ${sum}, the total says ${total}.`, fixed: false },
  ];
}

/**
 * Travel priced anew, leg by leg, with the way home of each shift: seconds at the resource's hourly cost, and the
 * kilometres. Prices are rounded leg by leg, so that a leg may differ by one minor unit.
 */
export function checkTravelCost({ policy }: Reference, routes: readonly Stop[][], { cost }: Plan): Violation[] {
  let price = 0;
  let legs = 0;
  for (const stops of routes) {
    for (const group of byShift(stops)) {
      const { resource } = group[0]!;
      const hourly = resource.hourlyCost ?? policy.hourlyCost;
      const leg = (km: number, seconds: number) => {
        price += Math.round((seconds * hourly) / 3600 + km * policy.perKilometre);
        legs += 1;
      };
      group.forEach((stop, k) => {
        if (stop.facts.status === 'on-site') return;
        if (k === 0 && policy.routeStart === 'open') return;
        const from = k === 0 ? resource : group[k - 1]!.facts.site;
        leg(roadKilometres(from, stop.facts.site, policy), stop.allocation.travelSeconds);
      });
      if (policy.routeEnd === 'open') continue;
      const km = roadKilometres(group.at(-1)!.facts.site, resource, policy);
      leg(km, Math.ceil(secondsNeeded(km, policy, resource.speed) - 1e-6));
    }
  }
  if (Math.abs(price - cost.travel) <= legs) return [];
  return [{ code: 'cost-mismatch', text: `Travel costs ${price}, the plan says ${cost.travel}.`, fixed: false }];
}
