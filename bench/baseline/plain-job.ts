import {
  accessBook,
  type Dataset,
  type Interval,
  instant,
  type LatenessPrice,
  type Policy,
  type Resource,
  type SkillLevel,
} from '#engine';
import type { PlainCall } from './plain-order.ts';
import { type PlainTables, plainTables } from './plain-tables.ts';
import type { PlainPoint } from './plain-travel.ts';

/** What a plan needs to know of an open call, beside its place in the order. */
export interface PlainJob extends PlainPoint {
  readonly ordered: PlainCall;
  readonly territory: string;
  readonly skills: readonly SkillLevel[];
  /** Milliseconds. */
  readonly work: number;
  /** When people are let in; null: at any time. */
  readonly access: readonly Interval[] | null;
}

/** Jobs in the order of the calls. */
export function plainJobs(dataset: Dataset, ordered: readonly PlainCall[], now: number): PlainJob[] {
  const tables: PlainTables = plainTables(dataset);
  const accessTo = accessBook(dataset, instant(now), dataset.policy.horizon);
  return ordered.map((each) => {
    const { call } = each;
    const device = tables.devices.get(call.device)!;
    const model = tables.models.get(device.model)!;
    const site = tables.sites.get(device.site)!;
    const { latitude, longitude, territory, skills } = site;
    const access = accessTo(call, each.class, device, site);
    const usual = call.type === 'maintenance' ? (model.maintenanceTime ?? model.repairTime) : model.repairTime;
    const work = Math.max(1000, call.estimatedTime ?? usual);
    return { ordered: each, latitude, longitude, territory, work, access, skills: [...model.skills, ...skills] };
  });
}

export const hasSkills = (resource: Resource, needed: readonly SkillLevel[]): boolean =>
  needed.every((need) => resource.skills.some(({ skill, level }) => skill === need.skill && level >= need.level));

/** Skills that at most a fifth of some resources have. */
export function scarceSkillsOf(resources: readonly Resource[]): Set<string> {
  const holders = new Map<string, number>();
  for (const { skills } of resources) {
    for (const skill of new Set(skills.map((each) => each.skill))) holders.set(skill, (holders.get(skill) ?? 0) + 1);
  }
  return new Set([...holders].filter(([, count]) => count * 5 <= resources.length).map(([skill]) => skill));
}

/** Price of a scarce expert on a job that needs none of the expert's scarce skills. */
export function scarcePrice(policy: Policy, job: PlainJob, resource: Resource, scarce: ReadonlySet<string>): number {
  const own = resource.skills.filter(({ skill }) => scarce.has(skill)).map(({ skill }) => skill);
  if (own.length === 0 || job.skills.some(({ skill }) => own.includes(skill))) return 0;
  return Math.round((job.work / 3_600_000) * policy.scarceSkillPerHour);
}

/** Respond and fix lateness of a job that is reached and finished at these instants: a step each, and each second begun. */
export function latePrices(
  policy: Policy,
  { ordered }: PlainJob,
  arrival: number,
  finish: number,
): { respond: number; fix: number } {
  const factor = policy.priorityFactors[ordered.priority - 1] ?? 1;
  const price = (by: number | null, at: number, { step, perHour }: LatenessPrice) =>
    by === null || at <= by
      ? 0
      : Math.round(step * factor) + Math.round((Math.ceil((at - by) / 1000) * perHour * factor) / 3600);
  const prices = policy.prices[ordered.class];
  return { respond: price(ordered.respondBy, arrival, prices.respond), fix: price(ordered.fixBy, finish, prices.fix) };
}

export const unplacedPrice = (policy: Policy, { ordered }: PlainJob): number =>
  Math.round(policy.prices[ordered.class].unplaced * (policy.priorityFactors[ordered.priority - 1] ?? 1));

/** A leg: the resource's time and the kilometres. */
export const legPrice = (policy: Policy, resource: Resource, km: number, seconds: number): number =>
  Math.round((seconds * (resource.hourlyCost ?? policy.hourlyCost)) / 3600 + km * policy.perKilometre);

export const overtimePrice = (policy: Policy, resource: Resource, regularEnd: number, backAt: number): number =>
  Math.round(
    ((Math.max(0, backAt - regularEnd) / 1000) * (resource.hourlyCost ?? policy.hourlyCost) * policy.overtimeFactor) /
      3600,
  );
