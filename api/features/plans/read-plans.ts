import { addDays, formatInstant, type Instant, instant, type LocalDate, localDateAt, startOfDay } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { pastDay, planAgain } from '../../platform/past.ts';
import {
  allocationView,
  at,
  csv,
  otherCostView,
  pricedAllocationView,
  priceView,
  siteOf,
  unallocatedView,
} from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { costOf, findCall, planAt, readPlan, readRoute } from '../../store/index.ts';
import { seenStatus } from '../calls/find-call.ts';
import { fairnessIndex } from './fairness.ts';
import { remediesOf, remediesView } from './remedies.ts';

/** All territories with what is open in them and how their plan stands. */
export async function territories(office: Office): Promise<Reply> {
  const em = office.store.em();
  const { book, tables } = await office.desk.upToDate(em, office.clock());
  const open = new Map<string, number>();
  for (const { territory } of book.all()) open.set(territory, (open.get(territory) ?? 0) + 1);
  const { reference } = tables;
  const rows = [];
  for (const { code, name, timeZone } of reference.territories) {
    const plan = await readPlan(em, code);
    rows.push({
      code,
      name,
      time_zone: timeZone,
      open_calls: open.get(code) ?? 0,
      resources: reference.resources.filter(({ territory }) => territory === code).length,
      planned_at: at(plan.madeAt),
      unallocated: plan.version === 0 ? null : plan.unallocated.length,
    });
  }
  return { status: 200, headers: {}, body: { territories: rows } };
}

/** Calls left out, most urgent first, for which remedies are looked for when a plan is read. */
const REMEDIES = 20;

const COLUMNS = [
  'call',
  'resource',
  'travel_start',
  'arrival',
  'start',
  'finish',
  'travel_seconds',
  'fixed',
  'cost',
  'change_cost',
];

/** The plan of a territory as it stands; a later one has another ETag. */
export async function territoryPlan(
  office: Office,
  code: string,
  asCsv: boolean,
  withRemedies: boolean,
): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  const { tables } = day;
  if (!tables.territories.has(code)) throw new Refusal('territory-not-found', `There is no territory ${code}.`);
  const plan = await readPlan(em, code);
  if (plan.version === 0 || plan.cost === null) {
    throw new Refusal('plan-not-found', `Territory ${code} has not been planned yet.`);
  }
  const { reference } = tables;
  const { currency } = reference.policy;
  const costs = plan.allocations.map(costOf);
  const urgent = plan.unallocated.slice(0, withRemedies ? REMEDIES : 0).map(({ call }) => call);
  const remedies = await remediesOf(em, day, plan, urgent);
  const allocations = plan.allocations.map((each, k) => pricedAllocationView(each, costs[k]!, currency));
  const body = {
    territory: code,
    planned_at: at(plan.madeAt),
    now: at(plan.now),
    currency,
    resources: reference.resources
      .filter(({ territory }) => territory === code)
      .map((resource) => ({ code: resource.code, name: resource.name })),
    allocations,
    unallocated: plan.unallocated.map((each) => ({
      ...unallocatedView(each, currency),
      ...(withRemedies && { remedies: remediesView(remedies.get(each.call) ?? []) }),
    })),
    ...priceView({ cost: plan.cost, changeCost: plan.changeCost }, currency),
    other_cost: otherCostView(plan.cost, costs, plan.unallocated, currency),
    fairness: await fairnessIndex(office, em, tables, { ...plan, now: plan.now ?? day.book.now }),
    violations: plan.violations,
  };
  const headers = { etag: `"${plan.version}"` };
  return { status: 200, headers, body: asCsv ? csv(COLUMNS, allocations.map(flat)) : body };
}

/** A row of the CSV: what it costs as it stands in one column. */
const flat = <T extends { cost: Record<string, string> | null }>({ cost, ...rest }: T) => ({
  ...rest,
  cost: cost?.total ?? null,
});

/**
 * The plan of a territory as it stood at an instant; `again`: the last one that was made anew by then, made again from the
 * journals, with whether it comes to the same end.
 */
export async function pastPlan(
  office: Office,
  code: string,
  when: Instant,
  again: boolean,
  asCsv: boolean,
): Promise<Reply> {
  const { book, tables } = await pastDay(office, when);
  if (!tables.territories.has(code)) throw new Refusal('territory-not-found', `There was no territory ${code}.`);
  const found = again ? await madeAgain(office, code, when) : await stoodAt(office, code, when);
  const { reference } = found.tables ?? tables;
  const { allocations, unallocated, cost, changeCost } = found.plan;
  const open = again ? allocations : allocations.filter(({ call }) => book.ordered(call) !== null);
  const { currency } = reference.policy;
  const costs = open.map(({ call }) => found.costs.get(call) ?? null);
  const shown = open.map((each, k) => pricedAllocationView(each, costs[k]!, currency));
  const body = {
    territory: code,
    planned_at: at(found.madeAt),
    now: at(found.made?.now ?? found.madeAt),
    currency,
    resources: reference.resources
      .filter(({ territory }) => territory === code)
      .map((resource) => ({ code: resource.code, name: resource.name })),
    allocations: shown,
    unallocated: unallocated.map((each) => unallocatedView(each, currency)),
    ...priceView({ cost, changeCost }, currency),
    other_cost: otherCostView(cost, costs, unallocated, currency),
    fairness: await fairnessIndex(office, office.store.em(), found.tables ?? tables, {
      ...{ territory: code, version: found.version, allocations: open },
      now: found.made?.now ?? found.madeAt,
    }),
    violations: [],
    ...(found.same === null ? {} : { same: found.same }),
  };
  return { status: 200, headers: { etag: `"${found.version}"` }, body: asCsv ? csv(COLUMNS, shown.map(flat)) : body };
}

async function madeAgain(office: Office, code: string, when: Instant) {
  const again = await planAgain(office, code, when);
  return { ...again, costs: new Map(again.plan.allocationCosts?.map(({ call, ...cost }) => [call, cost])) };
}

async function stoodAt(office: Office, code: string, when: Instant) {
  const found = await planAt(office.store.em(), code, { at: when });
  if (found === null) throw new Refusal('plan-not-found', `No plan of ${code} is known at ${formatInstant(when)}.`);
  const { version, madeAt, made, allocations, unallocated, cost, changeCost } = found;
  const costs = new Map(allocations.map((each) => [each.call, costOf(each)]));
  return {
    version,
    madeAt,
    made,
    tables: null,
    plan: { allocations, unallocated, cost, changeCost },
    costs,
    same: null,
  };
}

/** Where a technician goes on a date of the territory's zone: work done and to do, in order of time. */
export async function routeOfDay(office: Office, code: string, date: LocalDate | null): Promise<Reply> {
  const em = office.store.em();
  const now = office.clock();
  const { book, tables } = await office.desk.upToDate(em, now);
  const resource = tables.resources.get(code);
  if (resource === undefined) throw new Refusal('resource-not-found', `There is no resource ${code}.`);
  const { timeZone } = tables.territories.get(resource.territory)!;
  const day = date ?? localDateAt(now, timeZone);
  const during = { start: instant(startOfDay(day, timeZone)), end: instant(startOfDay(addDays(day, 1), timeZone)) };
  const stops = [];
  for (const allocation of await readRoute(em, code, during)) {
    const call = await findCall(em, allocation.call, { lock: false });
    if (call === null) continue;
    const site = siteOf(tables, call);
    stops.push({
      ...allocationView(allocation),
      device: call.device,
      site: site.code,
      site_name: site.name,
      address: site.address,
      latitude: site.latitude,
      longitude: site.longitude,
      description: call.description,
      status: seenStatus(book.status(call) ?? 'logged', allocation),
    });
  }
  const { name, territory } = resource;
  return { status: 200, headers: {}, body: { resource: code, name, territory, date: day, time_zone: timeZone, stops } };
}
