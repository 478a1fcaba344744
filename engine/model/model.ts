import type { SkillLevel } from './skill.ts';
import type { CalendarPeriod, Millis } from './units.ts';

/** A make and type of device. */
export interface Model {
  readonly code: string;
  readonly name: string;
  /** All of them are needed of whoever comes. */
  readonly skills: readonly SkillLevel[];
  /** Usual repair time; a call's `estimatedTime` overrides it. */
  readonly repairTime: Millis;
  /** Interval of preventive maintenance; null: none. */
  readonly maintenanceEvery: CalendarPeriod | null;
  readonly maintenanceTime: Millis | null;
}
