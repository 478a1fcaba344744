import type { SkillLevel } from './skill.ts';

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
}
