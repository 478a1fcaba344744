import {
  type Call,
  countsAsFailure,
  DAY,
  formatDuration,
  formatInstant,
  type Instant,
  instant,
  localDateAt,
  OPEN_STATUSES,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { allocationsOf, listCalls } from '../../store/index.ts';
import { previewed } from '../calls/check-call.ts';
import { seenStatus } from '../calls/find-call.ts';

/** How far back failures are shown to whoever takes a call. */
const LOOK_BACK = 90 * DAY;
const SHOWN = 10;

/** A device as whoever takes a call needs it: whose it is, what is open, how it did lately, what a fault would get now. */
export async function deviceOverview(office: Office, code: string): Promise<Reply> {
  const em = office.store.em();
  const now = office.clock();
  const day = await office.desk.upToDate(em, now);
  const { book, tables } = day;
  const { reference } = tables;
  const device = tables.devices.get(code);
  if (device === undefined) throw new Refusal('device-not-found', `There is no device ${code}.`);
  // Before anything is waited for: the call is in the book for no longer than this takes.
  const preview = previewed(day, { device: code, contact: 'x', description: 'x' });
  const site = tables.sites.get(device.site)!;
  const model = tables.models.get(device.model)!;
  const contract = tables.contracts.get(device.contract)!;
  const customer = reference.customers.find((each) => each.code === contract.customer)!;
  const regime = reference.regimes.find((each) => each.code === preview.ordered?.regime);
  const calendar = reference.calendars.find((each) => each.code === regime?.calendar);
  const since = instant(now - LOOK_BACK);
  const { calls } = await listCalls(em, { now, device: code, loggedFrom: since }, { limit: 100, after: null });
  const open = openOn(day, new Set([code]));
  const ended = calls.filter((call) => !OPEN_STATUSES.has(book.status(call) ?? 'logged'));
  const body = {
    code,
    model: { code: model.code, name: model.name, repair_time: formatDuration(model.repairTime) },
    site: {
      ...{ code: site.code, name: site.name, address: site.address },
      ...{ time_zone: site.timeZone, territory: site.territory },
    },
    zone: device.zone,
    customer: { code: customer.code, name: customer.name },
    contract: {
      ...{ code: contract.code, name: contract.name, starts_on: contract.startsOn },
      ...{ ends_on: contract.endsOn, auto_renew: contract.autoRenew },
    },
    installed_on: device.installedOn,
    retired_on: device.retiredOn,
    warranty_until: device.warrantyUntil,
    under_warranty: device.warrantyUntil !== null && localDateAt(now, site.timeZone) <= device.warrantyUntil,
    cover:
      preview.ordered === null
        ? null
        : {
            regime: preview.ordered.regime,
            hours: calendar?.hours ?? '',
            counting: preview.clock?.counting ?? false,
            changes_at: at(preview.clock?.changesAt ?? null),
            respond_by: at(preview.ordered.respondBy),
            fix_by: at(preview.ordered.fixBy),
          },
    problems: preview.problems,
    open_calls: await briefly(office, day, open),
    recent: await briefly(office, day, ended.slice(0, SHOWN)),
    failures: calls.filter(countsAsFailure).length,
  };
  return { status: 200, headers: {}, body };
}

/** A site with its devices and what is open there. */
export async function siteOverview(office: Office, code: string): Promise<Reply> {
  const day = await office.desk.upToDate(office.store.em(), office.clock());
  const { tables } = day;
  const { reference } = tables;
  const site = tables.sites.get(code);
  if (site === undefined) throw new Refusal('site-not-found', `There is no site ${code}.`);
  const own = reference.devices.filter((device) => device.site === code);
  const open = openOn(day, new Set(own.map((device) => device.code)));
  const perDevice = Map.groupBy(open, ({ device }) => device);
  const customer = reference.customers.find((each) => each.code === site.customer)!;
  const body = {
    ...{ code, name: site.name, address: site.address, time_zone: site.timeZone, territory: site.territory },
    customer: { code: customer.code, name: customer.name },
    devices: own
      .filter(({ retiredOn }) => retiredOn === null || retiredOn > localDateAt(office.clock(), site.timeZone))
      .map((device) => ({
        ...{
          code: device.code,
          model: device.model,
          model_name: tables.models.get(device.model)?.name ?? device.model,
        },
        ...{ zone: device.zone, open_calls: perDevice.get(device.code)?.length ?? 0 },
      })),
    open_calls: await briefly(office, day, open),
  };
  return { status: 200, headers: {}, body };
}

/** Open calls on devices, most urgent first, then those that await approval. */
function openOn({ book }: Day, devices: ReadonlySet<string>): Call[] {
  const ordered = book.all().map(({ number }) => book.call(number)!);
  return [...ordered, ...book.awaitingApproval()].filter(({ device }) => devices.has(device));
}

async function briefly(office: Office, { book, tables }: Day, calls: readonly Call[]) {
  const stands = calls.map((call) => ({
    call,
    status: book.status(call) ?? ('logged' as const),
    ordered: book.ordered(call.number),
    territory: tables.sites.get(tables.devices.get(call.device)!.site)!.territory,
  }));
  const allocations = await allocationsOf(
    office.store.em(),
    stands.filter(({ ordered }) => ordered !== null).map(({ call, territory }) => ({ number: call.number, territory })),
  );
  return stands.map(({ call, status, ordered }) => {
    const allocation = allocations.get(call.number) ?? null;
    const start: Instant | null = allocation?.start ?? call.plannedStart;
    return {
      ...{ number: call.number, device: call.device, type: call.type, description: call.description },
      status: seenStatus(status, allocation),
      class: ordered?.class ?? null,
      logged_at: formatInstant(call.loggedAt),
      fixed_at: at(call.fixedAt),
      due: at(ordered?.due ?? null),
      resource: call.resource ?? allocation?.resource ?? null,
      start: at(start),
    };
  });
}
