import type { SkillLevel } from './skill.ts';
import type { Millis } from './units.ts';

/** A place of a customer. */
export interface Site {
  readonly code: string;
  readonly customer: string;
  readonly name: string;
  /** WGS84 decimal degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** IANA zone in which coverage is read. */
  readonly timeZone: string;
  readonly territory: string;
  readonly address: string | null;
  /** Needed of whoever comes: clearance, language … */
  readonly skills: readonly SkillLevel[];
  /** When people are let in: `opening_hours` notation, read in the site's zone, holidays being special days; null: at any time. */
  readonly accessHours: string | null;
  /** Access is by arrangement: so long after a call is logged nobody comes, unless an appointment (`latest`) is agreed; null: without. */
  readonly accessNotice: Millis | null;
  /** A declared emergency is let in at any time; null: it is not. */
  readonly emergencyAccess: boolean | null;
}
