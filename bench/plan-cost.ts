import { type Allocation, type Dataset, minor, type Plan, type PlanCost } from '#engine';
import {
  latePrices,
  legPrice,
  overtimePrice,
  type PlainJob,
  plainJobs,
  scarcePrice,
  scarceSkillsOf,
  unplacedPrice,
} from './baseline/plain-job.ts';
import type { PlainCall } from './baseline/plain-order.ts';
import { resourcesIn } from './baseline/plain-plan.ts';
import { earliestFit, type PlainShift, plainShifts } from './baseline/plain-shifts.ts';
import { plainKilometres, plainSeconds } from './baseline/plain-travel.ts';

/**
 * What a plan costs in the policy's money, worked out from its allocations alone: the one measure by which plans of
 * different makers are compared. For work of which nothing was started, pinned or given before, so that nothing churns.
 */
export function planCostOf(dataset: Dataset, ordered: readonly PlainCall[], plan: Plan, now: number): PlanCost {
  const { policy } = dataset;
  const jobs = new Map(plainJobs(dataset, ordered, now).map((job) => [job.ordered.call.number, job]));
  const shifts = plainShifts(dataset, now);
  const shiftsOf = new Map(dataset.resources.map(({ code }, k) => [code, shifts[k]!]));
  const inTerritory = Map.groupBy(shifts.flat(), ({ territory }) => territory);
  const sum = { respondLate: 0, fixLate: 0, unplaced: 0, travel: 0, overtime: 0, imbalance: 0, scarceSkills: 0 };
  // What a call waits in time is money that nobody loses: makers of plans are not compared by it.
  const waiting = minor(0);

  for (const { call } of plan.unallocated) {
    const job = jobs.get(call)!;
    if (job.ordered.call.duplicateOf === null) sum.unplaced += unplacedPrice(policy, job);
  }
  const routes = new Map<PlainShift, { allocation: Allocation; job: PlainJob }[]>();
  for (const allocation of plan.allocations) {
    const shift = shiftsOf
      .get(allocation.resource)!
      .find(({ bands }) => bands[0]!.start <= allocation.start && allocation.start < bands.at(-1)!.end)!;
    const route = routes.get(shift) ?? [];
    routes.set(shift, route);
    route.push({ allocation, job: jobs.get(allocation.call)! });
  }
  for (const [{ resource, bands, regularEnd }, route] of routes) {
    route.sort((a, b) => a.allocation.start - b.allocation.start);
    route.forEach(({ allocation, job }, k) => {
      const late = latePrices(policy, job, allocation.arrival, allocation.finish);
      sum.respondLate += late.respond;
      sum.fixLate += late.fix;
      const km = plainKilometres(route[k - 1]?.job ?? resource, job, policy);
      sum.travel += legPrice(policy, resource, km, allocation.travelSeconds);
    });
    const last = route.at(-1)!;
    const km = plainKilometres(last.job, resource, policy);
    const seconds = plainSeconds(km, policy, resource.speed);
    const from = bands.map(({ start, end }) => ({ start: Math.max(start, now), end }));
    const backAt = earliestFit(from, last.allocation.finish, seconds * 1000) + seconds * 1000;
    sum.travel += legPrice(policy, resource, km, seconds);
    sum.overtime += overtimePrice(policy, resource, regularEnd, backAt);
  }
  for (const { code } of dataset.territories) {
    const resources = resourcesIn(dataset, inTerritory, code);
    const scarce = scarceSkillsOf(resources);
    const loads = resources.map((resource) => {
      const own = shiftsOf.get(resource.code)!.filter(({ territory }) => territory === code);
      let work = 0;
      for (const { job } of own.flatMap((shift) => routes.get(shift) ?? [])) {
        work += job.work;
        sum.scarceSkills += scarcePrice(policy, job, resource, scarce);
      }
      return { work, available: own.reduce((time, shift) => time + regularTime(shift, now), 0) };
    });
    const available = loads.reduce((total, load) => total + load.available, 0);
    const share = available > 0 ? loads.reduce((total, load) => total + load.work, 0) / available : 0;
    for (const load of loads) {
      sum.imbalance += Math.round((Math.abs(load.work - share * load.available) / 3_600_000) * policy.imbalancePerHour);
    }
  }
  const total = Object.values(sum).reduce((all, part) => all + part, 0);
  const parts = Object.fromEntries(Object.entries(sum).map(([part, amount]) => [part, minor(amount)]));
  return { ...parts, waiting, total: minor(total) } as unknown as PlanCost;
}

const regularTime = ({ bands, regularEnd }: PlainShift, now: number): number =>
  bands.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, regularEnd) - Math.max(start, now)), 0);
