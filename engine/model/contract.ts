import type { CalendarPeriod, LocalDate, Millis, Minor } from './units.ts';

export const PAYMENT_PERIODS = ['month', 'quarter', 'year'] as const;
export type PaymentPeriod = (typeof PAYMENT_PERIODS)[number];

/**
 * What reopening a call does (rule 12.3): its clocks go on, without the time in which it was fixed (`continue`) or with it
 * (`continue-running`); or a new call is logged, as a return visit (`new`) or as another failure (`repeat`).
 */
export const REOPEN_RULES = ['continue', 'continue-running', 'new', 'repeat'] as const;
export type ReopenRule = (typeof REOPEN_RULES)[number];

/** An agreement with a term, a currency, a time zone and a base fee per payment period. */
export interface Contract {
  readonly code: string;
  readonly customer: string;
  readonly name: string | null;
  /** ISO 4217. */
  readonly currency: string;
  readonly timeZone: string;
  /** First day in force, in the contract's zone. */
  readonly startsOn: LocalDate;
  /** Last day of the first term, inclusive; null: no end. */
  readonly endsOn: LocalDate | null;
  readonly autoRenew: boolean;
  /** Length of each renewal; a year where the contract renews and names none. */
  readonly renewalTerm: CalendarPeriod | null;
  /** How long before the end of a term notice must be given; null: none agreed. */
  readonly noticePeriod: CalendarPeriod | null;
  /** A payment period's fee, minor units of `currency`. */
  readonly baseFee: Minor;
  readonly paymentPeriod: PaymentPeriod;
  /** Estimated times over the least of these wait for approval; ascending; empty: none. */
  readonly approvalOver: readonly Millis[];
  /** Hold reasons that stop the contract's clocks. */
  readonly clockStoppingHolds: readonly string[];
  readonly reopen: ReopenRule;
}
