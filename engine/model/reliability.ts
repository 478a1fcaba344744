import type { Millis } from './units.ts';

/** Too many failures within a rolling window raise calls to `high` (domain, section 8). One scope is set. */
export interface ReliabilityTarget {
  readonly row: number;
  readonly code: string;
  readonly device: string | null;
  readonly group: string | null;
  readonly model: string | null;
  readonly zone: string | null;
  /** Exceeded when the failures in the window number more than this. */
  readonly maxFailures: number;
  /** Length of the window `(t - window, t]`. */
  readonly window: Millis;
}
