import {
  createPool,
  extendPlan,
  minor,
  type Plan,
  type PlanBudget,
  type PlanCost,
  type Policy,
  type Pool,
  planInPool,
  priceOfPlan,
  type TerritoryInput,
} from '#engine';
import { progress } from '../progress.ts';
import { rounded } from './field-quality.ts';
import { type BenchTerritory, checked, fieldTerritory } from './territory.ts';

/** Calls and technicians: too few people for all targets. */
const CALLS = 500;
const TECHNICIANS = 34;
const SEEDS = [1, 2, 3, 4];
/** Time of each search of those that are compared by time. */
const MILLISECONDS = 5000;
/** Steps of each search of those that are compared by steps: with parts of the objective left out. */
const STEPS = 80_000;
const THREADS = 4;

/** One way to plan the same scarce days, priced by the whole objective. Money is the mean of the days, minor units. */
export interface SoftRow {
  readonly way: string;
  readonly equal: 'time' | 'steps';
  readonly cost: PlanCost;
  readonly unplaced: number;
  /** Total over that of the planner as it is, at equal time or steps: mean, least and most of the days. */
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

/** The planner beside order alone and beside deadlines as hard windows, at equal time; and with parts of the objective left out, at equal steps. */
export async function softRows(): Promise<SoftRow[]> {
  const territories = SEEDS.map((seed) => fieldTerritory(CALLS, TECHNICIANS, seed));
  const pool = createPool({ threads: THREADS });
  try {
    // Threads know the code before anything is timed.
    await planned(pool, territories[0]!.input, { seed: 1, iterations: 4000, milliseconds: null });
    const byTime: Plan[] = [];
    const hard: Plan[] = [];
    const time = { seed: 1, iterations: Number.MAX_SAFE_INTEGER, milliseconds: MILLISECONDS };
    for (const { input } of territories) {
      byTime.push(await planned(pool, input, time));
      hard.push(await planned(pool, withHardDeadlines(input), time));
    }
    const steps = { seed: 1, iterations: STEPS, milliseconds: null };
    const all = (change: (input: TerritoryInput) => TerritoryInput, budget: PlanBudget) =>
      Promise.all(territories.map(({ input }) => planned(pool, change(input), budget)));
    const alone = await all((input) => input, { ...steps, iterations: 0 });
    const ours = await all((input) => input, steps);
    const row = rowsOf(territories);
    return [
      row('soft deadlines', 'time', byTime, byTime),
      row('deadlines as hard windows, the rest dropped', 'time', hard, byTime),
      row(
        'the same, the rest then put in where there is room',
        'time',
        hard.map((plan, k) => extendPlan(territories[k]!.input, plan)),
        byTime,
      ),
      row('by order alone', 'time', alone, byTime),
      row('soft deadlines', 'steps', ours, ours),
      ...(await Promise.all(
        PARTS.map(async ([name, leave]) => {
          const without = (input: TerritoryInput) => ({
            ...input,
            policy: { ...input.policy, ...leave(input.policy) },
          });
          return row(`without ${name}`, 'steps', await all(without, steps), ours);
        }),
      )),
    ];
  } finally {
    await pool.close();
  }
}

async function planned(pool: Pool, input: TerritoryInput, budget: PlanBudget): Promise<Plan> {
  const plan = await planInPool(pool, input, budget);
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return plan.value;
}

/** Rows of plans of these days: each is priced by the whole objective, and seen to keep the rules. */
const rowsOf =
  (territories: readonly BenchTerritory[]) =>
  (way: string, equal: SoftRow['equal'], plans: readonly Plan[], ours: readonly Plan[]): SoftRow => {
    const prices = plans.map((plan, k) => priceOfPlan(territories[k]!.input, plan));
    prices.forEach((price, k) => {
      checked(territories[k]!, { ...plans[k]!, ...price });
    });
    const costs = prices.map(({ cost }) => cost);
    const ratios = costs.map(({ total }, k) => total / ours[k]!.cost.total);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const parts = Object.keys(costs[0]!) as (keyof PlanCost)[];
    const cost = Object.fromEntries(
      parts.map((part) => [part, minor(Math.round(mean(costs.map((each) => each[part]))))]),
    );
    const result: SoftRow = {
      ...{ way, equal, cost: cost as unknown as PlanCost },
      unplaced: Math.round(mean(plans.map(({ unallocated }) => unallocated.length))),
      ratio: rounded(mean(ratios)),
      least: rounded(Math.min(...ratios)),
      most: rounded(Math.max(...ratios)),
    };
    progress(`  ${way} (equal ${equal}): ${result.ratio}`);
    return result;
  };

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
