import type { LocalDate, Millis } from './units.ts';

export const CLOCK_KINDS = ['coverage', 'elapsed'] as const;
/** `coverage`: the clock counts covered time only; `elapsed`: all time. */
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** A performance regime: coverage, targets and clock kind. */
export interface Regime {
  readonly code: string;
  readonly calendar: string;
  readonly respondWithin: Millis | null;
  readonly fixWithin: Millis | null;
  readonly clock: ClockKind;
  /** Percent, 0 to 100. */
  readonly availabilityTarget: number | null;
}

/** When a rule applies, both read at the site at `logged_at`. */
export interface TimeFrame {
  /** Local date, inclusive; null: always was. */
  readonly validFrom: LocalDate | null;
  /** Local date, inclusive; null: no end. */
  readonly validTo: LocalDate | null;
  /** Weekly hours in `opening_hours` notation (a `PH` rule never applies: rules have no holidays); null: always. */
  readonly hours: string | null;
}

/** Which regime applies where (domain, section 5). Exactly one of `contract` and `customer` is set. */
export interface RegimeRule extends TimeFrame {
  /** Spreadsheet row: breaks ties, the row further down the table wins. */
  readonly row: number;
  readonly contract: string | null;
  readonly customer: string | null;
  readonly site: string | null;
  readonly zone: string | null;
  readonly model: string | null;
  readonly regime: string;
}
