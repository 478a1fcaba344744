import type { Call } from '../../model/call.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Allocation, Plan } from '../../model/plan.ts';
import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import type { Resource } from '../../model/resource.ts';
import { type Instant, instant, type Minor, minor } from '../../model/units.ts';
import { travelPriceOf } from './cost-rules.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import { type CallFacts, callFacts } from './facts.ts';
import { idleAway } from './idle-away.ts';
import { type PricingFacts, pricesOf } from './price-rules.ts';
import { byShift, checkShift } from './shift-rules.ts';
import { type CheckedShift, shiftBook } from './shifts.ts';
import { STOP_RULES } from './stop-rules.ts';
import { type Stop, stopsOf } from './stops.ts';

/** Somebody serves a call of a lower class first, who could serve this one first. */
export interface Inversion {
  readonly call: string;
  readonly class: CallClass;
  readonly resource: string;
  /** The call that is served first, and its class. */
  readonly lower: string;
  readonly lowerClass: CallClass;
  /** How much earlier the call would be served; null: it has no place. */
  readonly minutes: number | null;
  /** How much dearer the plan would be, minor units; below zero: cheaper. */
  readonly dearer: Minor;
  /** That is less than the policy's detour: the plan should have kept the order. */
  readonly isAvoidable: boolean;
}

/**
 * The inversions of a plan (rule 10.3), the least dear of each call. Each is tried: the call goes directly before the
 * lower one, times are worked out anew, every hard rule holds, nobody ahead of it gets later, and the whole is priced as
 * `checkPlan` does. Takes some milliseconds each, so it is for counting, not for every save.
 * Parameters as for `checkPlan`.
 */
export function inversionsIn(
  reference: Reference,
  calls: readonly Call[],
  plan: Plan,
  now: Instant,
  classOf: (call: string) => CallClass | null,
  pricing: PricingFacts,
): Inversion[] {
  const facts = callFacts(reference, calls, now, classOf);
  const book = new Map<Resource, readonly CheckedShift[]>();
  const made = shiftBook(reference, facts, now);
  const shiftsOf = (resource: Resource): readonly CheckedShift[] => {
    if (!book.has(resource)) book.set(resource, made(resource));
    return book.get(resource)!;
  };
  const routes = stopsOf(reference, facts, plan, shiftsOf);
  const priced = (other: Plan, otherRoutes: readonly Stop[][]) => {
    const parts = Object.values(pricesOf(reference, facts, otherRoutes, shiftsOf, other, now, pricing));
    const idle = idleAway(reference, facts, otherRoutes, shiftsOf, now);
    const travel = travelPriceOf(reference, otherRoutes, idle);
    // Each amount is rounded by itself in a plan, here none is.
    const items = parts.reduce((sum, { items: each }) => sum + each, travel.legs);
    return { price: parts.reduce((sum, { price }) => sum + price, travel.price), items };
  };
  const stands = priced(plan, routes);
  const isAhead = (a: CallFacts, b: CallFacts): boolean =>
    rankOf(a) < rankOf(b) ||
    (rankOf(a) === rankOf(b) &&
      (pricing.positionOf?.(a.call.number) ?? 0) < (pricing.positionOf?.(b.call.number) ?? 0));
  const startOf = new Map(plan.allocations.map(({ call, start }) => [call, start]));
  const found: Inversion[] = [];
  for (const own of facts.values()) {
    if (own.class === null || !isMovable(own) || !own.inPlan || own.barred !== null) continue;
    const planned = startOf.get(own.call.number) ?? Number.POSITIVE_INFINITY;
    let least: Inversion | null = null;
    for (const stops of routes) {
      const { resource } = stops[0]!;
      if (!isAble(own, resource)) continue;
      for (const lower of stops) {
        if (lower.allocation.start >= planned || rankOf(lower.facts) <= rankOf(own) || !isMovable(lower.facts))
          continue;
        const other = withCallBefore(reference, routes, plan, own, lower, now);
        if (other === null) continue;
        const otherRoutes = stopsOf(reference, facts, other, shiftsOf);
        if (!keepsRules(reference, otherRoutes, routes, now)) continue;
        const starts = new Map(other.allocations.map(({ call, start }) => [call, start]));
        const earlier = planned - starts.get(own.call.number)!;
        const delayed = plan.allocations.some(
          ({ call, start }) => isAhead(facts.get(call)!, own) && starts.get(call)! > start,
        );
        if (earlier <= 0 || delayed) continue;
        const { price, items } = priced(other, otherRoutes);
        const dearer = price - stands.price;
        if (least !== null && dearer >= least.dearer) continue;
        least = {
          call: own.call.number,
          class: own.class,
          resource: resource.code,
          lower: lower.facts.call.number,
          lowerClass: lower.facts.class!,
          minutes: Number.isFinite(earlier) ? Math.round(earlier / 60_000) : null,
          dearer: minor(Math.round(dearer)),
          isAvoidable: dearer + Math.max(items, stands.items) < reference.policy.detourForOrder,
        };
      }
    }
    if (least !== null) found.push(least);
  }
  return found;
}

const rankOf = ({ class: own }: CallFacts): number => (own === null ? CALL_CLASSES.length : CALL_CLASSES.indexOf(own));

/** Emergencies have their time before all else is planned (`checkEmergencies`). */
const isMovable = ({ status, isKept, class: own }: CallFacts): boolean =>
  !isKept && own !== 'emergency' && status !== 'travelling' && status !== 'on-site';

const isAble = ({ skills }: CallFacts, resource: Resource): boolean =>
  skills.every((needed) => resource.skills.some((own) => own.skill === needed.skill && own.level >= needed.level));

/** The plan with a call directly before another, and what changes by it in the two routes; null: times do not allow it. */
function withCallBefore(
  reference: Reference,
  routes: readonly Stop[][],
  plan: Plan,
  own: CallFacts,
  lower: Stop,
  now: Instant,
): Plan | null {
  const changed = new Map<string, Allocation>();
  for (const group of routes.flatMap((stops) => byShift(stops))) {
    const isThere = group[0]!.shift === lower.shift && group[0]!.resource === lower.resource;
    if (!isThere && !group.some(({ facts }) => facts === own)) continue;
    const order = group.map(({ facts }) => facts).filter((facts) => facts !== own);
    if (isThere) order.splice(order.indexOf(lower.facts), 0, own);
    const known = new Map(group.map(({ facts, allocation }) => [facts, allocation]));
    const timed = timesOf(reference, group[0]!, order, known, now);
    if (timed === null) return null;
    for (const each of timed) changed.set(each.call, each);
  }
  const kept = plan.allocations.filter(({ call }) => call !== own.call.number);
  return {
    ...plan,
    allocations: [...kept.map((each) => changed.get(each.call) ?? each), changed.get(own.call.number)!],
    unallocated: plan.unallocated.filter(({ call }) => call !== own.call.number),
  };
}

/** Times of a route: each call as soon as it can be, what may not move when it is; null: that does not fit. */
function timesOf(
  { policy }: Reference,
  { resource, shift }: Stop,
  order: readonly CallFacts[],
  known: ReadonlyMap<CallFacts, Allocation>,
  now: Instant,
): Allocation[] | null {
  const { bands, done } = shift!;
  const soonest = (from: number, length: number): number => {
    const band = bands.find(({ start, end }) => Math.max(start, from) + length <= end);
    return band === undefined ? Number.POSITIVE_INFINITY : Math.max(band.start, from);
  };
  const isWorked = (from: number, to: number) => bands.some(({ start, end }) => start <= from && to <= end);
  let place = done?.lastSite ?? (policy.routeStart === 'open' ? null : resource);
  let time: number = now;
  const timed: Allocation[] = [];
  for (const [k, facts] of order.entries()) {
    const { call, site, workTime } = facts;
    const km = place === null ? 0 : roadKilometres(place, site, policy);
    const seconds = Math.ceil(secondsNeeded(km, policy, resource.speed) - 1e-6);
    const way = seconds * 1000;
    place = site;
    const former = known.get(facts);
    if (former !== undefined && !isMovable(facts)) {
      const isBegun = facts.status === 'travelling' || facts.status === 'on-site';
      if (!isBegun && time + way > former.start) return null;
      const travelStart = isBegun ? former.travelStart : instant(former.arrival - way);
      timed.push(isBegun ? former : { ...former, travelStart, travelSeconds: seconds });
      time = Math.max(time, former.finish);
      continue;
    }
    let leave = soonest(time, way);
    const start = soonest(Math.max(leave + way, call.earliest ?? 0), workTime);
    if (!Number.isFinite(start)) return null;
    const aim = k === 0 ? start : (call.earliest ?? 0);
    if (aim - way > leave && isWorked(aim - way, aim)) leave = aim - way;
    time = start + workTime;
    timed.push({
      call: call.number,
      resource: resource.code,
      travelStart: instant(leave),
      arrival: instant(leave + way),
      start: instant(start),
      finish: instant(time),
      travelSeconds: seconds,
      fixed: false,
    });
  }
  return timed;
}

/** Whether what has changed breaks no rule. */
function keepsRules(reference: Reference, routes: readonly Stop[][], former: readonly Stop[][], now: Instant): boolean {
  const known = new Set(former.flat().map(({ allocation }) => allocation));
  const changed = routes.filter((stops) => stops.some(({ allocation }) => !known.has(allocation)));
  return changed.every(
    (stops) =>
      stops.every((stop) => STOP_RULES.every((rule) => rule(stop, reference, now) === null)) &&
      byShift(stops).every((group) => checkShift(group, reference).length === 0),
  );
}
