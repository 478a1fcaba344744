import type { Log } from '../log.ts';

/**
 * Work that is done again and again until it is stopped; the last round, which is told to end by its signal, ends before
 * `stop` does.
 */
export interface Repeated {
  stop(): Promise<void>;
}

/**
 * Does work at once and then every so many milliseconds. A round that takes longer than that has the next ones left
 * out, so that they never pile up; one that fails is logged, and the next is tried as usual.
 */
export function every(
  milliseconds: number,
  what: string,
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
): Repeated {
  let round: Promise<void> | null = null;
  const ending = new AbortController();
  const tick = (): void => {
    round ??= work(ending.signal)
      .catch((error) => log.warn({ err: error }, what))
      .finally(() => {
        round = null;
      });
  };
  const timer = setInterval(tick, milliseconds);
  tick();
  return {
    async stop() {
      clearInterval(timer);
      ending.abort();
      await round;
    },
  };
}

/** Several of them, stopped at once. */
export const together = (all: readonly Repeated[]): Repeated => ({
  stop: async () => void (await Promise.all(all.map((each) => each.stop()))),
});
