/** Similar devices grouped within a site or across sites. Never a territory, never a time zone. */
export interface Zone {
  readonly code: string;
  readonly name: string | null;
  /** The zone is up while at least so many of its devices are; null: judged by weight. */
  readonly requiredAvailable: number | null;
}
