import type { Instant } from '#engine';
import type { Em } from '../../store/index.ts';

/** Something that is wrong, found by this process. */
export interface Alert {
  readonly code: string;
  readonly at: Instant;
  readonly text: string;
  /** Whether it was put right since, by whatever process. */
  isOver(em: Em): Promise<boolean>;
}

/** What is wrong at present; what was put right since is forgotten. */
export async function presentAlerts(em: Em, alerts: Map<string, Alert>): Promise<Alert[]> {
  for (const [about, alert] of alerts) {
    const over = await alert.isOver(em);
    if (over && alerts.get(about) === alert) alerts.delete(about);
  }
  return [...alerts.values()];
}
