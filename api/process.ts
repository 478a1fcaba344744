import { createPool, type Instant } from '#engine';
import type { Alert } from './features/health/alerts.ts';
import { createMeasures, type Measures } from './features/health/measures.ts';
import { createLive } from './features/live/live.ts';
import { createCircuits } from './features/notifications/circuits.ts';
import { createMailer, type MailSettings } from './features/notifications/mail.ts';
import { createFigures } from './features/performance/figures.ts';
import { createImprover } from './features/plans/improve/improve-plan.ts';
import { createPlanner } from './features/plans/planning/planner.ts';
import { databaseClock } from './features/resilience/database-clock.ts';
import { watchStalls } from './features/resilience/event-loop.ts';
import { createStorageWatch } from './features/resilience/storage.ts';
import { NO_SEAL, type Seal } from './features/secrets/seal.ts';
import { createPriceList } from './features/statements/price-list.ts';
import { createDesk } from './platform/desk.ts';
import { openJobs } from './platform/jobs/queues.ts';
import type { Log, Office, PlanningLimits } from './platform/office.ts';
import { createHeartbeat, readLive, type Store } from './store/index.ts';

export interface ProcessOptions {
  /** Open; closed by whoever opened it, after this process has been closed. */
  readonly store: Store;
  readonly threads: number;
  readonly clock?: () => Instant;
  readonly planning?: Partial<PlanningLimits>;
  readonly log: Log;
  readonly measures?: Measures;
  readonly stopping?: () => boolean;
  /** How people outside are told of things; left out: they are not. */
  readonly outside?: {
    readonly mail?: MailSettings | null;
    readonly webhookPrivate?: boolean;
    readonly publicUrl?: string | null;
  };
  /** Left out: the process seals and opens nothing. */
  readonly seal?: Seal;
  /** Whole plans made at a time, and as many jobs that place what comes in; 0: this process only serves. Default: a plan a thread. */
  readonly workers?: number;
}

export interface RunningOffice {
  readonly office: Office;
  /** Ends workers, queues and threads in order; jobs under way go back to the queue after `patience` milliseconds. */
  close(patience?: number): Promise<void>;
}

/** Territories at a time in which what has just come in is placed: it waits for no whole plan, and takes the database more than this process. */
const PLACING = 4;
/** What somebody has missed is told one by one up to so many; more than that, they load anew. */
const LIVE_LIMIT = 5_000;
/** Milliseconds for which the event loop was held that are worth a line in the log. */
const WORTH_A_LINE = 500;
/** Milliseconds in which jobs under way may end when the process stops. */
const PATIENCE = 3_000;

/** Starts all that a process works with, beside the database: queues, notifications, threads and workers. */
export async function openOffice(options: ProcessOptions): Promise<RunningOffice> {
  const { store, threads, log, outside = {} } = options;
  const mailer = outside.mail ? createMailer(outside.mail) : null;
  const pool = createPool({ threads });
  const jobs = await openJobs({ url: store.url, log });
  const live = await createLive(
    jobs.wire,
    (since) => readLive(store.em(), since, LIVE_LIMIT),
    (error) => log.warn({ err: error }, 'live updates'),
  );
  const heartbeat = createHeartbeat({ url: store.url });
  const clock = options.clock ?? databaseClock(heartbeat);
  const measures = options.measures ?? createMeasures({ ofProcess: false });
  const stalls = watchStalls({
    clock,
    found: ({ milliseconds, route }) => {
      measures.stalled(route, milliseconds / 1000);
      if (milliseconds >= WORTH_A_LINE) log.warn({ ms: milliseconds, route }, 'the event loop was held');
    },
  });
  const alerts: Map<string, Alert> = new Map();
  const prices = createPriceList();
  const office: Office = {
    store,
    pool,
    jobs,
    live,
    desk: createDesk((day) => prices.refresh(office, day)),
    figures: createFigures(clock),
    prices,
    clock,
    planning: { iterations: null, milliseconds: null, seed: 1, rest: null, ...options.planning },
    outside: {
      mailer,
      circuits: createCircuits(),
      webhookPrivate: outside.webhookPrivate ?? false,
      publicUrl: outside.publicUrl ?? null,
    },
    seal: options.seal ?? NO_SEAL,
    log,
    measures,
    heartbeat,
    stalls,
    stopping: options.stopping ?? (() => false),
    alerts,
    storage: createStorageWatch(alerts, clock),
  };
  const { workers } = options;
  if (workers !== 0) {
    await jobs.work({ place: workers ?? PLACING, whole: workers ?? threads }, createPlanner(office));
    await jobs.workImprovements(createImprover(office));
  }
  return {
    office,
    async close(patience = PATIENCE) {
      stalls.stop();
      await jobs.rest(patience);
      await live.close();
      await jobs.close();
      await pool.close();
      await heartbeat.stop();
      mailer?.close();
    },
  };
}
