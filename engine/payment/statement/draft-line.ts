import type { PayEffect, PayMeasure } from '../../model/payment-terms.ts';
import { type Fraction, ZERO } from '../fraction.ts';
import type { Measured } from '../measured.ts';
import type { PayEvent } from '../pay-events.ts';
import type { ScopeItem } from '../scope-items.ts';

/** What one event, or one failure, costs or scores. */
export interface DraftItem {
  readonly event: PayEvent;
  /** Exact minor units, zero or more. */
  readonly amount: Fraction;
  readonly points: Fraction;
  /** Times it counts, factors of growth included. */
  readonly counted: Fraction;
}

/** A line before failures are charged once, before caps and before rounding. */
export interface DraftLine {
  readonly measure: PayMeasure;
  readonly item: ScopeItem;
  readonly measured: Measured;
  /** Metric, exactly, and as it was looked up; null: nothing to measure, or the events themselves are charged. */
  readonly value: Fraction | null;
  readonly lookedUp: Fraction | null;
  readonly effect: PayEffect | null;
  /** Exact minor units, zero or more. */
  readonly amount: Fraction;
  readonly points: Fraction;
  /** Position of the band or tier that applies; null: none. */
  readonly band: number | null;
  readonly rule: string;
  /** Only where the events themselves are charged or scored. */
  readonly items: readonly DraftItem[];
}

/** What a rule makes of what was measured: a line without what it is of. */
export type Charged = Pick<DraftLine, 'effect' | 'amount' | 'points' | 'rule'> & Partial<DraftLine>;

/** Charges nothing, and says why. */
export const nothing = (rule: string): Charged => ({ effect: null, amount: ZERO, points: ZERO, rule });
