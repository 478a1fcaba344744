import type { Call, CallStatus } from '../../model/call.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Device } from '../../model/device.ts';
import type { Model } from '../../model/model.ts';
import type { OrderedCall } from '../../model/ordered-call.ts';
import type { Site } from '../../model/site.ts';
import type { SkillLevel } from '../../model/skill.ts';
import type { Territory } from '../../model/territory.ts';
import { type Instant, instant, type Millis, millis, SECOND } from '../../model/units.ts';
import { type AccessBook, accessBook } from '../access/access-book.ts';
import { mostOvertime } from '../shifts/extra-hours.ts';
import { rotaBook } from '../shifts/rota.ts';
import { workingShifts } from '../shifts/working-shifts.ts';
import type { PlannableCall, PlannableResource, TerritoryInput } from './territory-input.ts';
import { type FinishedWork, heldTime, isFinishedWork, leftOnHold, workedFrom } from './work-done.ts';

interface Tables {
  readonly devices: ReadonlyMap<string, Device>;
  readonly models: ReadonlyMap<string, Model>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly territories: ReadonlyMap<string, Territory>;
}

/** Tables by code, made once for each reference (a national dataset is planned territory by territory). */
const tablesOf = new WeakMap<Reference, Tables>();

function tables(reference: Reference): Tables {
  let found = tablesOf.get(reference);
  if (found === undefined) {
    const byCode = <T extends { readonly code: string }>(rows: readonly T[]) =>
      new Map(rows.map((row) => [row.code, row]));
    found = {
      devices: byCode(reference.devices),
      models: byCode(reference.models),
      sites: byCode(reference.sites),
      territories: byCode(reference.territories),
    };
    tablesOf.set(reference, found);
  }
  return found;
}

/**
 * What the planner needs of one territory.
 * @param orderedCalls open calls in the order of section 9; those of other territories are left out here.
 * @param callOf and `statusOf` of each of their numbers, as things stand at `now`.
 * @param finished at least the calls that were finished in the shifts now running (`isFinishedWork`); others do no harm.
 */
export function territoryInput(
  reference: Reference,
  orderedCalls: readonly OrderedCall[],
  callOf: (number: string) => Call,
  statusOf: (number: string) => CallStatus,
  territory: string,
  now: Instant,
  finished: readonly Call[],
): TerritoryInput {
  const table = tables(reference);
  const here = orderedCalls.filter((ordered) => ordered.territory === territory);
  const accessTo = accessBook(reference, now, reference.policy.horizon);
  const calls = here.map((ordered) =>
    plannableCall(ordered, callOf(ordered.number), statusOf(ordered.number), table, now, accessTo),
  );
  const open = new Set(orderedCalls.map(({ number }) => number));
  const work = finishedWork(reference, finished, (number) => open.has(number), now);
  for (const { number } of here) {
    const held = heldVisit(callOf(number), statusOf(number), table, now);
    if (held !== null) work.set(held.resource, [...(work.get(held.resource) ?? []), held]);
  }
  return {
    territory,
    timeZone: table.territories.get(territory)!.timeZone,
    now,
    policy: reference.policy,
    calls,
    resources: plannableResources(reference, territory, now, work),
  };
}

function plannableCall(
  ordered: OrderedCall,
  call: Call,
  status: CallStatus,
  table: Tables,
  now: Instant,
  accessTo: AccessBook,
): PlannableCall {
  const device = table.devices.get(call.device)!;
  const model = table.models.get(device.model)!;
  const site = table.sites.get(device.site)!;
  const hasArrived = call.respondedAt !== null && call.respondedAt <= now;
  // Work on site counts from the arrival of this visit, which need not be the first.
  const arrivedAt = hasArrived ? (call.arrivedAt ?? call.respondedAt) : null;
  const access = accessTo(call, ordered.class, device, site);
  const heldFor = status === 'on-site' && arrivedAt !== null ? heldTime(call.holds, arrivedAt, now) : millis(0);
  return {
    number: call.number,
    latitude: site.latitude,
    longitude: site.longitude,
    skills: strictest([...(call.visitSkills ?? model.skills), ...site.skills]),
    workTime: workTimeOf(call, model),
    respondBy: ordered.respondBy,
    fixBy: ordered.fixBy,
    respondedAt: arrivedAt,
    ...(heldFor > 0 && { heldFor }),
    class: ordered.class,
    priority: ordered.priority,
    status,
    resource: call.resource,
    pinned: call.pinned,
    earliest: call.earliest,
    // Nobody leaves an emergency because the appointment is over.
    latest: ordered.class === 'emergency' ? null : call.latest,
    plannedStart: call.plannedStart,
    ...(access !== null && { access }),
    held: status === 'on-hold',
    duplicateOf: call.duplicateOf,
  };
}

/** Planned working time: the call's own estimate, else the model's maintenance or repair time; a second at least. */
export function workTimeOf(call: Call, model: Model): Millis {
  const usual = call.type === 'maintenance' ? (model.maintenanceTime ?? model.repairTime) : model.repairTime;
  return millis(Math.max(call.estimatedTime ?? usual, SECOND));
}

/** Each skill once, at the highest level asked. */
function strictest(skills: readonly SkillLevel[]): SkillLevel[] {
  const highest = new Map<string, number>();
  for (const { skill, level } of skills) highest.set(skill, Math.max(level, highest.get(skill) ?? level));
  return Array.from(highest, ([skill, level]) => ({ skill, level }));
}

/** Finished work by resource. @param finished see `territoryInput`. @param isOpen what stands in the order is not finished. */
export function finishedWork(
  reference: Reference,
  finished: readonly Call[],
  isOpen: (number: string) => boolean,
  now: Instant,
): Map<string, FinishedWork[]> {
  const table = tables(reference);
  const byResource = new Map<string, FinishedWork[]>();
  for (const call of finished) {
    if (!isFinishedWork(call, now) || isOpen(call.number)) continue;
    const device = table.devices.get(call.device)!;
    const { latitude, longitude } = table.sites.get(device.site)!;
    const resource = call.resource!;
    const from = workedFrom(call, workTimeOf(call, table.models.get(device.model)!));
    const list = byResource.get(resource) ?? [];
    byResource.set(resource, list);
    list.push({ resource, from, to: call.fixedAt!, latitude, longitude });
  }
  return byResource;
}

/** A visit that was left on hold, as work done. */
function heldVisit(call: Call, status: CallStatus, table: Tables, now: Instant): FinishedWork | null {
  const to = leftOnHold(call, status, now);
  if (to === null) return null;
  const device = table.devices.get(call.device)!;
  const { latitude, longitude } = table.sites.get(device.site)!;
  const from = instant(Math.max(call.arrivedAt!, to - workTimeOf(call, table.models.get(device.model)!)));
  return { resource: call.resource!, from, to, latitude, longitude };
}

/** Resources of the territory (with no shift left too: the reasons name them), then those lent to it, each in table order. */
export function plannableResources(
  reference: Reference,
  territory: string,
  now: Instant,
  finished: ReadonlyMap<string, readonly FinishedWork[]>,
): PlannableResource[] {
  const { policy } = reference;
  const rotaOf = rotaBook(reference, now, policy.horizon);
  const lent = [...policy.lent, ...reference.loans];
  const lentHere = new Set(lent.filter((l) => l.territory === territory).map((l) => l.resource));
  const plannable: PlannableResource[] = [];
  for (const resource of reference.resources) {
    if (resource.territory !== territory && !lentHere.has(resource.code)) continue;
    const shifts = workingShifts(
      resource,
      rotaOf(resource),
      territory,
      mostOvertime(policy),
      now,
      finished.get(resource.code) ?? [],
    );
    if (shifts.length === 0 && resource.territory !== territory) continue;
    plannable.push({
      code: resource.code,
      skills: strictest(resource.skills),
      latitude: resource.latitude,
      longitude: resource.longitude,
      maxCalls: resource.maxCalls,
      hourlyCost: resource.hourlyCost ?? policy.hourlyCost,
      speed: resource.speed,
      shifts,
    });
  }
  return plannable;
}
