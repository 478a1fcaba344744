import type { CallClass } from './priority.ts';
import type { Instant, LocalDate } from './units.ts';

/** A resource lent to another territory for the shift that begins on a date; beside `lent` of the policy, and after it. */
export interface Loan {
  readonly row: number;
  readonly resource: string;
  readonly territory: string;
  readonly on: LocalDate;
  readonly reason: string | null;
}

/** Other hours than the calendar's for the shift that begins on a date, holiday or not. */
export interface ShiftChange {
  readonly row: number;
  readonly resource: string;
  readonly on: LocalDate;
  /** `opening_hours` notation, read for that date alone; `off`: no shift. */
  readonly hours: string;
  readonly reason: string | null;
}

/** Hours in which a resource rests within its shifts: neither travel nor work goes on in them. */
export interface Break {
  readonly row: number;
  readonly resource: string;
  /** `opening_hours` notation, read in the zone of the resource's territory. */
  readonly hours: string;
  /** First and last local date, inclusive; null: open. */
  readonly validFrom: LocalDate | null;
  readonly validTo: LocalDate | null;
}

/** A turn of an on-call rota, `[from, to)`: outside of its shifts the resource can be called out to urgent calls. */
export interface OnCall {
  readonly row: number;
  readonly resource: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Least urgent class for which it is called out. */
  readonly upTo: CallClass;
}
