import {
  ableResources,
  accessBook,
  addDays,
  type Call,
  DAY,
  type DayLoad,
  type Device,
  hoursByDate,
  type Instant,
  instant,
  isLetInOn,
  type LocalDate,
  localDateAt,
  type MaintenanceDay,
  type MaintenanceDue,
  type Millis,
  type Model,
  maintenanceDay,
  maintenanceDue,
  millis,
  OPEN_STATUSES,
  placedShifts,
  type Resource,
  type Site,
  startOfDay,
  visitPrice,
} from '#engine';
import { type Change, change } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';
import {
  claimMaintenance,
  type Em,
  lastMaintenance,
  noteMaintenance,
  raisedMaintenance,
  readPlan,
  type StoredAllocation,
} from '../../store/index.ts';
import { enterRequest } from '../calls/log-call.ts';

/** Calls raised in one transaction at most; the next one goes on. */
const AT_ONCE = 50;
const BY = { who: 'preventive maintenance', why: null, at: null };
const CONTACT = 'Preventive maintenance';

/** A device with what its maintenance depends on. */
export interface DueDevice extends MaintenanceDue {
  readonly site: Site;
  readonly model: Model;
  readonly contract: string;
  readonly work: Millis;
  /** The raised call of the due date before, where one is open still; null: none. */
  readonly openCall: string | null;
}

/** Raises what is due in every territory. Any number of processes may: each due date of a device is raised once. */
export async function raiseMaintenance(office: Office): Promise<number> {
  const { tables } = await office.desk.upToDate(office.store.em(), office.clock());
  let total = 0;
  if (tables.reference.policy.maintenanceAhead === 0) return total;
  for (const territory of tables.territories.keys()) {
    while (!office.stopping()) {
      const raised = await raiseInTerritory(office, territory);
      total += raised;
      if (raised < AT_ONCE) break;
    }
  }
  return total;
}

async function raiseInTerritory(office: Office, territory: string): Promise<number> {
  const reply = await change(office, null, async (one) => {
    await claimMaintenance(one.em, territory);
    const day = await one.day();
    const { policy } = day.tables.reference;
    const due = (await dueDevices(day, one.em, territory, policy.maintenanceAhead)).filter(
      ({ openCall }) => openCall === null,
    );
    const calendar = await dayCalendar(day, one.em, territory);
    let raised = 0;
    for (const device of due) {
      if (raised === AT_ONCE) break;
      const chosen = chooseDay(day, calendar, device);
      if (chosen === null) continue;
      calendar.book(chosen.date, device);
      // A day that no plan reaches yet is chosen again once one does, by what is known then.
      if (chosen.date >= localDateAt(instant(one.now + policy.horizon), device.site.timeZone)) continue;
      if (await raise(office, one, territory, device, chosen)) raised += 1;
    }
    return { status: 200, headers: {}, body: raised };
  });
  return reply.body as number;
}

/** All devices of a territory whose maintenance has a due date, soonest first. */
export async function dueDevices(day: Day, em: Em, territory: string, ahead: Millis): Promise<DueDevice[]> {
  const { book, tables } = day;
  const [lastVisits, raised] = [await lastMaintenance(em, territory), await raisedMaintenance(em, territory)];
  const open = new Map<string, string>();
  for (const { number } of book.all()) {
    const call = book.call(number)!;
    if (call.type === 'maintenance' && OPEN_STATUSES.has(book.status(call) ?? 'logged')) open.set(call.device, number);
  }
  const found: DueDevice[] = [];
  for (const device of tables.reference.devices) {
    const [site, model] = [tables.sites.get(device.site)!, tables.models.get(device.model)!];
    if (site.territory !== territory || model.maintenanceEvery === null) continue;
    const due = dueOf(day, device, model, site, lastVisits.get(device.code) ?? null, ahead, raised.get(device.code));
    if (due === null) continue;
    found.push({
      ...due,
      site,
      model,
      contract: device.contract,
      work: model.maintenanceTime ?? model.repairTime,
      openCall: open.get(device.code) ?? null,
    });
  }
  return found.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.device < b.device ? -1 : 1));
}

const dueOf = (
  { tables, book }: Day,
  device: Device,
  model: Model,
  site: Site,
  lastVisit: Instant | null,
  ahead: Millis,
  raised: ReadonlyMap<LocalDate, string> | undefined,
): MaintenanceDue | null => {
  const contract = tables.contracts.get(device.contract)!;
  return maintenanceDue({ device, model, contract, site }, lastVisit, book.now, ahead, new Set(raised?.keys()));
};

/** How full the days are, by who could do the work; and what is planned at each site. */
interface DayCalendar {
  readonly repairsAt: ReadonlyMap<
    string,
    readonly { readonly call: string; readonly date: LocalDate; readonly resource: string }[]
  >;
  able(device: DueDevice): readonly Resource[];
  loads(device: DueDevice): DayLoad[];
  book(date: LocalDate, device: DueDevice): void;
}

async function dayCalendar(day: Day, em: Em, territory: string): Promise<DayCalendar> {
  const { tables, book } = day;
  const { reference } = tables;
  const { timeZone } = tables.territories.get(territory)!;
  const dateOf = (at: Instant) => localDateAt(at, timeZone);
  const { allocations } = await readPlan(em, territory);
  const horizon = millis(reference.policy.maintenanceAhead + 2 * DAY);
  const shiftsOf = placedShifts(reference, book.now, horizon);
  const accessTo = accessBook(reference, book.now, horizon);
  const available = new Map<string, Map<LocalDate, number>>();
  const hoursOf = (resource: Resource) => {
    let own = available.get(resource.code);
    if (own === undefined) {
      own = new Map();
      for (const shift of shiftsOf(resource)) {
        if (shift.territory !== territory || shift.onCallUpTo !== null) continue;
        for (const { date, start, end } of hoursByDate(shift, timeZone))
          own.set(date, (own.get(date) ?? 0) + Math.max(0, end - Math.max(start, book.now)));
      }
      available.set(resource.code, own);
    }
    return own;
  };
  const planned = new Map<string, number>();
  const add = (key: string, time: number) => planned.set(key, (planned.get(key) ?? 0) + time);
  for (const each of allocations) add(`${each.resource} ${dateOf(each.start)}`, each.finish - each.travelStart);
  // What was raised for a later day and has no place in the plan yet is work of that day, whoever will do it.
  const inPlan = new Set(allocations.map(({ call }) => call));
  for (const { number, territory: where } of book.all()) {
    const call = book.call(number)!;
    if (where !== territory || call.type !== 'maintenance' || call.earliest === null || inPlan.has(number)) continue;
    const model = tables.models.get(tables.devices.get(call.device)?.model ?? '');
    add(` ${dateOf(call.earliest)}`, model?.maintenanceTime ?? model?.repairTime ?? 0);
  }

  const ableBy = new Map<string, readonly Resource[]>();
  const able = ({ model, site }: DueDevice) => {
    const key = `${model.code} ${site.code}`;
    const known = ableBy.get(key) ?? ableResources(reference, territory, [...model.skills, ...site.skills]);
    ableBy.set(key, known);
    return known;
  };
  return {
    able,
    repairsAt: repairsBySite(day, allocations, dateOf),
    loads(device) {
      const days: DayLoad[] = [];
      const who = able(device);
      // Raised now, for a day on which somebody opens the door.
      const row = tables.devices.get(device.device)!;
      const windows = accessTo({ loggedAt: book.now, latest: null }, 'planned', row, device.site);
      for (let date = device.windowFrom; date <= device.windowTo; date = addDays(date, 1)) {
        const isOpen = isLetInOn(windows, date, device.site.timeZone, device.work);
        const time = isOpen ? who.reduce((sum, resource) => sum + (hoursOf(resource).get(date) ?? 0), 0) : 0;
        const taken = who.reduce((sum, { code }) => sum + (planned.get(`${code} ${date}`) ?? 0), 0);
        days.push({ date, available: millis(time), booked: millis(taken + (planned.get(` ${date}`) ?? 0)) });
      }
      return days;
    },
    book: (date, { work }) => void add(` ${date}`, work),
  };
}

function repairsBySite(
  { book, tables }: Day,
  allocations: readonly StoredAllocation[],
  dateOf: (at: Instant) => LocalDate,
): DayCalendar['repairsAt'] {
  const planned = allocations.flatMap(({ call, resource, start }) => {
    const found: Call | null = book.call(call);
    if (found === null || found.type === 'maintenance' || start < book.now) return [];
    return [{ site: tables.devices.get(found.device)!.site, call, resource, date: dateOf(start) }];
  });
  return Map.groupBy(planned, ({ site }) => site);
}

function chooseDay({ tables, book }: Day, calendar: DayCalendar, device: DueDevice): MaintenanceDay | null {
  const able = calendar.able(device);
  const price = visitPrice(tables.reference, able, device.site, device.work);
  const isDue = device.windowFrom <= localDateAt(book.now, device.site.timeZone);
  const repairs = (calendar.repairsAt.get(device.site.code) ?? []).filter(({ resource }) =>
    able.some(({ code }) => code === resource),
  );
  // Nobody can do it: it is raised when it is due, so that the plan says why it finds no place.
  if (price === null)
    return isDue ? { date: device.windowFrom, joinedWith: null, why: 'Nobody has the skills.' } : null;
  if (!isDue && repairs.length === 0) return null;
  return maintenanceDay(device, device.work, isDue ? calendar.loads(device) : [], repairs, price, isDue);
}

/** Logs the call: its one clock is its due date, and it counts for no performance. false: the device is entitled to none. */
async function raise(
  office: Office,
  one: Change,
  territory: string,
  device: DueDevice,
  { date, joinedWith, why }: MaintenanceDay,
): Promise<boolean> {
  const { now } = one;
  const { timeZone } = device.site;
  const dueBy = instant(startOfDay(addDays(device.windowTo, 1), timeZone));
  const last = device.lastVisit === null ? 'none is known' : device.lastVisit;
  const request = {
    ...{ device: device.device, site: null, model: null, contact: CONTACT, type: 'maintenance' as const },
    description: `Preventive maintenance of ${device.device} (${device.model.name}), due on ${device.dueOn}; last visit: ${last}.`,
    ...{ loggedAt: now, occurredAt: null, serviceAffecting: false, estimatedTime: null, latest: null },
    earliest: instant(Math.max(now, startOfDay(date, timeZone))),
  };
  const details = { due_on: device.dueOn, last_visit: device.lastVisit, joined_with: joinedWith, why };
  try {
    const { number } = await enterRequest(one, request, BY, details, (call) => ({
      ...call,
      excuse: 'planned-maintenance',
      keptTerms:
        call.keptTerms === null
          ? null
          : { ...call.keptTerms, respondWithin: null, fixWithin: millis(dueBy - now), clock: 'elapsed' },
    }));
    await noteMaintenance(one.em, { territory, device: device.device, dueOn: device.dueOn, call: number, at: now });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    office.log.info({ device: device.device, code: error.code }, 'no preventive maintenance raised');
    return false;
  }
}
