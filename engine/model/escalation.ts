import type { CallClass } from './priority.ts';

export const CLOCKS = ['respond', 'fix'] as const;
export type Clock = (typeof CLOCKS)[number];

/** At a percentage of a target used, a call is raised and people are told. One of `contract`, `customer` is set. */
export interface Escalation {
  readonly row: number;
  readonly contract: string | null;
  readonly customer: string | null;
  readonly clock: Clock;
  /** Percent of the target used, in the clock's own time. */
  readonly at: number;
  readonly raiseTo: CallClass | null;
  /** Addresses. */
  readonly notify: readonly string[];
}
