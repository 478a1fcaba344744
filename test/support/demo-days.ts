import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant } from '#engine';
import { createPlanner } from '../../api/features/plans/planning/planner.ts';
import { demoTick, loadDemo } from '../../api/platform/jobs/demo.ts';
import type { Log, Office } from '../../api/platform/office.ts';
import { openOffice } from '../../api/process.ts';
import { openStore } from '../../api/store/index.ts';

/**
 * Lets the demo city live on for some days in some minutes, on a database of its own, and prints every three hours how
 * it stands: `npx node test/support/demo-days.ts [START] [HOURS]`. The clock advances by five minutes, each with a tick
 * and a plan of every territory, as the server would make them.
 */
const STEP = 5 * 60_000;
const HOUR = 3_600_000;

const [start = '2026-11-21T22:37:00Z', hours = '48'] = process.argv.slice(2);
const faults: string[] = [];
const note = (fields: object, message: string): void => {
  faults.push(`${message} ${JSON.stringify(fields, (_, value) => (value instanceof Error ? value.message : value))}`);
};
const log: Log = { debug: () => {}, info: () => {}, warn: note, error: note };

const folder = await mkdtemp(join(tmpdir(), 'turnout-days-'));
await chmod(folder, 0o755);
const store = await openStore({ databaseUrl: null, dataFolder: folder });
/** Of calls logged since the start whose respond clock has ended: whether it was met. */
const answered = new Map<string, boolean>();
const began = Date.parse(start);
const clock = { now: instant(Date.parse(start)) };
const running = await openOffice({
  ...{ store, threads: 1, workers: 0, log },
  clock: () => clock.now,
  planning: { iterations: 50 },
});
try {
  const { office } = running;
  await loadDemo(office);
  const end = clock.now + Number(hours) * HOUR;
  let next = clock.now;
  while (clock.now <= end) {
    await step(office);
    if (clock.now >= next) {
      await report(office, clock.now);
      next = instant(next + 3 * HOUR);
    }
    clock.now = instant(clock.now + STEP);
  }
  console.log(faults.length === 0 ? 'no faults' : `${faults.length} faults\n${faults.slice(0, 5).join('\n')}`);
} finally {
  await running.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}

async function step(office: Office): Promise<void> {
  await demoTick(office);
  const { tables } = await office.desk.upToDate(office.store.em(), clock.now);
  const planner = createPlanner(office);
  for (const code of tables.territories.keys()) await planner.whole(code);
  const { book } = await office.desk.upToDate(office.store.em(), clock.now);
  for (const { number, respondBy } of book.all()) {
    const call = book.call(number);
    if (call === null || respondBy === null || call.loggedAt < began || call.duplicateOf !== null) continue;
    const arrived = call.respondedAt ?? clock.now;
    if (arrived > respondBy) answered.set(number, false);
    else if (call.respondedAt !== null) answered.set(number, true);
  }
}

async function report(office: Office, now: Instant): Promise<void> {
  const { book } = await office.desk.upToDate(office.store.em(), now);
  const all = book.all();
  const late = all.flatMap(({ due }) => (due !== null && due <= now ? [(now - due) / HOUR] : []));
  const statuses = Map.groupBy(all, ({ number }) => book.status(number));
  const figures = [
    new Date(now).toISOString().slice(0, 16),
    `open ${all.length}`,
    `awaiting approval ${book.awaitingApproval().length}`,
    `missed ${late.length} (most ${Math.max(0, ...late).toFixed(1)} h)`,
    `high ${all.filter((call) => call.class === 'high').length}`,
    `emergency ${all.filter((call) => call.class === 'emergency').length}`,
    [...statuses].map(([status, calls]) => `${status} ${calls.length}`).join(', '),
    `respond met ${[...answered.values()].filter((met) => met).length} of ${answered.size}`,
    `alerts ${office.alerts.size}`,
  ];
  console.log(figures.join(' | '));
}
