import { type Instant, instant } from '#engine';

/** Milliseconds between this machine's clock and the database's from which on the database's is followed, and told. */
export const CLOCKS_APART = 2_000;

export interface DatabaseTime {
  /** Milliseconds since 1970 by the database's clock, carried on since it was last asked; null: not known. */
  now(): number | null;
}

/**
 * The clock by which things are dated: this machine's, as long as it agrees with the database's; else the database's,
 * which is the same for all processes. Between two answers time is carried on by a clock that nobody can set, so that a
 * jump of this machine's does not reach what is dated meanwhile.
 */
export function databaseClock(database: DatabaseTime, wall: () => number = Date.now): () => Instant {
  return () => {
    const here = wall();
    const there = database.now();
    return instant(there !== null && Math.abs(there - here) > CLOCKS_APART ? Math.round(there) : here);
  };
}
