import { CALL_CLASSES, type Dataset, type Model, type Policy, type Resource, type Site } from '#engine';
import { comparePlain, type PlainCall, plainCalls } from './plain-order.ts';
import { plainKilometres } from './plain-travel.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * The order by cost of delay the plain way: class, then the apparent tardiness cost rule (Vepsalainen and Morton 1987;
 * decision 56) worked out for each call from its objects, then as the default.
 */
export function plainCostOfDelay(dataset: Dataset, now: number): PlainCall[] {
  const travel = plainLeastTravel(dataset);
  const models = new Map(dataset.models.map((model) => [model.code, model]));
  const devices = new Map(dataset.devices.map((device) => [device.code, device]));
  const keyed = plainCalls(dataset, now).map((each) => {
    const device = devices.get(each.call.device)!;
    const work = travel(device.site, device.model) + workTime(each, models.get(device.model)!);
    return { each, cost: costOfDelay(dataset.policy, each, work, now) };
  });
  return keyed
    .sort(
      (a, b) =>
        CALL_CLASSES.indexOf(a.each.class) - CALL_CLASSES.indexOf(b.each.class) ||
        compareCost(a.cost, b.cost) ||
        comparePlain(a.each, b.each),
    )
    .map(({ each }) => each);
}

/** None sorts last. */
const compareCost = (a: number | null, b: number | null): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : a - b;

/** Slack less a head start that the money lost by waiting buys, milliseconds; null: nothing due, or nothing lost. */
function costOfDelay(policy: Policy, { due, respondBy, class: of, priority }: PlainCall, work: number, now: number) {
  if (due === null) return null;
  const price = due === respondBy ? policy.prices[of].respond : policy.prices[of].fix;
  const factor = policy.priorityFactors[priority - 1]!;
  const lost = price.perHour * factor + (now <= due ? price.step * factor : 0);
  if (lost === 0) return null;
  const rate = lost / (Math.max(work, MINUTE) / HOUR);
  return Math.max(0, due - now - work) - Math.round(policy.lookAhead * Math.log(rate));
}

const workTime = ({ call }: PlainCall, model: Model): number =>
  call.estimatedTime ?? (call.type === 'maintenance' ? (model.maintenanceTime ?? model.repairTime) : model.repairTime);

/** From the home of the nearest resource of the territory who has every skill; 0 where there is none. */
function plainLeastTravel({ sites, models, resources, policy }: Dataset): (site: string, model: string) => number {
  const siteOf = new Map(sites.map((site) => [site.code, site]));
  const modelOf = new Map(models.map((model) => [model.code, model]));
  const lentTo = (resource: Resource, site: Site) =>
    policy.lent.some((lent) => lent.resource === resource.code && lent.territory === site.territory);
  const byTerritory = new Map<string, Resource[]>();
  const known = new Map<string, number>();
  return (siteCode, modelCode) => {
    const key = `${siteCode} ${modelCode}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const site = siteOf.get(siteCode)!;
    const needed = [...modelOf.get(modelCode)!.skills, ...site.skills];
    const there =
      byTerritory.get(site.territory) ??
      resources.filter((each) => each.territory === site.territory || lentTo(each, site));
    byTerritory.set(site.territory, there);
    const hours = there
      .filter(({ skills }) =>
        needed.every((need) => skills.some((has) => has.skill === need.skill && has.level >= need.level)),
      )
      .map((each) => plainKilometres(each, site, policy) / (policy.speed * each.speed));
    const least = hours.length === 0 ? 0 : Math.round(Math.min(...hours) * HOUR);
    known.set(key, least);
    return least;
  };
}
