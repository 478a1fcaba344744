import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a process counts and times for Prometheus. Names and labels are public: see docs/guides/operations.md. */
export interface Measures {
  /** A plan was saved: `placed` put what had come in into the plan as it stood, `whole` made it anew. */
  planned(kind: 'placed' | 'whole', seconds: number): void;
  /** So many calls were logged in one transaction. */
  loggedTogether(calls: number): void;
  /** The event loop was held for so long, by work for that route. */
  stalled(route: string, seconds: number): void;
  answered(
    request: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void;
  /** How things stand as they are asked for. */
  stands(standing: Standing): void;
  /** All figures in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is looked up when it is asked for. */
export interface Standing {
  readonly alerts: number;
  /** Changes refused because the disk is full, since the process started. */
  readonly storageRefusals: number;
  /** Bytes free where the embedded database lives; null: it is another's. */
  readonly storageFree: number | null;
  /** null: it can't be reached; what the process knows of itself is told all the same. */
  readonly database: {
    readonly calls: readonly { readonly territory: string; readonly calls: number; readonly unplanned: number }[];
    /** Seconds since each plan was made. */
    readonly plans: readonly { readonly territory: string; readonly seconds: number }[];
    readonly jobs: readonly { readonly state: string; readonly jobs: number }[];
    readonly breached: { readonly respond: number; readonly fix: number };
  } | null;
}

export interface MeasuresOptions {
  /** Memory, processor and event loop of the process too: once a process. */
  readonly ofProcess: boolean;
}

export function createMeasures({ ofProcess }: MeasuresOptions): Measures {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 10 });
  const on = { registers: [registry] };
  const planning = new Histogram({
    ...on,
    name: 'turnout_planning_seconds',
    help: 'Time to make and save a plan of a territory',
    labelNames: ['kind'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  });
  const together = new Histogram({
    ...on,
    name: 'turnout_logged_together_calls',
    help: 'Calls logged in one transaction',
    buckets: [1, 2, 4, 8, 16, 32, 64],
  });
  const requests = new Histogram({
    ...on,
    name: 'turnout_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  const stalls = new Histogram({
    ...on,
    name: 'turnout_event_loop_stall_seconds',
    help: 'Stretches over 50 ms in which the process answered nobody, by the route that was worked for',
    labelNames: ['route'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
  });
  const gauge = (name: string, help: string, labelNames: string[] = []) => new Gauge({ ...on, name, help, labelNames });
  const open = gauge('turnout_open_calls', 'Open calls', ['territory']);
  const breaches = gauge('turnout_breached_calls', 'Open calls whose running clock is past its deadline', ['clock']);
  const waiting = gauge('turnout_jobs', 'Plans asked for, by state of their job', ['state']);
  const age = gauge('turnout_plan_age_seconds', 'Time since the plan of a territory was made', ['territory']);
  const unknown = gauge('turnout_unplanned_calls', 'Open calls that the plan of their territory does not know yet', [
    'territory',
  ]);
  const alerts = gauge('turnout_alerts', 'What is wrong with this process at present');
  const refusals = gauge('turnout_storage_full_refusals', 'Changes refused because the disk of the database is full');
  const free = gauge('turnout_storage_free_bytes', 'Bytes free where the embedded database lives');
  const failures = new Counter({
    ...on,
    name: 'turnout_scrape_failures_total',
    help: 'Scrapes without figures of the database',
  });

  return {
    planned: (kind, seconds) => planning.observe({ kind }, seconds),
    loggedTogether: (calls) => together.observe(calls),
    answered: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    stalled: (route, seconds) => stalls.observe({ route }, seconds),
    contentType: registry.contentType,
    stands({ alerts: wrong, storageRefusals, storageFree, database }) {
      alerts.set(wrong);
      refusals.set(storageRefusals);
      if (storageFree !== null) free.set(storageFree);
      if (database === null) return failures.inc();
      for (const each of [open, age, unknown, waiting]) each.reset();
      for (const { territory, calls, unplanned } of database.calls) {
        open.set({ territory }, calls);
        unknown.set({ territory }, unplanned);
      }
      for (const { territory, seconds } of database.plans) age.set({ territory }, seconds);
      for (const { state, jobs } of database.jobs) waiting.set({ state }, jobs);
      for (const clock of ['respond', 'fix'] as const) breaches.set({ clock }, database.breached[clock]);
    },
    text: () => registry.metrics(),
  };
}
