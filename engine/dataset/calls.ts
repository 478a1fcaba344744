import type { Call } from '../model/call.ts';
import type { Device } from '../model/device.ts';
import type { Instant, LocalDate } from '../model/units.ts';
import { localDateAt } from '../time/index.ts';
import type { ProblemList } from './problem-list.ts';
import { reportAt } from './read-rows.ts';
import type { ReadTables } from './references.ts';
import type { Report } from './table.ts';
import type { CallRow } from './tables/calls.ts';

/** What calls ask about devices. */
interface Devices {
  readonly byCode: ReadonlyMap<string, Partial<Device>>;
  readonly bySiteAndModel: ReadonlyMap<string, readonly Partial<Device>[]>;
  readonly zoneOfSite: ReadonlyMap<string, string>;
  readonly models: ReadonlySet<string>;
  /** Whether every device could be read: only then can it be said that none matches. */
  readonly complete: boolean;
}

/**
 * Works out what a call's row may leave out: its number, its device from site and model, whether it takes the device
 * out of service. Reports devices that contradict site or model or can't be told, and duplicates that form a circle.
 * The calls are whole only if no problem was reported.
 */
export function completeCalls(tables: ReadTables, problems: ProblemList): Call[] {
  const devices = indexDevices(tables);
  const numbers = new Set(tables.calls.codes);
  checkDuplicates(tables, problems);
  return tables.calls.rows.map(({ sheetRow, values }) => {
    // Every cell was read if no problem was reported; else the calls are thrown away.
    const row = values as CallRow;
    const report = reportAt(tables.calls.table, sheetRow, problems);
    if (row.device) checkDevice(devices.byCode.get(row.device), row.site, row.model, report);
    // Field by field: spreading a row of so many fields takes several times as long.
    return {
      row: sheetRow.row,
      number: row.number ?? freeNumber(sheetRow.row, numbers),
      device: row.device ?? findDevice(row.site, row.model, row.loggedAt, devices, report) ?? '',
      contact: row.contact,
      description: row.description,
      type: row.type,
      loggedAt: row.loggedAt,
      occurredAt: row.occurredAt,
      serviceAffecting: row.serviceAffecting ?? row.type === 'fault',
      estimatedTime: row.estimatedTime,
      earliest: row.earliest,
      latest: row.latest,
      status: row.status,
      resource: row.resource,
      pinned: row.pinned,
      respondedAt: row.respondedAt,
      fixedAt: row.fixedAt,
      closedAt: row.closedAt,
      holds: row.holds,
      restored: row.restored,
      duplicateOf: row.duplicateOf,
      // Worked out from all rows (settle-duplicates.ts).
      earlierReport: null,
      excuse: row.excuse,
      emergency: row.emergency,
      raisedTo: row.raisedTo,
      plannedStart: row.plannedStart,
      inUse: row.inUse,
      temporaryFixedAt: row.temporaryFixedAt,
      arrivedAt: row.arrivedAt,
      visitSkills: row.visitSkills,
      resolution: row.resolution,
      keptTerms: row.keptTerms,
    };
  });
}

/** A number for a call that was given none: from its row, so that it is the same whenever the file is read. */
function freeNumber(row: number, taken: Set<string>): string {
  const plain = `ROW-${String(row).padStart(6, '0')}`;
  let number = plain;
  for (let copy = 2; taken.has(number); copy++) number = `${plain}-${copy}`;
  taken.add(number);
  return number;
}

const siteAndModel = (site: string, model: string) => `${site}\0${model}`;

function indexDevices(tables: ReadTables): Devices {
  const byCode = new Map<string, Partial<Device>>();
  const bySiteAndModel = new Map<string, Partial<Device>[]>();
  let complete = tables.devices.codes?.size === tables.devices.rows.length;
  for (const { values } of tables.devices.rows) {
    const { code, site, model } = values;
    if (code === undefined || site === undefined || model === undefined) {
      complete = false;
      continue;
    }
    byCode.set(code, values);
    const key = siteAndModel(site, model);
    const same = bySiteAndModel.get(key);
    if (same === undefined) bySiteAndModel.set(key, [values]);
    else same.push(values);
  }
  const zoneOfSite = new Map<string, string>();
  for (const { values } of tables.sites.rows)
    if (values.code !== undefined && values.timeZone !== undefined) zoneOfSite.set(values.code, values.timeZone);
  return { byCode, bySiteAndModel, zoneOfSite, models: tables.models.codes ?? new Set(), complete };
}

/** The one device of a model that was in service at a site on the day of the call; undefined where it can't be told. */
function findDevice(
  site: string | null | undefined,
  model: string | null | undefined,
  loggedAt: Instant | undefined,
  devices: Devices,
  report: Report,
): string | undefined {
  if (!site || !model || loggedAt === undefined || !devices.complete) return undefined;
  const zone = devices.zoneOfSite.get(site);
  if (zone === undefined || !devices.models.has(model)) return undefined; // told already
  const there = devices.bySiteAndModel.get(siteAndModel(site, model)) ?? [];
  const inService = there.filter((device) => isInService(device, () => localDateAt(loggedAt, zone)));
  if (inService.length === 1) return inService[0]?.code;
  if (inService.length === 0)
    report(
      'model',
      'no-device-matches',
      there.length === 0
        ? `There is no device of model ${model} at site ${site}.`
        : `No device of model ${model} at site ${site} was in service when the call was logged.`,
      'Name the device, or correct site, model or logged_at.',
    );
  else
    report(
      'model',
      'several-devices-match',
      `${inService.length} devices of model ${model} stand at site ${site}: ${inService
        .slice(0, 5)
        .map(({ code }) => code)
        .join(', ')}${inService.length > 5 ? ' …' : ''}.`,
      'Name the device.',
    );
  return undefined;
}

/** Installed and retired are inclusive; the day is asked for only where one of them is set. */
function isInService({ installedOn, retiredOn }: Partial<Device>, day: () => LocalDate): boolean {
  if (!installedOn && !retiredOn) return true;
  const on = day();
  return (!installedOn || on >= installedOn) && (!retiredOn || on <= retiredOn);
}

function checkDevice(
  device: Partial<Device> | undefined,
  site: string | null | undefined,
  model: string | null | undefined,
  report: Report,
): void {
  if (device === undefined) return;
  if (site && device.site !== site)
    report(
      'site',
      'device-not-at-site',
      `Device ${device.code} is at site ${device.site}, not ${site}.`,
      'Correct the device or the site, or leave the site empty.',
    );
  if (model && device.model !== model)
    report(
      'model',
      'device-not-of-model',
      `Device ${device.code} is of model ${device.model}, not ${model}.`,
      'Correct the device or the model, or leave the model empty.',
    );
}

/** A duplicate refers to an earlier report; following the references must come to an end. */
function checkDuplicates(tables: ReadTables, problems: ProblemList): void {
  const { table, rows } = tables.calls;
  const original = new Map<string, string>();
  for (const { values } of rows)
    if (values.number && values.duplicateOf) original.set(values.number, values.duplicateOf);
  if (original.size === 0) return;
  const inCircle = new Set<string>();
  const settled = new Set<string>();
  for (const start of original.keys()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !settled.has(at) && !path.has(at)) {
      path.add(at);
      at = original.get(at);
    }
    if (at !== undefined && path.has(at)) {
      const names = [...path];
      for (const name of names.slice(names.indexOf(at))) inCircle.add(name);
    }
    for (const name of path) settled.add(name);
  }
  for (const { sheetRow, values } of rows)
    if (values.number && inCircle.has(values.number))
      reportAt(table, sheetRow, problems)(
        'duplicate_of',
        'circular-duplicate',
        values.duplicateOf === values.number
          ? `Call ${values.number} is said to be a duplicate of itself.`
          : `Call ${values.number} is said to be a duplicate of ${values.duplicateOf}, which leads back to ${values.number}.`,
        'Leave duplicate_of empty for the call that was logged first.',
      );
}
