import { beforeAll, describe, expect, test } from 'vitest';
import { checkPlan, type Dataset, openBook, type Plan, planTerritory, territoryInput } from '#engine';
import { type PlainCall, plainOrder } from '../../bench/baseline/plain-order.ts';
import { plainPlan } from '../../bench/baseline/plain-plan.ts';
import { NOW, territoryDataset } from '../../bench/datasets.ts';
import { planCostOf } from '../../bench/plan-cost.ts';

function enginePlan(dataset: Dataset, iterations: number): Plan {
  const book = openBook(dataset, NOW);
  if (!book.ok) throw new Error(book.problems[0]?.message);
  const { call, status } = book.value;
  const territory = dataset.territories[0]!.code;
  const input = territoryInput(
    dataset,
    book.value.all(),
    (n) => call(n)!,
    (n) => status(n)!,
    territory,
    NOW,
    [],
  );
  return planTerritory(input, { seed: 1, iterations, milliseconds: null });
}

describe('planning the plain way', () => {
  let dataset: Dataset;
  let ordered: PlainCall[];
  beforeAll(() => {
    dataset = territoryDataset(120, 15);
    ordered = plainOrder(dataset, NOW);
  });

  test('breaks no rule, by the independent checker', () => {
    const plan = plainPlan(dataset, ordered, NOW);
    const cost = planCostOf(dataset, ordered, plan, NOW);
    expect(plan.allocations.length).toBeGreaterThan(20);
    expect(
      checkPlan(
        dataset,
        ordered.map(({ call }) => call),
        { ...plan, cost },
        NOW,
      ),
    ).toEqual([]);
  });

  test.each([0, 200])('the evaluator prices a plan of the engine as the engine does (%i iterations)', (iterations) => {
    const plan = enginePlan(dataset, iterations);
    const cost = planCostOf(dataset, ordered, plan, NOW);
    // Makers of plans are not compared by what calls wait in time.
    const { waiting, total, ...parts } = plan.cost;
    for (const [part, amount] of Object.entries({ ...parts, total: total - waiting })) {
      // Both round call by call, in floating point of different order: at most one minor unit each.
      expect(Math.abs(cost[part as keyof typeof cost] - amount), part).toBeLessThanOrEqual(ordered.length);
    }
  });
});
