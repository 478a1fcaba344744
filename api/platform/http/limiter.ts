/** Counts what comes from whom, and says when it is too much. Of one process: several let through as many times more. */
export interface Limiter {
  /** Takes one more from a key. @returns seconds until it may come again; 0: now */
  take(key: string, now: number): number;
}

interface Window {
  readonly began: number;
  count: number;
}

/** Keys kept at most: who sends from ever other addresses must not fill the memory. */
const KEYS = 50_000;

/** At most so many a key within so many milliseconds, counted from the first. */
export function createLimiter(most: number, within: number): Limiter {
  const windows = new Map<string, Window>();
  return {
    take(key, now) {
      const window = windows.get(key);
      if (window === undefined || now - window.began >= within) {
        windows.delete(key);
        // The oldest stand first.
        for (const [old, { began }] of windows) {
          if (windows.size < KEYS && now - began < within) break;
          windows.delete(old);
        }
        windows.set(key, { began: now, count: 1 });
        return 0;
      }
      window.count += 1;
      return window.count <= most ? 0 : Math.ceil((window.began + within - now) / 1000);
    },
  };
}
