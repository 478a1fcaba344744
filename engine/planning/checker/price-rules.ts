import type { CallPrices } from '../../model/call-price.ts';
import type { Reference } from '../../model/dataset.ts';
import type { OrderedCall } from '../../model/ordered-call.ts';
import type { Plan, PlanCost } from '../../model/plan.ts';
import type { LatenessPrice, Policy } from '../../model/policy.ts';
import type { Resource } from '../../model/resource.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import type { CallFacts } from './facts.ts';
import { byShift } from './shift-rules.ts';
import type { CheckedShift } from './shifts.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** What prices depend on beside the tables. */
export interface PricingFacts {
  /** Deadlines, class and priority of an open call as the order has them; null: it is not in the order. */
  readonly orderedOf: (call: string) => Pick<OrderedCall, 'respondBy' | 'fixBy' | 'class' | 'priority'> | null;
  /** Place of an open call in the order, 1 first; absent: not known. */
  readonly positionOf?: (call: string) => number | null;
  /** Prices by payment terms; absent: class and priority decide. */
  readonly prices?: CallPrices;
  /** Whom the plan before had for a call; absent: there was none. */
  readonly present?: ReadonlyMap<string, { readonly resource: string }>;
  /**
   * Load and time, in milliseconds, that resources bring along from the days before, by territory and resource; absent:
   * none. A resource lent for a day works in two territories, and brings it along in its own alone.
   */
  readonly past?: ReadonlyMap<string, ReadonlyMap<string, { readonly load: number; readonly available: number }>>;
}

type Part = Exclude<keyof PlanCost, 'total' | 'travel'> | 'changeCost';

type Prices = Readonly<Record<Part, { readonly price: number; readonly items: number }>>;

/**
 * Every part of the cost but travel priced anew. Prices are rounded one by one, so each may differ by one minor unit.
 */
export function checkPrices(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  routes: readonly Stop[][],
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
  plan: Plan,
  now: number,
  pricing: PricingFacts,
): Violation[] {
  const sum = pricesOf(reference, facts, routes, shiftsOf, plan, now, pricing);
  const stated = { ...plan.cost, changeCost: plan.changeCost };
  const isPriced = [...facts.values()].some(({ inPlan }) => inPlan);
  return (
    (Object.keys(sum) as Part[])
      // Without an open call there is no territory to weigh.
      .filter((part) => part !== 'imbalance' || isPriced)
      .filter((part) => Math.abs(sum[part].price - stated[part]) > sum[part].items + 0.5)
      .map((part) => ({
        code: 'cost-mismatch',
        text: `${part} costs ${Math.round(sum[part].price)}, the plan says ${stated[part]}.`,
        fixed: false,
      }))
  );
}

/**
 * Every part of the cost but travel, and how many amounts are in it, from the tables and the order: lateness, calls left out, overtime,
 * imbalance, scarce skills; and the cost of change.
 */
export function pricesOf(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  routes: readonly Stop[][],
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
  plan: Plan,
  now: number,
  pricing: PricingFacts,
): Prices {
  const { policy } = reference;
  const sum: Record<Part, { price: number; items: number }> = {
    respondLate: { price: 0, items: 0 },
    fixLate: { price: 0, items: 0 },
    waiting: { price: 0, items: 0 },
    unplaced: { price: 0, items: 0 },
    overtime: { price: 0, items: 0 },
    imbalance: { price: 0, items: 0 },
    scarceSkills: { price: 0, items: 0 },
    changeCost: { price: 0, items: 0 },
  };
  const charge = (part: Part, price: number) => {
    sum[part].price += price;
    sum[part].items += 1;
  };
  for (const { call } of plan.unallocated) {
    const ordered = pricing.orderedOf(call);
    const known = facts.get(call);
    if (ordered === null || known === undefined || known.barred !== null || known.isKept) continue;
    charge('unplaced', policy.prices[ordered.class].unplaced * factorOf(policy, ordered.priority));
  }
  const places = territories(reference, facts, shiftsOf);
  for (const stop of routes.flat()) {
    const { call } = stop.facts;
    const ordered = pricing.orderedOf(call.number);
    if (ordered === null) continue;
    const late = (at: number, deadline: number | null, clock: 'respond' | 'fix') => {
      if (deadline === null || at <= deadline) return;
      const { step, perHour } = latenessPrice(
        policy,
        ordered,
        pricing.prices?.get(call.number) ?? null,
        clock,
        deadline <= now,
      );
      charge(`${clock}Late`, step + (Math.ceil((at - deadline) / 1000) * perHour) / 3600);
    };
    if (stop.facts.respondedAt === null) late(stop.allocation.arrival, ordered.respondBy, 'respond');
    late(stop.allocation.finish, ordered.fixBy, 'fix');
    const waits = Math.ceil((stop.allocation.arrival - Math.max(now, call.earliest ?? 0)) / 1000);
    const hourly = policy.waitingPerHour[ordered.class] * factorOf(policy, ordered.priority);
    if (waits > 0) charge('waiting', (waits * hourly) / 3600);
    const place = places.get(stop.facts.site.territory);
    const given =
      stop.facts.status === 'allocated' && call.resource !== null
        ? call.resource
        : (pricing.present?.get(call.number)?.resource ?? null);
    const isKnown = given !== null && (given === call.resource || place?.resources.has(given) === true);
    if (isKnown && given !== stop.resource.code) charge('changeCost', policy.churn);
    if (stop.shift !== null && stop.shift.onlyUpTo !== null) {
      const { start, finish } = stop.allocation;
      const perHour = stop.resource.hourlyCost ?? policy.hourlyCost;
      charge('overtime', ((finish - start) / 3_600_000) * perHour * policy.onCallFactor);
    }
    const idle = stop.resource.skills.filter(({ skill }) => place?.scarce.has(skill));
    const uses = stop.facts.skills.some(({ skill }) => idle.some((own) => own.skill === skill));
    if (idle.length > 0 && !uses) {
      charge('scarceSkills', (stop.facts.workTime / 3_600_000) * policy.scarceSkillPerHour);
    }
  }
  for (const group of routes.flatMap((stops) => byShift(stops))) {
    const { resource, shift } = group[0]!;
    const last = group.at(-1)!;
    const km = policy.routeEnd === 'open' ? 0 : roadKilometres(last.facts.site, resource, policy);
    const way = Math.ceil(secondsNeeded(km, policy, resource.speed) - 1e-6) * 1000;
    const band = shift!.bands.find(({ start, end }) => Math.max(start, last.allocation.finish, now) + way <= end);
    const back = Math.max(band?.start ?? 0, last.allocation.finish, now) + way;
    const over = (back - shift!.regularEnd) / 3_600_000;
    if (over > 0) charge('overtime', over * (resource.hourlyCost ?? policy.hourlyCost) * policy.overtimeFactor);
  }
  for (const [territory, place] of places) {
    for (const price of imbalance(policy, territory, place, routes, shiftsOf, now, pricing.past?.get(territory)))
      charge('imbalance', price);
  }
  return sum;
}

const factorOf = (policy: Policy, priority: number): number => policy.priorityFactors[priority - 1] ?? 1;

/**
 * Payment terms price a call where they name it; the class at least an emergency, the policy's share of it at least any
 * other, but for the step of a target that is missed already. Hours count on the call's last clock.
 */
function latenessPrice(
  policy: Policy,
  { class: own, priority, fixBy }: Pick<OrderedCall, 'class' | 'priority' | 'fixBy'>,
  terms: { respondMissed: number; fixMissed: number; eachHour: number } | null,
  clock: 'respond' | 'fix',
  isOver: boolean,
): { step: number; perHour: number } {
  const usual: LatenessPrice = policy.prices[own][clock];
  const factor = factorOf(policy, priority);
  const byClass = { step: usual.step * factor, perHour: usual.perHour * factor };
  if (terms === null) return byClass;
  const hours = clock === (fixBy === null ? 'respond' : 'fix') ? terms.eachHour : 0;
  const step = clock === 'respond' ? terms.respondMissed : terms.fixMissed;
  const share = own === 'emergency' ? 1 : policy.goodwill;
  const least = { step: isOver && own !== 'emergency' ? 0 : byClass.step * share, perHour: byClass.perHour * share };
  return { step: Math.max(step, least.step), perHour: Math.max(hours, least.perHour) };
}

interface Place {
  /** Who works there. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Skills that at most a fifth of them have. */
  readonly scarce: ReadonlySet<string>;
}

/** Territories that the plan answers for: those with an open call. */
function territories(
  { resources }: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
): Map<string, Place> {
  const codes = new Set([...facts.values()].filter(({ inPlan }) => inPlan).map(({ site }) => site.territory));
  return new Map(
    [...codes].map((code) => {
      const here = resources.filter(
        (resource) => resource.territory === code || shiftsOf(resource).some(({ territory }) => territory === code),
      );
      const holders = new Map<string, number>();
      for (const { skills } of here) {
        for (const skill of new Set(skills.map((own) => own.skill))) holders.set(skill, (holders.get(skill) ?? 0) + 1);
      }
      const scarce = [...holders].filter(([, count]) => count * 5 <= here.length).map(([skill]) => skill);
      return [code, { resources: new Map(here.map((each) => [each.code, each])), scarce: new Set(scarce) }];
    }),
  );
}

/** The price of each resource's distance from the mean load of its territory. */
function imbalance(
  policy: Policy,
  territory: string,
  { resources }: Place,
  routes: readonly Stop[][],
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
  now: number,
  past: ReadonlyMap<string, { readonly load: number; readonly available: number }> | undefined,
): number[] {
  const stopsOf = new Map(routes.filter((stops) => stops.length > 0).map((stops) => [stops[0]!.resource.code, stops]));
  const loads = [...resources.values()].map((resource) => {
    const shifts = shiftsOf(resource).filter((shift) => shift.territory === territory && shift.end > now);
    const worked = shifts.reduce((time, { done }) => time + (done?.time ?? 0), 0);
    const regular = shifts
      .filter(({ onlyUpTo }) => onlyUpTo === null)
      .flatMap(({ bands, regularEnd }) =>
        bands.map(({ start, end }) => Math.max(0, Math.min(end, regularEnd) - Math.max(start, now))),
      )
      .reduce((time, length) => time + length, 0);
    const work = (stopsOf.get(resource.code) ?? [])
      .filter(({ facts }) => facts.site.territory === territory)
      .reduce((time, { facts, allocation: { start, finish } }) => {
        const hasStarted = facts.status === 'on-site' || facts.status === 'travelling';
        return time + finish - (hasStarted ? Math.max(start, now) : start);
      }, 0);
    const before = past?.get(resource.code) ?? { load: 0, available: 0 };
    return { load: work + worked + before.load, available: regular + worked + before.available };
  });
  const available = loads.reduce((time, each) => time + each.available, 0);
  const share = available > 0 ? loads.reduce((time, each) => time + each.load, 0) / available : 0;
  return loads.map((each) => (Math.abs(each.load - share * each.available) / 3_600_000) * policy.imbalancePerHour);
}
