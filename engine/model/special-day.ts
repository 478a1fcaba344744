import type { Level } from './priority.ts';
import type { Instant, LocalDate } from './units.ts';

export const SPECIAL_DAY_EFFECTS = ['service-affecting', 'non-service-affecting'] as const;
/** Whether people are let in to a site: nobody, everybody at any time, or as on other days. */
export const DAY_ACCESS = ['shut', 'open', 'usual'] as const;
export type DayAccess = (typeof DAY_ACCESS)[number];
export type SpecialDayEffect = (typeof SPECIAL_DAY_EFFECTS)[number];

/** An end of a special day: a local date at the site (both inclusive) or an instant (`[from, to)`). */
export type DateOrInstant = { readonly date: LocalDate } | { readonly instant: Instant };

/** A stretch of time that overrules the regime at a site (domain, section 7). */
export interface SpecialDay {
  readonly row: number;
  readonly site: string;
  readonly from: DateOrInstant;
  readonly to: DateOrInstant;
  readonly effect: SpecialDayEffect;
  /** Rules coverage, targets and availability while it lasts; null: 24/7 with the base targets. Service-affecting only. */
  readonly regime: string | null;
  /** Site level of the calls logged there while it lasts. Service-affecting only. */
  readonly level: Level | null;
  readonly label: string | null;
  /** null: `shut` where it is non-service-affecting, else `usual`. */
  readonly access: DayAccess | null;
}
