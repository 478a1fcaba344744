import type { Clock } from '../../model/escalation.ts';
import type { Metric, PayEffect } from '../../model/payment-terms.ts';
import type { Instant, Minor } from '../../model/units.ts';

/** Kinds of lines, in the order in which they stand in a statement. */
export const LINE_KINDS = ['fee', 'measure', 'non-duplication', 'cap', 'rounding'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** A failure that a line rests on: its calls, and what they did to the line. */
export interface Evidence {
  /** Several where failures overlap. */
  readonly calls: readonly string[];
  readonly device: string;
  readonly site: string;
  /** null: time down, or a failure. */
  readonly clock: Clock | null;
  /** What was missed; null: no clock. */
  readonly deadline: Instant | null;
  /** Arrival or fix; null: not yet, or no clock. */
  readonly event: Instant | null;
  /** `[from, to)`: time late or down in the period; null: none. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Times missed, or started deduction periods. */
  readonly times: number;
  readonly hoursLate: number;
  /** Hours that went into a mean, decimal text; null: another metric. */
  readonly hours: string | null;
  /** Times with weight, use and growth, decimal text; null: not charged by itself. */
  readonly counted: string | null;
  /** Decimal text; null: none scored. */
  readonly points: string | null;
  /** Its part of the line, signed as the line; the parts add up to it. null: the line is charged as a whole. */
  readonly amount: Minor | null;
}

/** What a percentage was worked out from. */
export interface Basis {
  readonly met: number;
  readonly missed: number;
  /** Still running, so that they count for nothing yet. */
  readonly open: number;
  /** Weighted hours of service time and downtime, decimal text; null: another metric. */
  readonly serviceHours: string | null;
  readonly downHours: string | null;
  readonly devices: number;
}

/** A line of a statement. All amounts are signed: what is added to the fee is positive, what is taken off negative. */
export interface StatementLine {
  readonly kind: LineKind;
  /** Code of the measure; null: of the fee, of a cap on several, of rounding. */
  readonly measure: string | null;
  readonly name: string | null;
  /** `site PADDINGTON`; null: of the whole statement. */
  readonly scope: string | null;
  readonly metric: Metric | null;
  readonly effect: PayEffect | null;
  /** Decimal text of the measured value, to ten decimals, and as it was looked up; null: nothing to measure. */
  readonly measured: string | null;
  readonly lookedUp: string | null;
  readonly unit: string;
  /** The rule and band that apply, in plain words. */
  readonly rule: string;
  /** Position of the band or tier, 0 being the first; null: none. */
  readonly band: number | null;
  /** Decimal text; null: no points. */
  readonly points: string | null;
  readonly basis: Basis | null;
  readonly amount: Minor;
  readonly evidence: readonly Evidence[];
}
