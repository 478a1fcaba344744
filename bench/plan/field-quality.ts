import { createPool, type Plan, type Pool, planInPool, planTerritory } from '#engine';
import { progress } from '../progress.ts';
import { type BenchTerritory, checked, fieldTerritory } from './territory.ts';

/** One search of a field-service day. Money is minor units. */
export interface FieldRow {
  readonly calls: number;
  readonly seed: number;
  readonly technicians: number;
  readonly threads: number;
  readonly budget_ms: number;
  readonly took_ms: number;
  /** First feasible plan: it has every call at its cheapest place in the order of section 9, of a large territory near by. */
  readonly first_ms: number;
  /** Cost of the plan by order alone, every place being looked at whatever the size. */
  readonly order_alone: number;
  readonly cost: number;
  /** Cost over that of the plan by order alone. */
  readonly ratio: number;
  readonly unplaced: number;
  readonly steps_a_second: number;
  readonly memory_mb: number;
  /** Cost over order alone as time went on. */
  readonly curve: readonly { readonly ms: number; readonly ratio: number }[];
}

/** Calls, milliseconds, threads and seed of the instance of each search. */
export type FieldRun = readonly [calls: number, milliseconds: number, threads: number, seed: number];

export async function fieldRows(runs: readonly FieldRun[]): Promise<FieldRow[]> {
  const rows: FieldRow[] = [];
  const territories = new Map<string, { territory: BenchTerritory; alone: number }>();
  for (const [calls, milliseconds, threads, seed] of runs) {
    const day = `${calls} ${seed}`;
    const pool = createPool({ threads });
    try {
      let known = territories.get(day);
      if (known === undefined) {
        const territory = fieldTerritory(calls, undefined, seed);
        const letter = { seed: 1, iterations: 0, milliseconds: null, everywhere: true };
        const alone = checked(territory, planTerritory(territory.input, letter));
        known = { territory, alone: alone.cost.total };
        territories.set(day, known);
      }
      rows.push(await fieldRow(pool, known.territory, known.alone, milliseconds, seed));
      const { ratio, steps_a_second } = rows.at(-1)!;
      progress(`  field day of ${calls} calls, ${milliseconds} ms, ${threads} threads: ${ratio} (${steps_a_second}/s)`);
    } finally {
      await pool.close();
    }
  }
  return rows;
}

async function planned(
  pool: Pool,
  territory: BenchTerritory,
  iterations: number,
  milliseconds: number | null,
): Promise<Plan> {
  const plan = await planInPool(pool, territory.input, { seed: 1, iterations, milliseconds });
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  return checked(territory, plan.value);
}

async function fieldRow(
  pool: Pool,
  territory: BenchTerritory,
  alone: number,
  budget: number,
  seed: number,
): Promise<FieldRow> {
  const { input } = territory;
  // Threads know the code before anything is timed.
  await planned(pool, territory, 2000, null);
  const beforeFirst = performance.now();
  await planned(pool, territory, 0, null);
  const first = performance.now() - beforeFirst;
  const curve: { ms: number; ratio: number }[] = [];
  let steps = 0;
  const began = performance.now();
  const plan = await planInPool(pool, input, {
    seed: 1,
    iterations: Number.MAX_SAFE_INTEGER,
    milliseconds: budget,
    onBetter: ({ cost, iterations }) => {
      steps = iterations;
      curve.push({ ms: Math.round(performance.now() - began), ratio: rounded(cost.total / alone) });
    },
  });
  const took = performance.now() - began;
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  checked(territory, plan.value);
  return {
    calls: input.calls.length,
    seed,
    technicians: input.resources.length,
    threads: pool.threads,
    budget_ms: budget,
    took_ms: Math.round(took),
    first_ms: Math.round(first),
    order_alone: alone,
    cost: plan.value.cost.total,
    ratio: rounded(plan.value.cost.total / alone),
    unplaced: plan.value.unallocated.length,
    steps_a_second: Math.round((steps / took) * 1000),
    memory_mb: Math.round(process.memoryUsage().rss / 2 ** 20),
    curve,
  };
}

export const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
