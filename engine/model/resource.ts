import type { SkillLevel } from './skill.ts';
import type { Instant, Minor } from './units.ts';

/** A technician (or crew). */
export interface Resource {
  readonly code: string;
  readonly name: string;
  readonly skills: readonly SkillLevel[];
  readonly territory: string;
  /** Home, WGS84 decimal degrees: routes begin and end here. */
  readonly latitude: number;
  readonly longitude: number;
  /** Shifts, read in the territory's zone; gaps within a day are breaks. */
  readonly calendar: string;
  /** Calls a shift at most; null: no limit. */
  readonly maxCalls: number | null;
  /** Minor units of the policy's currency; null: the policy's default. */
  readonly hourlyCost: Minor | null;
  /** Factor on the policy's speed; 1 where not given. */
  readonly speed: number;
}

/** A stretch `[from, to)` in which a resource does not work. */
export interface Absence {
  readonly row: number;
  readonly resource: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string | null;
}
