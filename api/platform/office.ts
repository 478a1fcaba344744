import type { Instant, Pool } from '#engine';
import type { Alert } from '../features/health/alerts.ts';
import type { Measures } from '../features/health/measures.ts';
import type { Live } from '../features/live/live.ts';
import type { Circuits } from '../features/notifications/circuits.ts';
import type { Mailer } from '../features/notifications/mail.ts';
import type { Figures } from '../features/performance/figures.ts';
import type { StallWatch } from '../features/resilience/event-loop.ts';
import type { StorageWatch } from '../features/resilience/storage.ts';
import type { Seal } from '../features/secrets/seal.ts';
import type { PriceList } from '../features/statements/price-list.ts';
import type { Heartbeat, Store } from '../store/index.ts';
import type { Desk } from './desk.ts';
import type { Jobs } from './jobs/queues.ts';
import type { Log } from './log.ts';

export type { Log } from './log.ts';

/** What the services work with. Each part is opened and closed by whoever made it (see api/process.ts). */
export interface Office {
  readonly store: Store;
  readonly pool: Pool;
  readonly jobs: Jobs;
  readonly desk: Desk;
  readonly live: Live;
  readonly figures: Figures;
  readonly prices: PriceList;
  readonly clock: () => Instant;
  readonly planning: PlanningLimits;
  readonly outside: Outside;
  /** Of what must not be read in the database: tokens of links, secrets of webhooks. */
  readonly seal: Seal;
  readonly log: Log;
  readonly measures: Measures;
  /** How the database stands, asked all the time. */
  readonly heartbeat: Heartbeat;
  /** Whether the database has room to write. */
  readonly storage: StorageWatch;
  /** Stalls of the event loop. */
  readonly stalls: StallWatch;
  /** Whether the process has been told to end: it finishes what it has and takes on nothing. */
  readonly stopping: () => boolean;
  /** What this process has found wrong, by what it concerns; shown by /health until it is over (`presentAlerts`). */
  readonly alerts: Map<string, Alert>;
}

/** How the world outside is reached. */
export interface Outside {
  /** null: no mail server is set. */
  readonly mailer: Mailer | null;
  /** Hosts of webhooks that are left alone for a while. */
  readonly circuits: Circuits;
  /** Whether webhooks may lead into private networks, and over plain http. */
  readonly webhookPrivate: boolean;
  /** Address under which customers reach this server, without a slash at its end; null: none was set. */
  readonly publicUrl: string | null;
}

export interface PlanningLimits {
  /** Improvement steps a territory; null: as the policy says. */
  readonly iterations: number | null;
  /** Budget for improving a territory's plan, in place of iterations; null: none. */
  readonly milliseconds: number | null;
  readonly seed: number;
  /** A whole plan of a territory rests for so many times what it took; null: as usual. */
  readonly rest: number | null;
}
