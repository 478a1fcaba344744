import type { Instant, Millis } from './units.ts';

export const VISIT_OUTCOMES = [
  'fixed',
  'temporary-fix',
  'follow-up',
  'held',
  'taken-over',
  'awaiting-approval',
  'cancelled',
] as const;
/** How a visit ended. */
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/** One stay of a resource at a call's site. */
export interface Visit {
  /** 1 is the call's first. */
  readonly visit: number;
  readonly resource: string;
  /** When the resource set off; null: not told. */
  readonly travelledAt: Instant | null;
  readonly arrivedAt: Instant;
  /** null: still there. */
  readonly leftAt: Instant | null;
  /** Working time: from arrival to leaving, or what was entered instead; null: still there. */
  readonly timeSpent: Millis | null;
  readonly outcome: VisitOutcome | null;
}
