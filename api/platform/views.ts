import {
  type Allocation,
  type AllocationCost,
  type Because,
  type Call,
  type CallStatus,
  type Contract,
  clocksFrom,
  type Device,
  formatDuration,
  formatInstant,
  formatMoney,
  type Instant,
  type Model,
  minor,
  type OrderedCall,
  type PlanCost,
  type PlanPrice,
  type Reason,
  type Reference,
  type Resource,
  type RunningClock,
  type Site,
  type Territory,
  type Unallocated,
  type Visit,
} from '#engine';
import type { StoredCallEvent } from '../store/index.ts';

/** The tables of the reference that replies look things up in, by code. */
export interface Directory {
  readonly reference: Reference;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly models: ReadonlyMap<string, Model>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly territories: ReadonlyMap<string, Territory>;
  readonly resources: ReadonlyMap<string, Resource>;
}

const byCode = <T extends { readonly code: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.code, row]));

export const directory = (reference: Reference): Directory => ({
  reference,
  contracts: byCode(reference.contracts),
  devices: byCode(reference.devices),
  models: byCode(reference.models),
  sites: byCode(reference.sites),
  territories: byCode(reference.territories),
  resources: byCode(reference.resources),
});

/** Site of a call; every call's device and every device's site are in the tables (a dataset is checked as a whole). */
export const siteOf = (tables: Directory, call: Call): Site => tables.sites.get(deviceOf(tables, call).site)!;
export const deviceOf = (tables: Directory, call: Call): Device => tables.devices.get(call.device)!;
export const territoryOf = (tables: Directory, call: Call): string => siteOf(tables, call).territory;

export const at = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

/** A call as it was told and as it stands, in the names of the dataset's columns. */
export function callView(tables: Directory, call: Call, status: CallStatus, allocation: Allocation | null) {
  const device = deviceOf(tables, call);
  return {
    number: call.number,
    device: call.device,
    site: device.site,
    model: device.model,
    contract: device.contract,
    territory: territoryOf(tables, call),
    contact: call.contact,
    description: call.description,
    type: call.type,
    status,
    logged_at: formatInstant(call.loggedAt),
    occurred_at: at(call.occurredAt),
    service_affecting: call.serviceAffecting,
    in_use: call.inUse,
    estimated_time: call.estimatedTime === null ? null : formatDuration(call.estimatedTime),
    earliest: at(call.earliest),
    latest: at(call.latest),
    resource: call.resource ?? allocation?.resource ?? null,
    pinned: call.pinned,
    planned_start: at(allocation?.start ?? call.plannedStart),
    responded_at: at(call.respondedAt),
    fixed_at: at(call.fixedAt),
    closed_at: at(call.closedAt),
    temporary_fixed_at: at(call.temporaryFixedAt),
    resolution: call.resolution,
    next_visit_skills: call.visitSkills,
    holds: call.holds.map((hold) => ({ from: formatInstant(hold.from), to: at(hold.to), reason: hold.reason })),
    restored: call.restored.map(({ start, end }) => ({ from: formatInstant(start), to: formatInstant(end) })),
    duplicate_of: call.duplicateOf,
    first_reported_at: formatInstant(clocksFrom(call)),
    excuse: call.excuse,
    emergency: call.emergency,
    raised_to: call.raisedTo,
  };
}

export const visitView = (visit: Visit) => ({
  visit: visit.visit,
  resource: visit.resource,
  travelled_at: at(visit.travelledAt),
  arrived_at: formatInstant(visit.arrivedAt),
  left_at: at(visit.leftAt),
  time_spent: visit.timeSpent === null ? null : formatDuration(visit.timeSpent),
  outcome: visit.outcome,
});

/** An entry of a journal; what it keeps of the call itself (`set`) is for replays, not for readers. */
export const entryView = ({ id, kind, at: when, who, why, data: { set: _, ...details } }: StoredCallEvent) => ({
  id: String(id),
  kind,
  at: formatInstant(when),
  who,
  why,
  details,
});

export const orderedView = (call: OrderedCall) => ({
  number: call.number,
  contract: call.contract,
  territory: call.territory,
  regime: call.regime,
  respond_by: at(call.respondBy),
  fix_by: at(call.fixBy),
  due: at(call.due),
  class: call.class,
  priority: call.priority,
  levels: call.levels,
  position: call.position,
});

export const clockView = (clock: RunningClock) => ({
  awaits: clock.awaits,
  due: at(clock.due),
  amber_at: at(clock.amberAt),
  stopped: clock.stopped,
  counting: clock.counting,
  changes_at: at(clock.changesAt),
});

export const becauseView = (because: readonly Because[]) => because.map((each) => ({ ...each }));
export const reasonsView = (reasons: readonly Reason[]) => reasons.map((each) => ({ ...each }));

export const allocationView = (allocation: Allocation) => ({
  call: allocation.call,
  resource: allocation.resource,
  travel_start: formatInstant(allocation.travelStart),
  arrival: formatInstant(allocation.arrival),
  start: formatInstant(allocation.start),
  finish: formatInstant(allocation.finish),
  travel_seconds: allocation.travelSeconds,
  fixed: allocation.fixed,
});

/** Parts of a plan's cost, and of its cost of change, that lie with an allocation. */
type OwnCost = Omit<AllocationCost, 'call'>;

/** With the parts of the plan's cost that lie with it; null: given by hand, the next plan tells. */
export const pricedAllocationView = (allocation: Allocation, cost: OwnCost | null, currency: string) => ({
  ...allocationView(allocation),
  ...(cost === null ? { cost: null, change_cost: null } : ownCostView(cost, currency)),
});

/** What an allocation costs as it stands, in parts with their total, and what getting there cost. */
export function ownCostView({ changeCost, ...parts }: OwnCost, currency: string) {
  const total = minor(Object.values(parts).reduce((sum, part) => sum + part, 0));
  return { cost: costView({ total, ...parts }, currency), change_cost: formatMoney(changeCost, currency) };
}

/** A plan's money: what it costs as it stands, in parts, and what getting there costs, once. */
export const priceView = ({ cost, changeCost }: PlanPrice, currency: string) => ({
  cost: costView(cost, currency),
  change_cost: formatMoney(changeCost, currency),
});

export const unallocatedView = ({ call, reasons, cost }: Unallocated, currency: string) => ({
  call,
  reasons: reasonsView(reasons),
  cost: cost === undefined ? null : formatMoney(cost, currency),
});

/** What is left of a plan's cost beside allocations and the calls that it leaves out. */
export function otherCostView(
  cost: PlanCost,
  own: readonly (OwnCost | null)[],
  unallocated: readonly Unallocated[],
  currency: string,
): Record<string, string> {
  const left: Record<string, number> = { ...cost };
  const take = (part: string, amount: number): void => {
    left[part]! -= amount;
    left.total! -= amount;
  };
  for (const each of own) {
    const { changeCost: _, ...parts } = each ?? {};
    for (const [part, amount] of Object.entries(parts)) take(part, amount);
  }
  for (const call of unallocated) take('unplaced', call.cost ?? 0);
  return costView(left as Partial<PlanCost>, currency);
}

export const costView = (cost: Partial<PlanCost>, currency: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(cost).map(([part, amount]) => [
      part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      formatMoney(amount, currency),
    ]),
  );

/** The Link header (RFC 8288) of a page: the address that was asked for, filters and all, with the next page's cursor. */
export function linkToNext(url: string, cursor: string | null): { readonly link?: string } {
  if (cursor === null) return {};
  const query = new URL(url, 'http://localhost').searchParams;
  query.set('cursor', cursor);
  return { link: `<?${query}>; rel="next"` };
}

/** A table as CSV (RFC 4180): the keys of the first row are the columns. A text that a spreadsheet would run is quoted off. */
export function csv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-][\d .,()-]*$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}
