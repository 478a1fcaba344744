import type { Instant } from '#engine';
import { lastResumed } from './budget.ts';

/** A stretch in which the process did nothing but one thing, and answered nobody. */
export interface Stall {
  readonly at: Instant;
  readonly milliseconds: number;
  /** Route of the request that was being worked for, or `background`. */
  readonly route: string;
}

export interface StallWatch {
  /** Stalls since the process started, and the longest of the last hour; null: there was none. */
  standing(): { readonly count: number; readonly longest: Stall | null };
  stop(): void;
}

export interface StallWatchOptions {
  readonly clock: () => Instant;
  readonly found: (stall: Stall) => void;
}

/** Milliseconds between two looks, and from which on it is a stall. */
const LOOK = 20;
const STALL = 50;
const HOUR = 3_600_000;
const KEPT = 1000;

/** Looks whether the event loop gets round in time, and says for whom it did not. */
export function watchStalls({ clock, found }: StallWatchOptions): StallWatch {
  let last = performance.now();
  let count = 0;
  const recent: Stall[] = [];
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - last - LOOK;
    last = now;
    if (late < STALL) return;
    const stall = { at: clock(), milliseconds: Math.round(late), route: lastResumed() };
    count += 1;
    recent.push(stall);
    if (recent.length > KEPT) recent.shift();
    found(stall);
  }, LOOK);
  timer.unref();
  return {
    standing() {
      const since = clock() - HOUR;
      const within = recent.filter(({ at }) => at >= since);
      const longest = within.reduce<Stall | null>(
        (most, each) => (most === null || each.milliseconds > most.milliseconds ? each : most),
        null,
      );
      return { count, longest };
    },
    stop: () => clearInterval(timer),
  };
}
