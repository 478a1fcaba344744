import { createPool, planInPool } from '#engine';
import { PRICE_OF_UNIT, ROUTING_KINDS } from '#fixtures';
import { progress } from '../progress.ts';
import { rounded } from './field-quality.ts';
import { LONG_RUNS } from './long-runs.ts';
import { checked, routingTerritory } from './territory.ts';

/** A routing problem with time windows: distance in the units of its coordinates. */
export interface RoutingRow {
  readonly kind: string;
  readonly customers: number;
  readonly budget_ms: number;
  readonly took_ms: number;
  readonly distance: number;
  readonly routes: number;
  readonly unplaced: number;
  /** Best distance of long runs (long-runs.ts); null: there was none. */
  readonly best_known: number | null;
  /** Percent over it. */
  readonly gap: number | null;
}

export async function routingRows(customers: number, budget: number, threads: number): Promise<RoutingRow[]> {
  const rows: RoutingRow[] = [];
  const pool = createPool({ threads });
  try {
    for (const kind of ROUTING_KINDS) {
      const territory = routingTerritory(kind, customers);
      await planInPool(pool, territory.input, { seed: 1, iterations: 2000, milliseconds: null });
      const began = performance.now();
      const iterations = Number.MAX_SAFE_INTEGER;
      const plan = await planInPool(pool, territory.input, { seed: 1, iterations, milliseconds: budget });
      const took = performance.now() - began;
      if (!plan.ok) throw new Error(plan.problems[0]?.message);
      const { allocations, unallocated, cost } = checked(territory, plan.value);
      const distance = cost.travel / 100 / PRICE_OF_UNIT;
      const best = LONG_RUNS[`${kind}-${customers}`] ?? null;
      rows.push({
        kind,
        customers,
        budget_ms: budget,
        took_ms: Math.round(took),
        distance: Math.round(distance * 100) / 100,
        routes: new Set(allocations.map(({ resource }) => resource)).size,
        unplaced: unallocated.length,
        best_known: best,
        gap: best === null ? null : rounded((distance / best - 1) * 100),
      });
      progress(`  ${kind} of ${customers}: ${distance.toFixed(1)} (${rows.at(-1)!.gap} % over the best of long runs)`);
    }
  } finally {
    await pool.close();
  }
  return rows;
}
