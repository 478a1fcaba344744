import { standsInOrder, statusAt } from '../../lifecycle/index.ts';
import type { Call, CallStatus } from '../../model/call.ts';
import type { Contract } from '../../model/contract.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Device } from '../../model/device.ts';
import type { Model } from '../../model/model.ts';
import type { CallClass } from '../../model/priority.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import type { SkillLevel } from '../../model/skill.ts';
import type { Instant } from '../../model/units.ts';
import { fromPairs } from '../../time/index.ts';

/** What the checker knows of a call: read from the tables, not from anything the planner made. */
export interface CallFacts {
  readonly call: Call;
  readonly status: CallStatus;
  /** null: not known. */
  readonly class: CallClass | null;
  readonly site: Site;
  readonly device: Device;
  readonly skills: readonly SkillLevel[];
  readonly workTime: number;
  /** Of the visit under way, how long it was held: that is no work. */
  readonly heldFor: number;
  readonly respondedAt: Instant | null;
  /** Started, pinned or not to be moved: has to be with this resource; null: anybody may do it. */
  readonly fixedTo: string | null;
  /** An emergency that is only given: it may go to anybody who is there sooner. */
  readonly mayLeave: boolean;
  /** Started, pinned or not to be moved, whoever has it. */
  readonly isKept: boolean;
  /** Stands in the order, so that a plan has to speak of it. */
  readonly inPlan: boolean;
  /** When its resource finished it, or left it on hold, at `now` or before; null: neither, or no work of its own. */
  readonly doneAt: Instant | null;
  /** Arrival for that work, as far as it is known. */
  readonly doneFrom: Instant | null;
  /** Nobody may be sent to it. */
  readonly barred: 'duplicate' | 'on-hold' | 'awaiting-approval' | null;
}

export function callFacts(
  reference: Reference,
  calls: readonly Call[],
  now: Instant,
  classOf: (call: string) => CallClass | null,
): Map<string, CallFacts> {
  const devices = index<Device>(reference.devices);
  const models = index<Model>(reference.models);
  const sites = index<Site>(reference.sites);
  const contracts = index<Contract>(reference.contracts);
  const resources = index<Resource>(reference.resources);
  const facts = new Map<string, CallFacts>();
  for (const call of calls) {
    const device = devices.get(call.device)!;
    const model = models.get(device.model)!;
    const site = sites.get(device.site)!;
    // A call that is not logged yet is not open: as good as gone.
    const status = statusAt(call, contracts.get(device.contract)!, now) ?? 'cancelled';
    const usual =
      call.type === 'maintenance' && model.maintenanceTime !== null ? model.maintenanceTime : model.repairTime;
    const started = status === 'accepted' || status === 'travelling' || status === 'on-site';
    const kept = call.pinned || (status === 'allocated' && !reference.policy.mayMoveAllocated);
    const mayLeave = classOf(call.number) === 'emergency' && status === 'allocated' && !call.pinned;
    const barred =
      call.duplicateOf !== null ? 'duplicate' : status === 'on-hold' || status === 'awaiting-approval' ? status : null;
    facts.set(call.number, {
      call,
      status,
      class: classOf(call.number),
      site,
      device,
      skills: [...(call.visitSkills ?? model.skills), ...site.skills],
      workTime: Math.max(1000, call.estimatedTime ?? usual),
      heldFor: status === 'on-site' ? heldSince(call, call.arrivedAt ?? call.respondedAt, now) : 0,
      respondedAt: call.respondedAt !== null && call.respondedAt <= now ? call.respondedAt : null,
      fixedTo:
        barred === null && (started || kept) && call.resource !== null && resources.has(call.resource)
          ? call.resource
          : null,
      mayLeave,
      isKept: started || (kept && call.resource !== null && !mayLeave),
      inPlan: standsInOrder(status),
      ...visitBehind(call, status, now),
      barred,
    });
  }
  return facts;
}

/** When work has to begin by its appointment; an emergency is not left because that is over. */
export const latestStart = ({ call, class: own }: CallFacts): Instant | null =>
  own === 'emergency' ? null : call.latest;

function visitBehind(call: Call, status: CallStatus, now: Instant): Pick<CallFacts, 'doneAt' | 'doneFrom'> {
  const { arrivedAt, respondedAt, fixedAt, holds } = call;
  const isOwn = call.duplicateOf === null;
  if (isOwn && (status === 'fixed' || status === 'closed') && fixedAt! <= now) {
    return { doneAt: fixedAt, doneFrom: respondedAt };
  }
  if (isOwn && status === 'on-hold' && call.resource !== null && arrivedAt !== null && arrivedAt <= now) {
    const begun = holds.map(({ from }) => from).filter((from) => from >= arrivedAt && from <= now);
    if (begun.length > 0) return { doneAt: begun.at(-1)!, doneFrom: arrivedAt };
  }
  return { doneAt: null, doneFrom: null };
}

function heldSince({ holds }: Call, from: Instant | null, now: Instant): number {
  if (from === null || from >= now) return 0;
  const held = fromPairs(holds.map((hold) => [Math.max(hold.from, from), Math.min(hold.to ?? now, now)] as const));
  return held.start.reduce((sum, start, k) => sum + held.end[k]! - start, 0);
}

/** Rows by code. A server checks a plan every moment against tables that stay the same, so each is indexed once. */
function index<T extends { readonly code: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  const known = indexes.get(rows) as ReadonlyMap<string, T> | undefined;
  if (known !== undefined) return known;
  const made = new Map(rows.map((row) => [row.code, row]));
  indexes.set(rows, made);
  return made;
}

const indexes = new WeakMap<readonly object[], ReadonlyMap<string, object>>();
