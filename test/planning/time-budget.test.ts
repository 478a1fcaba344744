import { expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { compileTerritory } from '../../engine/planning/index.ts';
import { partsFor } from '../../engine/planning/search/parts.ts';
import { doRoundTask, improveInRounds } from '../../engine/planning/search/rounds.ts';
import { indexOf } from '../../engine/planning/search/search-index.ts';
import { firstRoutes } from '../../engine/planning/search/solve.ts';
import { at, minutes, priced, world } from './world.ts';

const policy = priced(
  { unplaced: minor(90_000), fix: { step: minor(500), perHour: minor(300) } },
  { hourlyCost: minor(4000) },
);

function territoryOf(calls: number) {
  const made = Array.from({ length: calls }, (_, i) => ({
    ...{ number: `C${i}`, km: (i * 37) % 90, work: minutes(30) },
    fixBy: at(9 + (i % 20)),
  }));
  const resources = Array.from({ length: Math.ceil(calls / 12) }, (_, r) => ({ code: `R${r}`, km: (r * 53) % 90 }));
  return compileTerritory(world(made, resources, { policy }).input);
}

/** Looks at the clock in a whole search on one thread: each takes as long as sixteen steps do. */
const LOOKS = 40;

/** Threads whose time passes by looking at the clock, and by what handing over a task and joining a round take. */
function searched(calls: number, threads: number, total: number) {
  const p = territoryOf(calls);
  const index = indexOf(p);
  let now = 0;
  let steps = 0;
  const limits = {
    ...{ seed: 1, iterations: Number.MAX_SAFE_INTEGER, stop: () => false },
    time: { total, left: () => total - now, threads },
    onBest: () => {},
  };
  const rounds = improveInRounds(
    p,
    index,
    firstRoutes(p, () => index),
    limits,
  );
  let step = rounds.next();
  while (!step.done) {
    const free = Array.from({ length: threads }, () => now);
    const outcomes = step.value.map((task) => {
      const k = free.indexOf(Math.min(...free));
      const clock = () => {
        free[k]! += total / LOOKS / 10;
        return free[k]!;
      };
      const outcome = doRoundTask(p, index, task, clock, () => false);
      steps += outcome.steps;
      free[k]! += 1;
      return outcome;
    });
    now = Math.max(...free) + 5;
    step = rounds.next(outcomes);
  }
  return { now, steps };
}

test('a time budget is kept within a twentieth, whatever the size and the number of threads', () => {
  expect([partsFor(40), partsFor(404)]).toEqual([1, 4]);
  const cases = [
    [40, 1, 500],
    [40, 4, 4000],
    [404, 4, 500],
    [404, 1, 3000],
  ] as const;
  for (const [calls, threads, total] of cases) {
    const { now, steps } = searched(calls, threads, total);
    expect(steps).toBeGreaterThan(0);
    expect(now, `${calls} calls, ${threads} threads, ${total} ms`).toBeLessThanOrEqual(total * 1.05);
    expect(now, `${calls} calls, ${threads} threads, ${total} ms`).toBeGreaterThanOrEqual(total * 0.9);
  }
});
