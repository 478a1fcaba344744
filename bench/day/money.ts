import { type Dataset, type Instant, type LatenessPrice, minor, type OrderedCall, type Policy } from '#engine';
import type { LivedDays } from './live-days.ts';

/** What days have cost in the end, minor units of the policy's currency. */
export interface DayMoney {
  readonly total: number;
  readonly respondLate: number;
  readonly fixLate: number;
  /** Calls that nobody went to at all. */
  readonly never: number;
  readonly travel: number;
  readonly respondMissed: number;
  readonly fixMissed: number;
  /** Of both, those of emergencies and high calls. */
  readonly urgentMissed: number;
  readonly inversions: number;
  readonly avoidable: number;
  readonly countedPlans: number;
  readonly calls: number;
}

const HOUR = 3_600_000;

/** Priced by the policy alone, apart from any planner. */
export function moneyOf({ lived, never, until, inversions }: LivedDays, dataset: Dataset): DayMoney {
  const { policy } = dataset;
  const resources = new Map(dataset.resources.map((resource) => [resource.code, resource]));
  let [respondLate, fixLate, travel, left, respondMissed, fixMissed, urgentMissed] = [0, 0, 0, 0, 0, 0, 0];
  const add = (ordered: OrderedCall, arrived: Instant, finished: Instant) => {
    const { respond, fix } = policy.prices[ordered.class];
    const factor = policy.priorityFactors[ordered.priority - 1]!;
    const late = latePrice(ordered.respondBy, arrived, respond) * factor;
    const lateFix = latePrice(ordered.fixBy, finished, fix) * factor;
    respondLate += late;
    fixLate += lateFix;
    if (late > 0) respondMissed += 1;
    if (lateFix > 0) fixMissed += 1;
    const isUrgent = ordered.class === 'emergency' || ordered.class === 'high';
    if (isUrgent) urgentMissed += (late > 0 ? 1 : 0) + (lateFix > 0 ? 1 : 0);
  };
  for (const { ordered, resource, arrived, finished, travelSeconds } of lived) {
    add(ordered, arrived, finished);
    const { hourlyCost, speed } = resources.get(resource)!;
    travel += travelPrice(policy, travelSeconds, hourlyCost ?? policy.hourlyCost, speed);
  }
  for (const ordered of never) {
    add(ordered, until, until);
    left += policy.prices[ordered.class].unplaced * policy.priorityFactors[ordered.priority - 1]!;
  }
  const parts = { respondLate, fixLate, never: left, travel };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const { calls, avoidable, plans } = inversions;
  return {
    ...parts,
    total: minor(Math.round(total)),
    ...{ respondMissed, fixMissed, urgentMissed },
    ...{ inversions: calls, avoidable, countedPlans: plans },
    calls: lived.length + never.length,
  };
}

const latePrice = (by: Instant | null, at: Instant, { step, perHour }: LatenessPrice): number =>
  by !== null && at > by ? step + (perHour * (at - by)) / HOUR : 0;

/** Time on the road, and the kilometres that it stands for. */
const travelPrice = (policy: Policy, seconds: number, hourlyCost: number, speed: number): number =>
  (seconds / 3600) * (hourlyCost + policy.perKilometre * policy.speed * speed);
