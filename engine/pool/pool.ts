import { Piscina } from 'piscina';
import { poolClosed, type TaskOutcome, taskFailed } from './outcome.ts';
import type { TaskInput, TaskName, TaskOutput } from './tasks.ts';

/** A fixed number of threads that run named tasks. A task may be queued; none blocks the caller's event loop. */
export interface Pool {
  readonly threads: number;
  /** Never rejects: what goes wrong is in the outcome. A task that takes its thread down fails alone; the thread is replaced. */
  run<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskOutcome<TaskOutput<N>>>;
  /** Ends all threads at once; tasks not done come back as `pool-closed`. May be called twice. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** Default: one less than the processor has, at least one; the last is left for the event loop. */
  readonly threads?: number | undefined;
  /** Module that threads run, for tests; default worker.ts. */
  readonly worker?: URL;
}

export function createPool(options: PoolOptions = {}): Pool {
  const threads = Math.max(1, Math.floor(options.threads ?? navigator.hardwareConcurrency - 1));
  const piscina = new Piscina({
    filename: (options.worker ?? new URL('./worker.ts', import.meta.url)).href,
    // Fixed: a thread takes longer to start than most tasks take to run. Never idle long enough to be ended.
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: 2 ** 31 - 1,
    // The environment and arguments of the process are nothing to a pure engine.
    env: {},
    argv: [],
    execArgv: [],
  });
  let closing: Promise<void> | null = null;
  return {
    threads,
    async run<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskOutcome<TaskOutput<N>>> {
      if (closing !== null) return { ok: false, problem: poolClosed(name) };
      try {
        return await piscina.run({ name, input });
      } catch (error) {
        return { ok: false, problem: closing === null ? taskFailed(name, error) : poolClosed(name) };
      }
    },
    close() {
      closing ??= piscina.destroy();
      return closing;
    },
  };
}
