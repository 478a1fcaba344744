import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planTerritory } from '../../engine/planning/plan-territory.ts';
import { compileTerritory } from '../../engine/planning/problem/compile-territory.ts';
import type { TerritoryProblem } from '../../engine/planning/problem/problem.ts';
import { solveTerritory } from '../../engine/planning/search/solve.ts';
import { blockOf, createPool, type Pool, pack, planInPool, unpack } from '../../engine/pool/index.ts';
import { madeUpTerritory } from './territories.ts';

const budget = { seed: 7, iterations: 200, milliseconds: null };

describe('plans made by threads', () => {
  let pool: Pool;
  beforeAll(() => {
    pool = createPool({ threads: 3 });
  });
  afterAll(() => pool.close());

  it('of several territories at once are those made one after the other in one thread', async () => {
    const problems = [1, 2, 3, 4, 5].map((seed) => compileTerritory(madeUpTerritory(seed)));
    const expected = problems.map((problem) => solveTerritory(problem, budget));
    const outcomes = await Promise.all(
      problems.map((problem) => pool.run('plan', { problem: pack(problem), ...budget })),
    );
    expect(outcomes).toEqual(expected.map((value) => ({ ok: true, value })));
    expect(expected.some(({ shiftOf }) => shiftOf.some((shift) => shift >= 0))).toBe(true);
  });

  it('come back as records, the same as one thread makes', async () => {
    const inputs = [1, 2, 3].map(madeUpTerritory);
    const plans = await Promise.all(inputs.map((input) => planInPool(pool, input, budget)));
    expect(plans).toEqual(inputs.map((input) => ({ ok: true, value: planTerritory(input, budget) })));
  });

  it('leave the event loop free meanwhile', async () => {
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const problem = blockOf(unpack<TerritoryProblem>(pack(compileTerritory(madeUpTerritory(6)))));
    const outcome = await pool.run('plan', { problem, ...budget });
    done = true;
    expect(outcome.ok).toBe(true);
    expect(turns).toBeGreaterThan(0);
  });

  it('go on beside one that fails', async () => {
    const [bad, good] = await Promise.all([
      pool.run('plan', { problem: new SharedArrayBuffer(4), ...budget }),
      pool.run('plan', { problem: pack(compileTerritory(madeUpTerritory(1))), ...budget }),
    ]);
    expect(bad).toMatchObject({ ok: false, problem: { code: 'task-failed' } });
    expect(good.ok).toBe(true);
  });
});
