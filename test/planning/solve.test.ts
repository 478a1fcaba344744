import { describe, expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { compileTerritory, solveTerritory } from '../../engine/planning/index.ts';
import { world } from './world.ts';

const calls = Array.from({ length: 12 }, (_, i) => ({ number: `C${i}`, km: (i * 37) % 50 }));
const problem = compileTerritory(
  world(calls, [{ code: 'R1' }, { code: 'R2', km: 40 }], { policy: { hourlyCost: minor(600) } }).input,
);

describe('budget of the improvement', () => {
  test('iterations are counted', () =>
    expect(solveTerritory(problem, { seed: 1, iterations: 25, milliseconds: null }).iterations[0]).toBe(25));
  test('milliseconds are kept by the clock that is given', () => {
    let time = 0;
    const clock = () => time++;
    const solution = solveTerritory(problem, {
      seed: 1,
      iterations: Number.POSITIVE_INFINITY,
      milliseconds: 10,
      clock,
    });
    expect(solution.iterations[0]).toBeGreaterThan(0);
    expect(time).toBeLessThan(20);
  });
  test('it stops when asked', () =>
    expect(
      solveTerritory(problem, { seed: 1, iterations: 1000, milliseconds: null, stop: () => true }).iterations[0],
    ).toBe(0));
  test('without any end it does not begin', () =>
    expect(
      solveTerritory(problem, { seed: 1, iterations: Number.POSITIVE_INFINITY, milliseconds: 10 }).iterations[0],
    ).toBe(0));
});

test('a compiled territory is typed arrays alone', () => {
  for (const value of Object.values(problem)) expect(ArrayBuffer.isView(value)).toBe(true);
});
