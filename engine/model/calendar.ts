import type { LocalDate } from './units.ts';

/** Weekly hours with holidays; read in a zone that the user of the calendar names. */
export interface Calendar {
  readonly code: string;
  /** `opening_hours` notation, the subset of domain section 2; valid when it stands here. */
  readonly hours: string;
  /** Closed all day unless the hours have a `PH` rule. */
  readonly holidays: readonly LocalDate[];
}
