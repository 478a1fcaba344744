import type { FieldRow, FieldRun } from './field-quality.ts';

/*
 * Growth of time to equal quality. Quality is the cost over that of the plan by order alone; each search has its whole
 * budget, as it cools down by it. Days of 1,000 calls differ much, so that several seeds are averaged; a day of 10,000 is
 * ten such areas in one.
 */

const THREADS = 4;
const SMALL = 1000;
const LARGE = 10_000;
const SMALL_BUDGETS = [1500, 4000] as const;
const SMALL_SEEDS = [1, 2, 3] as const;
const LARGE_BUDGETS = [20_000, 60_000] as const;

export const GROWTH_RUNS: readonly FieldRun[] = [
  ...SMALL_SEEDS.flatMap((seed) => SMALL_BUDGETS.map((budget): FieldRun => [SMALL, budget, THREADS, seed])),
  ...LARGE_BUDGETS.map((budget): FieldRun => [LARGE, budget, THREADS, 1]),
];

/** What a large territory came to, and in what time a small one comes as far. */
export interface GrowthRow {
  readonly large_ms: number;
  readonly ratio: number;
  /** By the line through the small one's two budgets, time on a logarithmic scale. */
  readonly small_ms: number;
  /** Exponent of the time by the number of calls. */
  readonly slope: number;
}

export function growthRows(field: readonly FieldRow[]): GrowthRow[] {
  const ratioAt = (calls: number, budget: number): number | null => {
    const rows = field.filter((row) => row.calls === calls && row.budget_ms === budget && row.threads === THREADS);
    return rows.length === 0 ? null : rows.reduce((sum, { ratio }) => sum + ratio, 0) / rows.length;
  };
  const [less, more] = SMALL_BUDGETS.map((budget) => ratioAt(SMALL, budget));
  if (less == null || more == null || more >= less) return [];
  return LARGE_BUDGETS.flatMap((budget) => {
    const ratio = ratioAt(LARGE, budget);
    if (ratio === null) return [];
    const share = (less - ratio) / (less - more);
    const small = SMALL_BUDGETS[0] * (SMALL_BUDGETS[1] / SMALL_BUDGETS[0]) ** share;
    const slope = Math.log10(budget / small) / Math.log10(LARGE / SMALL);
    return [{ large_ms: budget, ratio, small_ms: Math.round(small), slope }];
  });
}
