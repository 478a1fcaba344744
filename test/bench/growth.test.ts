import { expect, test } from 'vitest';
import type { FieldRow } from '../../bench/plan/field-quality.ts';
import { GROWTH_RUNS, growthRows } from '../../bench/plan/growth.ts';

/** Quality that falls evenly with the logarithm of the time for each call, to a power. */
const rowOf =
  (slope: number) =>
  ([calls, budget_ms, threads, seed]: (typeof GROWTH_RUNS)[number]) =>
    ({
      calls,
      budget_ms,
      threads,
      seed,
      ratio: 0.9 - 0.05 * Math.log10(budget_ms / (calls / 1000) ** slope),
    }) as FieldRow;

test('growth of time to equal quality is the exponent by which the times grow', () => {
  for (const slope of [0.9, 1, 1.2, 1.5]) {
    const rows = growthRows(GROWTH_RUNS.map(rowOf(slope)));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.slope).toBeCloseTo(slope, 6);
  }
});

test('where sizes were left out there is none', () => {
  expect(growthRows(GROWTH_RUNS.filter(([calls]) => calls === 1000).map(rowOf(1)))).toEqual([]);
  expect(growthRows([])).toEqual([]);
});
