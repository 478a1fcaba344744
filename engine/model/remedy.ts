import type { SkillLevel } from './skill.ts';
import type { Instant, LocalDate, Millis } from './units.ts';

/**
 * A single change with which a call that the plan leaves out would have a place in that plan, beside everybody's work as
 * it stands. Tried out, not guessed: with it, the planner finds the place.
 */
export type Remedy = { readonly resource: string; readonly text: string } & (
  | { readonly kind: 'longer-shift'; readonly on: LocalDate; readonly minutes: number }
  | { readonly kind: 'more-calls'; readonly maxCalls: number }
  | { readonly kind: 'skill'; readonly skill: SkillLevel }
  /** The appointment agreed anew, for a start at `at`. */
  | { readonly kind: 'later-appointment'; readonly at: Instant }
  /** Somebody is let in to the site for a start at `at`, when nobody is otherwise. */
  | { readonly kind: 'access'; readonly at: Instant }
  /** Planned further ahead: the resource has room in the shift of `on`. */
  | { readonly kind: 'later-day'; readonly on: LocalDate; readonly horizon: Millis }
  /** A resource of another territory, lent for the shift that begins on a date. */
  | { readonly kind: 'loan'; readonly from: string; readonly territory: string; readonly on: LocalDate }
);
