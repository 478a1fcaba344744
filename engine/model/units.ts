/** Branded primitives, so that an instant is never added to an amount of money by mistake. */
declare const unit: unique symbol;
type Unit<T, Name extends string> = T & { readonly [unit]: Name };

/** A moment: integer milliseconds since 1970-01-01T00:00Z. */
export type Instant = Unit<number, 'Instant'>;
/** A length of time: integer milliseconds. */
export type Millis = Unit<number, 'Millis'>;
/** An amount of money: integer minor units (cents, pence) of a currency that stands beside it. */
export type Minor = Unit<number, 'Minor'>;
/** A calendar date in some zone that stands beside it: `YYYY-MM-DD`. */
export type LocalDate = Unit<string, 'LocalDate'>;

export const instant = (ms: number): Instant => ms as Instant;
export const millis = (ms: number): Millis => ms as Millis;
export const minor = (units: number): Minor => units as Minor;
export const localDate = (text: string): LocalDate => text as LocalDate;

export const SECOND = millis(1000);
export const MINUTE = millis(60_000);
export const HOUR = millis(3_600_000);
/** A day of a window or a target is always 24 hours (domain, section 8). */
export const DAY = millis(86_400_000);

/** A half-open stretch of time `[start, end)`. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** A length in calendar units, added date by date (a month from 31 January is the last of February). */
export interface CalendarPeriod {
  readonly years: number;
  readonly months: number;
  readonly days: number;
}
