import {
  type Allocation,
  type Dataset,
  instant,
  minor,
  type Plan,
  type Policy,
  type Resource,
  type Unallocated,
} from '#engine';
import {
  hasSkills,
  latePrices,
  legPrice,
  overtimePrice,
  type PlainJob,
  plainJobs,
  scarcePrice,
  scarceSkillsOf,
} from './plain-job.ts';
import type { PlainCall } from './plain-order.ts';
import { earliestFit, latestFit, type PlainShift, plainShifts } from './plain-shifts.ts';
import { type PlainPoint, plainKilometres, plainSeconds } from './plain-travel.ts';

interface PlainStop {
  readonly job: PlainJob;
  readonly travelStart: number;
  readonly arrival: number;
  readonly start: number;
  readonly finish: number;
  readonly seconds: number;
}

/** The stops of a shift with what they cost, the load of their resource not counted. */
interface PlainRoute {
  readonly stops: readonly PlainStop[];
  readonly cost: number;
}

interface OpenShift extends PlainShift {
  route: PlainRoute;
}

const EMPTY: PlainRoute = { stops: [], cost: 0 };

/**
 * Greedy insertion the plain way: objects, Luxon for the shifts; each call in order goes where it adds least to the
 * cost, every resource, shift and place tried, each trial working the whole route out anew. For work of which nothing
 * is started, pinned or given yet, and routes from home to home. The plan's cost is left to `planCostOf`.
 */
export function plainPlan(dataset: Dataset, ordered: readonly PlainCall[], now: number): Plan {
  const { policy } = dataset;
  const shifts = plainShifts(dataset, now)
    .flat()
    .map((shift): OpenShift => ({ ...shift, bands: fromNow(shift.bands, now), route: EMPTY }));
  const inTerritory = Map.groupBy(shifts, ({ territory }) => territory);
  const scarceIn = new Map(
    dataset.territories.map(({ code }) => [code, scarceSkillsOf(resourcesIn(dataset, inTerritory, code))]),
  );
  const unallocated: Unallocated[] = [];
  const territories = Map.groupBy(plainJobs(dataset, ordered, now), ({ territory }) => territory);
  for (const [territory, jobs] of territories) {
    const open = inTerritory.get(territory) ?? [];
    const loads = loadsOf(open);
    for (const job of jobs) {
      const barred = job.ordered.call.duplicateOf !== null;
      const place = barred ? null : cheapest(policy, open, loads, job, scarceIn.get(territory)!);
      if (place === null) {
        const code = barred ? 'duplicate' : 'no-place';
        unallocated.push({ call: job.ordered.call.number, reasons: [{ code, text: 'No place was found.' }] });
        continue;
      }
      place.shift.route = place.route;
      loads.get(place.shift.resource)!.work += job.work;
    }
  }
  return { allocations: shifts.flatMap(allocationsOf), unallocated, cost: NO_COST, changeCost: ZERO };
}

const ZERO = minor(0);
const NO_COST = {
  total: ZERO,
  respondLate: ZERO,
  fixLate: ZERO,
  waiting: ZERO,
  unplaced: ZERO,
  travel: ZERO,
  overtime: ZERO,
  imbalance: ZERO,
  scarceSkills: ZERO,
};

const fromNow = (bands: PlainShift['bands'], now: number) =>
  bands.filter(({ end }) => end > now).map(({ start, end }) => ({ start: Math.max(start, now), end }));

/** Its own resources, and those lent to it. */
export const resourcesIn = (
  dataset: Dataset,
  inTerritory: ReadonlyMap<string, readonly PlainShift[]>,
  territory: string,
): Resource[] => {
  const lent = (inTerritory.get(territory) ?? []).map(({ resource }) => resource);
  return [...new Set([...dataset.resources.filter((each) => each.territory === territory), ...lent])];
};

interface Load {
  work: number;
  /** Regular working time from `now` on. */
  available: number;
}

function loadsOf(shifts: readonly PlainShift[]): Map<Resource, Load> {
  const loads = new Map<Resource, Load>();
  for (const { resource, bands, regularEnd } of shifts) {
    const load = loads.get(resource) ?? { work: 0, available: 0 };
    load.available += bands.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, regularEnd) - start), 0);
    loads.set(resource, load);
  }
  return loads;
}

/** The place at which a job adds least to the cost, of equally cheap ones the earliest; null: no place. */
function cheapest(
  policy: Policy,
  shifts: readonly OpenShift[],
  loads: ReadonlyMap<Resource, Load>,
  job: PlainJob,
  scarce: ReadonlySet<string>,
): { shift: OpenShift; route: PlainRoute } | null {
  let best: { shift: OpenShift; route: PlainRoute; cost: number; start: number } | null = null;
  let allocated = job.work;
  let available = 0;
  for (const load of loads.values()) {
    allocated += load.work;
    available += load.available;
  }
  const share = available > 0 ? allocated / available : 0;
  const imbalance = (load: number, of: number) =>
    Math.round((Math.abs(load - share * of) / 3_600_000) * policy.imbalancePerHour);
  for (const shift of shifts) {
    const { resource, route } = shift;
    if (resource.maxCalls !== null && route.stops.length >= resource.maxCalls) continue;
    if (!hasSkills(resource, job.skills)) continue;
    const load = loads.get(resource)!;
    const aside =
      scarcePrice(policy, job, resource, scarce) +
      imbalance(load.work + job.work, load.available) -
      imbalance(load.work, load.available);
    for (let at = 0; at <= route.stops.length; at++) {
      const jobs = route.stops.map((stop) => stop.job).toSpliced(at, 0, job);
      const trial = timed(policy, shift, jobs);
      if (trial === null) continue;
      const cost = aside + trial.cost - route.cost;
      const { start } = trial.stops[at]!;
      if (best === null || cost < best.cost || (cost === best.cost && start < best.start)) {
        best = { shift, route: trial, cost, start };
      }
    }
  }
  return best;
}

/** The jobs one after the other in a shift, from home to home, as early as can be; null: they don't fit. */
function timed(policy: Policy, shift: PlainShift, jobs: readonly PlainJob[]): PlainRoute | null {
  const { resource, bands, regularEnd } = shift;
  const stops: PlainStop[] = [];
  let place: PlainPoint = resource;
  let time = -Infinity;
  let cost = 0;
  for (const job of jobs) {
    const { earliest, latest } = job.ordered.call;
    const km = plainKilometres(place, job, policy);
    const seconds = plainSeconds(km, policy, resource.speed);
    let travelStart = earliestFit(bands, time, seconds * 1000);
    const there = travelStart + seconds * 1000;
    const start = earliestFit(bands, Math.max(there, earliest ?? there), job.work);
    if (start === Infinity || start > (latest ?? Infinity)) return null;
    // Nobody leaves home earlier than needed, nor waits at the customer for an appointment.
    if (stops.length === 0) travelStart = Math.max(travelStart, latestFit(bands, start, seconds * 1000));
    else if (earliest !== null && earliest > there) {
      travelStart = Math.max(travelStart, latestFit(bands, earliest, seconds * 1000));
    }
    const arrival = travelStart + seconds * 1000;
    const finish = start + job.work;
    // Nobody waits for a door the plain way: arrival and work lie while people are let in, or there is no place.
    if (job.access !== null && !job.access.some((open) => open.start <= arrival && finish <= open.end)) return null;
    const late = latePrices(policy, job, arrival, finish);
    cost += late.respond + late.fix + legPrice(policy, resource, km, seconds);
    stops.push({ job, travelStart, arrival, start, finish, seconds });
    place = job;
    time = finish;
  }
  const km = plainKilometres(place, resource, policy);
  const seconds = plainSeconds(km, policy, resource.speed);
  const leave = earliestFit(bands, time, seconds * 1000);
  if (leave === Infinity) return null;
  cost += legPrice(policy, resource, km, seconds);
  cost += overtimePrice(policy, resource, regularEnd, leave + seconds * 1000);
  return { stops, cost };
}

const allocationsOf = ({ resource, route }: OpenShift): Allocation[] =>
  route.stops.map(({ job, travelStart, arrival, start, finish, seconds }) => ({
    call: job.ordered.call.number,
    resource: resource.code,
    travelStart: instant(travelStart),
    arrival: instant(arrival),
    start: instant(start),
    finish: instant(finish),
    travelSeconds: seconds,
    fixed: false,
  }));
