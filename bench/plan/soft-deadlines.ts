import {
  extendPlan,
  minor,
  type Plan,
  type PlanCost,
  type Policy,
  planTerritory,
  priceOfPlan,
  type TerritoryInput,
} from '#engine';
import { rounded } from './field-quality.ts';
import { type BenchTerritory, checked, fieldTerritory } from './territory.ts';

/** Calls, technicians and steps: too few people for all targets. */
const CALLS = 500;
const TECHNICIANS = 34;
const STEPS = 60_000;

/** One way to plan the same scarce day, priced by the whole objective. */
export interface SoftRow {
  readonly way: string;
  readonly cost: PlanCost;
  readonly unplaced: number;
  /** Total over that of the planner as it is. */
  readonly ratio: number;
}

const budget = { seed: 1, iterations: STEPS, milliseconds: null };

/** The planner beside order alone and beside deadlines as hard windows, at equal steps; and with parts of the objective left out. */
export function softRows(): SoftRow[] {
  const territory = fieldTerritory(CALLS, TECHNICIANS);
  const { input } = territory;
  const ours = planTerritory(input, budget);
  const row = (way: string, plan: Plan): SoftRow => {
    const cost = priceOfPlan(input, checked(territory, { ...plan, cost: priceOfPlan(input, plan) }));
    return { way, cost, unplaced: plan.unallocated.length, ratio: rounded(cost.total / ours.cost.total) };
  };
  const hard = planTerritory(withHardDeadlines(input), budget);
  return [
    row('soft deadlines', ours),
    row('by order alone', planTerritory(input, { ...budget, iterations: 0 })),
    row('deadlines as hard windows, the rest dropped', asPlanOf(territory, hard)),
    row('the same, the rest then put in where there is room', extendPlan(input, hard)),
    ...PARTS.map(([name, leave]) =>
      row(`without ${name}`, planTerritory({ ...input, policy: { ...input.policy, ...leave(input.policy) } }, budget)),
    ),
  ];
}

/** The reasons of a plan made by other rules are those rules'. */
const asPlanOf = (_: BenchTerritory, plan: Plan): Plan => plan;

const ZERO = { step: minor(0), perHour: minor(0) };

const withPrices = (policy: Policy, change: (price: Policy['prices']['normal']) => Policy['prices']['normal']) => ({
  prices: Object.fromEntries(
    Object.entries(policy.prices).map(([name, price]) => [name, change(price)]),
  ) as unknown as Policy['prices'],
});

const PARTS: readonly [name: string, leave: (policy: Policy) => Partial<Policy>][] = [
  ['the price of late arrivals', (policy) => withPrices(policy, (price) => ({ ...price, respond: ZERO }))],
  ['the price of late fixes', (policy) => withPrices(policy, (price) => ({ ...price, fix: ZERO }))],
  ['the price of travel', () => ({ hourlyCost: minor(0), perKilometre: minor(0) })],
  ['the price of imbalance', () => ({ imbalancePerHour: minor(0) })],
  ['the price of scarce skills', () => ({ scarceSkillPerHour: minor(0) })],
];

/** Deadlines as a solver sees them that knows only windows: met, or the call is dropped. */
function withHardDeadlines(input: TerritoryInput): TerritoryInput {
  const never = Number.POSITIVE_INFINITY;
  const calls = input.calls.map((call) => {
    const latest = Math.min(call.latest ?? never, call.respondBy ?? never, (call.fixBy ?? never) - call.workTime);
    return Number.isFinite(latest) ? { ...call, latest: latest as NonNullable<typeof call.latest> } : call;
  });
  return { ...input, calls };
}
