import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { type Jobs, openJobs } from '../../api/platform/jobs/queues.ts';
import { kysely } from '../../api/store/index.ts';
import { until } from '../support/server.ts';
import { useTestStore } from '../support/test-database.ts';

const store = useTestStore();
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const ONE = { place: 1, whole: 1 };
const TWO = { place: 2, whole: 2 };
const nothing = { place: async () => {}, wholeInTurn: async () => {} };
const askFor = (jobs: Jobs, territory: string) => store().transaction((em) => jobs.replan(em, territory));
const endPresence = () =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'turnout-presence' and datname = current_database()`.execute(kysely(store().em()));

it('the job of a process that is gone is taken over, one that is only slow is left alone', async () => {
  const begun: string[] = [];
  const first = await openJobs({ url: store().url, log });
  await first.work(TWO, {
    ...nothing,
    place: (territory) => {
      begun.push(`first ${territory}`);
      return new Promise(() => {});
    },
  });
  await askFor(first, 'NORTH');
  await until(
    async () => begun,
    (all) => all.length === 1,
    20,
  );
  // What PostgreSQL does when a process dies; its jobs still beat, since here it lives.
  await endPresence();

  const second = await openJobs({ url: store().url, log });
  await askFor(second, 'SOUTH');
  await until(
    async () => begun,
    (all) => all.includes('first SOUTH'),
    20,
  );
  await second.work(TWO, {
    ...nothing,
    place: async (territory) => {
      begun.push(`second ${territory}`);
    },
  });
  await until(
    async () => begun,
    (all) => all.includes('second NORTH'),
    20,
  );
  expect(begun).toEqual(['first NORTH', 'first SOUTH', 'second NORTH']);
  for (const jobs of [first, second]) {
    await jobs.rest(50);
    await jobs.close();
  }
});

it('a process that stops gives back what it can’t finish in time', async () => {
  const begun: string[] = [];
  const first = await openJobs({ url: store().url, log });
  await first.work(ONE, {
    ...nothing,
    place: () => {
      begun.push('first');
      return new Promise(() => {});
    },
  });
  await askFor(first, 'EAST');
  await until(
    async () => begun,
    (all) => all.length === 1,
    20,
  );
  await first.rest(50);
  await first.close();
  const second = await openJobs({ url: store().url, log });
  await second.work(ONE, {
    ...nothing,
    place: async (territory) => {
      begun.push(`second ${territory}`);
    },
  });
  await until(
    async () => begun,
    (all) => all.includes('second EAST'),
    20,
  );
  await second.rest(1_000);
  await second.close();
});
