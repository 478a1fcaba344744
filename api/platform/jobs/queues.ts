import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import type { Wire } from '../../features/live/live.ts';
import { type Em, kysely, literal, literals, type Writer, writer } from '../../store/index.ts';
import type { Log } from '../log.ts';
import { every, type Repeated } from './every.ts';
import { createPresence } from './presence.ts';

/** Queues and notifications on the database; shared by all processes that use it. */
export interface Jobs {
  /** Asks, within the transaction, for the territory's plan to be made again once the transaction has committed. */
  replan(em: Em, territory: string): Promise<void>;
  /** As `replan`, for several territories, each of which may be named more than once. */
  readonly replanAll: Writer<string>;
  /** Waits for the transactions under way that have asked for a replan, so that a plan made next sees their changes. */
  settle(em: Em, territory: string): Promise<void>;
  /** Asks for the whole plan of a territory in so many milliseconds; asked again meanwhile, it stays one. */
  planWhole(territory: string, milliseconds: number): Promise<void>;
  /** Begins to plan; so many territories at a time in this process. */
  work(atOnce: { readonly place: number; readonly whole: number }, planner: PlanJobs): Promise<void>;
  /** Asks, within the transaction, for improvements of plans to be made once it has committed. */
  readonly improveAll: Writer<ImproveJob>;
  /** Begins to improve plans, one territory at a time in this process; `closing`: another process is to go on with it. */
  workImprovements(improve: (asked: ImproveJob, closing: AbortSignal) => Promise<void>): Promise<void>;
  /** Notifications between processes. */
  readonly wire: Wire;
  /** Takes no more jobs, and waits until those under way have ended, but no longer than so many milliseconds. */
  rest(patience: number): Promise<void>;
  /** Gives the jobs that are still under way back to the queue, and closes it. */
  close(): Promise<void>;
}

/** What the jobs of the queues do, for one territory each. */
export interface PlanJobs {
  place(territory: string): Promise<void>;
  wholeInTurn(territory: string): Promise<void>;
}

/**
 * Two queues, so that what comes in while the whole plan of its territory is made has not to wait for that. In each, one
 * job a territory is done at a time.
 */
const PLACE = 'plan-territory';
const WHOLE = 'plan-whole-territory';
const IMPROVE = 'improve-plan';
const QUEUES = [PLACE, WHOLE, IMPROVE];
/** How often jobs are looked for whose process is gone, in milliseconds. */
const LOOK = 2_000;
const CHANNEL = 'turnout_live';

interface PlanJob {
  readonly territory: string;
}

/** A run of an improvement (see `PlanImprovement`). */
export interface ImproveJob {
  readonly territory: string;
  readonly run: number;
}

export interface JobsOptions {
  readonly url: string;
  readonly log: Log;
}

/** Starts pg-boss, its tables included. */
export async function openJobs({ url, log }: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'turnout-jobs',
    max: 4,
    useListenNotify: true,
    // A process that is killed leaves its jobs active. The watch below finds them within seconds; where it can't (the
    // process lives, but hangs), the heartbeat ends.
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    schedule: false,
  });
  boss.on('error', (err) => log.error({ err }, 'job queue'));
  const presence = createPresence(url, (err) => log.warn({ err }, 'presence at the database'));
  let watch: Repeated | null = null;
  await boss.start();
  for (const queue of [PLACE, WHOLE]) {
    await boss.createQueue(queue, {
      // At most one plan waiting for each territory (this policy, by singletonKey) and one being made (groupConcurrency,
      // below), whatever the load. The policy `stately` promises both, but its workers pass over keys that a cache, as old
      // as queueCacheIntervalSeconds, says are active: territories then wait for seconds to a minute with nobody at work.
      policy: 'short',
      notify: true,
      retryLimit: 5,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 600,
      heartbeatSeconds: 10,
      deleteAfterSeconds: 3600,
    });
  }
  await boss.createQueue(IMPROVE, {
    // That there is one a territory its row sees to; whoever takes the job over goes on with what is left of its time.
    policy: 'standard',
    notify: true,
    retryLimit: 5,
    retryDelay: 1,
    expireInSeconds: 1800,
    heartbeatSeconds: 10,
    deleteAfterSeconds: 3600,
  });
  const closing = new AbortController();

  /** The queue's own statement that inserts jobs, to be sent with others, or in another transaction. */
  const insertion = async (queue: string, jobs: Parameters<typeof boss.insert>[1]): Promise<string> => {
    let statement = '';
    const executeSql = async (text: string, [rows]: unknown[] = []) => {
      statement = text.replace('$1', () => literal(String(rows)));
      return { rows: [] };
    };
    await boss.insert(queue, jobs, { db: { executeSql } });
    return statement;
  };
  const watchAbandoned = (): void => {
    watch ??= every(LOOK, 'jobs of processes that are gone', log, async () => {
      for (const queue of QUEUES) {
        const ids = await presence.abandoned(queue);
        if (ids.length === 0) continue;
        log.warn({ jobs: ids.length }, 'taken over from a process that is gone');
        await boss.fail(queue, ids, { message: 'the process that had it is gone' });
      }
    });
  };

  const replanAll = writer<string>(async (territories) => {
    const each = [...new Set(territories)].sort();
    // Shared among those who ask, exclusive for the worker about to read (settle): else a plan could begin between
    // "one is waiting already, no need for another" and the commit of the change, and miss it.
    const lock = `select pg_advisory_xact_lock_shared(hashtext('plan ' || territory))
      from unnest(${literals(each)}) as t (territory)`;
    const jobs = each.map((territory) => ({ data: { territory }, singletonKey: territory, group: { id: territory } }));
    return [lock, await insertion(PLACE, jobs)];
  });

  return {
    async replan(em, territory) {
      await replanAll(em, [territory]);
    },
    replanAll,
    async settle(em, territory) {
      await sql`select pg_advisory_xact_lock(hashtext(${`plan ${territory}`}))`.execute(kysely(em));
    },
    async planWhole(territory, milliseconds) {
      const options = { singletonKey: territory, group: { id: territory } };
      const startAfter = milliseconds > 0 ? { startAfter: Math.ceil(milliseconds / 1000) } : {};
      await boss.send(WHOLE, { territory }, { ...options, ...startAfter });
    },
    async work(atOnce, planner) {
      const options = { groupConcurrency: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
      const begin = async (queue: string, count: number, plan: (territory: string) => Promise<void>): Promise<void> => {
        // One registration a worker, to know its id: each looks for the next job at once after one, where pg-boss alone
        // would wait out the polling interval.
        for (let k = 0; k < count; k += 1) {
          let id = '';
          id = await boss.work<PlanJob>(queue, options, async (jobs) => {
            for (const { data } of jobs) {
              const present = presence.begin(queue, data.territory);
              await plan(data.territory).finally(async () => (await present)());
            }
            boss.notifyWorker(id);
          });
        }
      };
      await begin(PLACE, atOnce.place, (territory) => planner.place(territory));
      await begin(WHOLE, atOnce.whole, (territory) => planner.wholeInTurn(territory));
      watchAbandoned();
    },
    improveAll: writer<ImproveJob>(async (asked) => {
      const jobs = asked.map((data) => ({ data, group: { id: data.territory } }));
      return [await insertion(IMPROVE, jobs)];
    }),
    async workImprovements(improve) {
      const options = { groupConcurrency: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
      await boss.work<ImproveJob>(IMPROVE, options, async (jobs) => {
        for (const { data } of jobs) {
          const end = await presence.begin(IMPROVE, data.territory);
          await improve(data, closing.signal).finally(end);
        }
      });
      watchAbandoned();
    },
    wire: {
      async notify(payload) {
        await boss.getDb().executeSql('select pg_notify($1, $2)', [CHANNEL, payload]);
      },
      async listen(onPayload, onGap) {
        const { listen } = boss.getDb();
        if (listen === undefined) throw new Error('The job queue’s database cannot listen.');
        let first = true;
        return listen.call(boss.getDb(), CHANNEL, onPayload, () => {
          if (!first) onGap();
          first = false;
        });
      },
    },
    async rest(patience) {
      await watch?.stop();
      closing.abort();
      const ended = QUEUES.map((queue) => boss.offWork(queue, { wait: true }));
      await Promise.race([Promise.all(ended), pause(patience, undefined, { ref: false })]);
    },
    async close() {
      await boss.stop({ graceful: false, close: true });
      await presence.close();
    },
  };
}
