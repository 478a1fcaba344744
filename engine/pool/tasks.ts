import type { TerritoryProblem } from '../planning/problem/problem.ts';
import { fillAllNear } from '../planning/problem/resource-groups.ts';
import { doRoundTask, type Places, type RoundOutcome, type RoundTask } from '../planning/search/rounds.ts';
import { type FlatIndex, flatIndex, indexFrom, indexOf } from '../planning/search/search-index.ts';
import type { TerritorySolution } from '../planning/search/solution.ts';
import { firstRoutes, type SolveOptions, solveTerritory } from '../planning/search/solve.ts';
import { pack, unpack } from './layout.ts';
import { orderTogether } from './order-together.ts';

/** The work that threads do, by name: plain functions of their input, which is copied or shared, never a class. */
export const TASKS = {
  /** Plans a territory that lies packed in shared memory; `milliseconds` is measured by the thread's own clock. */
  plan(
    input: Pick<SolveOptions, 'seed' | 'iterations' | 'milliseconds' | 'fresh'> & {
      readonly problem: SharedArrayBuffer;
      readonly stop?: SharedArrayBuffer;
    },
  ): TerritorySolution {
    const { seed, iterations, milliseconds, fresh = false } = input;
    const options = { seed, iterations, milliseconds, fresh, clock, stop: stopFlag(input.stop) };
    return solveTerritory(unpack<TerritoryProblem>(input.problem), options);
  },

  /** First plan of a territory, and the packed index with which its parts are searched. */
  'first-plan'(input: { readonly problem: SharedArrayBuffer }): {
    readonly plan: Places;
    readonly index: SharedArrayBuffer;
  } {
    const problem = unpack<TerritoryProblem>(input.problem);
    const index = indexOf(problem);
    fillAllNear(problem, index.groups);
    const { shiftOf, previous } = firstRoutes(problem, () => index);
    return { plan: { shiftOf, previous }, index: pack(flatIndex(index)) };
  },

  /** One thread's share of a round (see `improveInRounds`). */
  improve(input: {
    readonly problem: SharedArrayBuffer;
    readonly index: SharedArrayBuffer;
    readonly task: RoundTask;
    readonly stop: SharedArrayBuffer;
  }): RoundOutcome {
    const problem = unpack<TerritoryProblem>(input.problem);
    const index = indexFrom(unpack<FlatIndex>(input.index));
    return doRoundTask(problem, index, input.task, clock, stopFlag(input.stop));
  },

  /** One thread's part in an order (see `orderOnThreads`). */
  order: orderTogether,
} as const;

const clock = (): number => performance.now();

/** Whether the caller has asked to stop, by setting the first integer of a shared block. */
function stopFlag(block: SharedArrayBuffer | undefined): () => boolean {
  if (block === undefined) return () => false;
  const flag = new Int32Array(block);
  return () => Atomics.load(flag, 0) !== 0;
}

export type TaskName = keyof typeof TASKS;
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];
export type TaskOutput<N extends TaskName> = ReturnType<(typeof TASKS)[N]>;
