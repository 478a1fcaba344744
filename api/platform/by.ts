import type { Instant } from '#engine';

/** Who changes a call, why, and when it happened (null: now). */
export interface By {
  readonly who: string;
  readonly why: string | null;
  readonly at: Instant | null;
}
