import type { LocalDate } from './units.ts';

/** One maintained thing (asset). */
export interface Device {
  readonly code: string;
  readonly contract: string;
  readonly site: string;
  readonly model: string;
  readonly zone: string | null;
  /** Device groups: judged together for reliability. */
  readonly groups: readonly string[];
  /** Share in pooled availability; 1 where not given. */
  readonly weight: number;
  /** First day in service, in the site's zone; null: always was. */
  readonly installedOn: LocalDate | null;
  /** Last day in service, inclusive, in the site's zone; null: still is. */
  readonly retiredOn: LocalDate | null;
  /** Last day of warranty, inclusive. */
  readonly warrantyUntil: LocalDate | null;
  /** When people are let in to it, within the hours of its site; notation as there; null: whenever they are let in to the site. */
  readonly accessHours: string | null;
}
