import { sql } from 'kysely';
import { instant } from '#engine';
import { catchUp } from '../api/features/performance/read-performance.ts';
import { REPORTS, runReport } from '../api/features/reports/index.ts';
import type { Office } from '../api/platform/office.ts';
import { kysely } from '../api/store/index.ts';
import type { BenchOptions } from './arguments.ts';
import { withOffice } from './own-office.ts';
import { makePast } from './performance/world.ts';
import { progress } from './progress.ts';
import { medianOf, ratioOf, rounded, type Stage } from './stage.ts';
import { measureAsync } from './statistics.ts';

export const REPORT_SIZES = [1_000_000];
/** The slowest report is not to make anybody wait: runs are few, as each takes seconds. */
const RUNS = 3;
const MONTH = 30 * 86_400_000;

export interface ReportsResult {
  readonly stages: readonly Stage[];
  readonly ratios: ReportRatios;
}

/** Medians at the most calls, over one pass through all of them that does nothing but add up. */
export interface ReportRatios {
  /** The slowest report of thirty days. */
  readonly month_ratio: number | null;
  /** The slowest report of the whole history. */
  readonly history_ratio: number | null;
}

/** Every report over the last thirty days, and over all there is. */
export async function benchReports({ sizes, runs }: BenchOptions): Promise<ReportsResult> {
  const stages: Stage[] = [];
  const all = sizes ?? REPORT_SIZES;
  for (const n of all) {
    await withOffice(async (office) => {
      progress(`reports: ${n} past calls`);
      await makePast(office.store, n, office.clock());
      await catchUp(office);
      await measureOne(office, n, Math.min(runs, RUNS), stages);
    });
  }
  const most = Math.max(...all);
  const scan = medianOf(stages, 'scan', most);
  const slowest = (end: string) =>
    ratioOf(
      Math.max(...stages.filter(({ stage, n }) => n === most && stage.endsWith(end)).map((each) => each.median)),
      scan,
    );
  return { stages, ratios: { month_ratio: slowest(' month'), history_ratio: slowest(' history') } };
}

async function measureOne(office: Office, n: number, runs: number, stages: Stage[]): Promise<void> {
  const note = async (stage: string, work: () => Promise<unknown>): Promise<void> => {
    const spread = await measureAsync({ runs, warmUps: 1 }, work);
    stages.push({ stage, n, ...spread });
    progress(`  ${stage}: ${rounded(spread.median)} ms`);
  };
  const db = kysely(office.store.em());
  await note('scan', () =>
    sql`select count(*), avg(fixed_at - logged_at), avg(responded_at - logged_at) from calls`.execute(db),
  );
  const to = office.clock();
  const { rows } = await sql<{ first: number }>`select min(logged_at) as first from calls`.execute(db);
  for (const made of REPORTS) {
    for (const [name, from] of [
      ['month', instant(to - MONTH)],
      ['history', instant(rows[0]!.first)],
    ] as const) {
      const options = { every: 'month', time_zone: 'UTC', by: 'model', ahead: 90, limit: 1_000 };
      await note(`${made.name} ${name}`, () => runReport(office, made, { from, to, ...options } as never, false, '/'));
    }
  }
}
