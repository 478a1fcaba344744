import type { Plan, PlanPrice } from '../model/plan.ts';
import { failed, ok, type Problem, type Result } from '../model/problem.ts';
import { compileTerritory } from '../planning/problem/compile-territory.ts';
import { planPrice } from '../planning/problem/cost.ts';
import type { TerritoryProblem } from '../planning/problem/problem.ts';
import type { TerritoryInput } from '../planning/problem/territory-input.ts';
import { isReplan } from '../planning/replan.ts';
import { needsRounds } from '../planning/search/parts.ts';
import { readSolution } from '../planning/search/read-solution.ts';
import { improveInRounds, type Places, type RoundOutcome } from '../planning/search/rounds.ts';
import { type FlatIndex, indexFrom } from '../planning/search/search-index.ts';
import type { TerritorySolution } from '../planning/search/solution.ts';
import type { SolveOptions } from '../planning/search/solve.ts';
import { orderedSolution } from '../planning/search/solve.ts';
import { blockOf, unpack } from './layout.ts';
import type { TaskOutcome } from './outcome.ts';
import type { Pool } from './pool.ts';

/** How long a territory's plan is improved; the search ends at whichever comes first. */
export interface PlanBudget extends Pick<SolveOptions, 'seed' | 'iterations' | 'milliseconds' | 'fresh'> {
  /** Threads that a time budget may count on; default: all of the pool. */
  readonly threads?: number;
  /** Ends the improvement at once, with the best plan so far. */
  readonly signal?: AbortSignal;
  /** Told of each better plan while the search goes on. */
  readonly onBetter?: (better: BetterPlan) => void;
  /** Told now and then of the iterations done so far. */
  readonly onIterations?: (iterations: number) => void;
}

/** A plan that was found on the way. */
export interface BetterPlan extends PlanPrice {
  readonly iterations: number;
  /** Makes records of it. */
  readonly plan: () => Plan;
}

/** Milliseconds a call that the end of a search takes (times worked out once more, reasons of the calls left out), and that as share of compiling: the more counts. */
const READING = 0.01;
const READING_OF_COMPILING = 1.5;

/**
 * Plans one territory in threads of the pool: compiled here, searched there over shared memory, made records of here.
 * A large territory is searched in parts by all threads, a small one with a time budget by as many searches side by
 * side. By iterations the plan is the same as `planTerritory` makes, whatever the number of threads.
 */
export async function planInPool(pool: Pool, input: TerritoryInput, budget: PlanBudget): Promise<Result<Plan>> {
  const began = performance.now();
  const { seed, iterations, milliseconds, signal } = budget;
  const problem = unpack<TerritoryProblem>(blockOf(compileTerritory(input)));
  const block = blockOf(problem);
  const compiling = performance.now() - began;
  const stop = new SharedArrayBuffer(4);
  const stopNow = () => Atomics.store(new Int32Array(stop), 0, 1);
  signal?.addEventListener('abort', stopNow, { once: true });
  if (signal?.aborted === true) stopNow();
  try {
    const again = budget.fresh !== true && isReplan(problem);
    if (again || (!needsRounds(problem, milliseconds) && budget.onBetter === undefined)) {
      const fresh = budget.fresh ?? false;
      const outcome = await pool.run('plan', { problem: block, seed, iterations, milliseconds, fresh, stop });
      return outcome.ok ? ok(readSolution(input, problem, outcome.value)) : failed([outcome.problem]);
    }
    const solved = await inRounds(pool, input, problem, block, budget, stop, { began, compiling });
    return solved.ok ? ok(readSolution(input, problem, solved.value)) : failed([solved.problem]);
  } finally {
    signal?.removeEventListener('abort', stopNow);
  }
}

async function inRounds(
  pool: Pool,
  input: TerritoryInput,
  problem: TerritoryProblem,
  block: SharedArrayBuffer,
  budget: PlanBudget,
  stop: SharedArrayBuffer,
  { began, compiling }: { readonly began: number; readonly compiling: number },
): Promise<TaskOutcome<TerritorySolution>> {
  const first = await pool.run('first-plan', { problem: block });
  if (!first.ok) return first;
  const solution = (plan: Places, steps: number) => orderedSolution(problem, first.value.plan, plan, steps);
  const { milliseconds, onBetter, iterations } = budget;
  if (iterations === 0) return { ok: true, value: solution(first.value.plan, 0) };
  const reading = Math.max(READING * problem.kind.length, READING_OF_COMPILING * compiling);
  const end = milliseconds === null ? 0 : began + milliseconds - Math.min(reading, milliseconds / 4);
  const threads = Math.max(1, Math.min(pool.threads, budget.threads ?? pool.threads));
  const { index } = first.value;
  const rounds = improveInRounds(problem, indexFrom(unpack<FlatIndex>(index)), first.value.plan, {
    seed: budget.seed,
    iterations,
    time: milliseconds === null ? null : { total: milliseconds, left: () => end - performance.now(), threads },
    stop: () => Atomics.load(new Int32Array(stop), 0) !== 0,
    ...(onBetter && {
      onBest: (plan: Places, _: number, steps: number) => {
        const found = solution(plan, steps);
        onBetter({ ...planPrice(found.cost), iterations: steps, plan: () => readSolution(input, problem, found) });
      },
    }),
  });
  let iterationsDone = 0;
  let step = rounds.next();
  while (!step.done) {
    const outcomes = await Promise.all(
      step.value.map((task) => pool.run('improve', { problem: block, index, task, stop })),
    );
    const done: RoundOutcome[] = [];
    let problemFound: Problem | null = null;
    for (const outcome of outcomes) {
      if (outcome.ok) done.push(outcome.value);
      else problemFound = outcome.problem;
    }
    if (problemFound !== null) return { ok: false, problem: problemFound };
    iterationsDone += done.reduce((sum, outcome) => sum + outcome.steps, 0);
    budget.onIterations?.(iterationsDone);
    step = rounds.next(done);
  }
  return { ok: true, value: solution(step.value.plan, step.value.steps) };
}
