import { changeCall } from '../api/features/calls/change-call.ts';
import { clocks, downtime } from '../api/features/performance/evidence.ts';
import { catchUp, performance as readPerformance } from '../api/features/performance/read-performance.ts';
import { recount } from '../api/features/performance/recount.ts';
import { statement } from '../api/features/statements/statements.ts';
import { change } from '../api/platform/change.ts';
import type { Office } from '../api/platform/office.ts';
import type { BenchOptions } from './arguments.ts';
import { withOffice } from './own-office.ts';
import { measureEdits } from './performance/edits.ts';
import { makePast, type PastWorld } from './performance/world.ts';
import { progress } from './progress.ts';
import { medianOf, ratioOf, rounded, type Skipped, type Stage } from './stage.ts';
import { measureAsync, type Spread, spreadOf } from './statistics.ts';

export const PERFORMANCE_SIZES = [10_000, 1_000_000];

export interface PerformanceResult {
  readonly stages: readonly Stage[];
  readonly skipped: readonly Skipped[];
  readonly devices: number;
  readonly sites: number;
  readonly ratios: PerformanceRatios;
}

/** null: not measured, `skipped` says why. */
export interface PerformanceRatios {
  /** Dearest of the reads named here, at the most past calls over the fewest. Owes: the same time. */
  readonly read_ratio: number | null;
  readonly month_ratio: number | null;
  readonly year_by_week_ratio: number | null;
  readonly by_site_ratio: number | null;
  readonly by_device_ratio: number | null;
  readonly odd_period_ratio: number | null;
  readonly statement_ratio: number | null;
  /** At the most past calls. */
  readonly statements_a_second: number | null;
  /** Fixing a call with the figures kept up, over fixing one without, at the most past calls. */
  readonly change_ratio: number | null;
  /** A call logged while special days are added, ms at the 99th percentile, at the most past calls. Owes: under 100. */
  readonly log_beside_edit_p99_ms: number | null;
  /** Calls whose figures are recounted from their journals and compared in a second, at the most. */
  readonly recounted_a_second: number | null;
}

/** Reads repeated for each run that was asked for: they take a few milliseconds. */
const READS = 10;
/** Calls fixed with the figures kept up, and as many without. */
const FIXES = 150;

/** Reads of one contract's performance, the cost of keeping it up, and its recount, for each number of past calls. */
export async function benchPerformance(options: BenchOptions): Promise<PerformanceResult> {
  const sizes = options.sizes ?? PERFORMANCE_SIZES;
  const stages: Stage[] = [];
  let world: PastWorld | null = null;
  for (const n of sizes) {
    world = await withOffice(async (office) => {
      progress(`performance: one contract with ${n} past calls`);
      const made = await makePast(office.store, n, office.clock());
      const note = (stage: string, spread: Spread) => {
        stages.push({ stage, n, ...spread });
        progress(`  ${stage}: ${rounded(spread.median)} ms`);
      };
      await measureOne(office, made, options.runs, note);
      return made;
    });
  }
  const [few, many] = [Math.min(...sizes), Math.max(...sizes)];
  const growth = (stage: string) =>
    few === many ? null : ratioOf(medianOf(stages, stage, many), medianOf(stages, stage, few));
  const reads = READ_NAMES.map(growth);
  const recounted = medianOf(stages, 'recount', many);
  const ratios: PerformanceRatios = {
    read_ratio: reads.some((each) => each === null) ? null : Math.max(...(reads as number[])),
    month_ratio: growth('month'),
    year_by_week_ratio: growth('year_by_week'),
    by_site_ratio: growth('month_by_site'),
    by_device_ratio: growth('month_by_device'),
    odd_period_ratio: growth('odd_period'),
    statement_ratio: growth('statement'),
    statements_a_second: ratioOf(1000, medianOf(stages, 'statement', many)),
    change_ratio: ratioOf(medianOf(stages, 'fix', many), medianOf(stages, 'fix_without', many)),
    log_beside_edit_p99_ms: medianOf(stages, 'log_beside_edit_p99', many),
    recounted_a_second: recounted === null ? null : (many * 1000) / recounted,
  };
  const skipped = Object.entries(ratios)
    .filter(([, value]) => value === null)
    .map(([stage]) => ({ stage, n: null, because: 'the sizes measured do not give it' }));
  return { stages, skipped, devices: world?.devices ?? 0, sites: world?.sites ?? 0, ratios };
}

const READ_NAMES = [
  'month',
  'year',
  'year_by_week',
  'month_by_site',
  'month_by_device',
  'device',
  'odd_period',
  'evidence',
  'statement',
];

async function measureOne(
  office: Office,
  world: PastWorld,
  runs: number,
  note: (stage: string, spread: Spread) => void,
): Promise<void> {
  const once = { runs: 1, warmUps: 0 };
  note('made_anew', await measureAsync(once, () => catchUp(office)));
  const first = await measureAsync(once, async () => {
    const found = await recount(office, false);
    if (found.count > 0) throw new Error(`${found.count} figures differ from the recount.`);
  });
  note('recount', first);

  const date = new Date(office.clock());
  const lastMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 2, 1)).toISOString().slice(0, 7);
  const year = String(date.getUTCFullYear() - 1);
  const asked = {
    ...{ contract: world.contract, period: lastMonth, calls: false, version: null, live: true, forecast: false },
    evidence: true,
  };
  const url = '/';
  const limit = 100;
  const read = (query: Parameters<typeof readPerformance>[2]) => () =>
    readPerformance(office, world.contract, query, false);
  const reads: Record<string, () => Promise<unknown>> = {
    month: read({ period: lastMonth }),
    year: read({ period: year }),
    year_by_week: read({ period: year, step: 'week' }),
    month_by_site: read({ period: lastMonth, by: 'site' }),
    month_by_device: read({ period: lastMonth, by: 'device' }),
    device: read({ period: lastMonth, device: world.device }),
    odd_period: read({ from: `${lastMonth}-03T07:13:00Z`, to: `${lastMonth}-24T15:47:00Z` }),
    evidence: async () => {
      await clocks(office, world.contract, url, { period: lastMonth, outcome: 'missed', limit }, false);
      await downtime(office, world.contract, url, { period: lastMonth, device: world.device, limit }, false);
    },
    statement: () => statement(office, { ...asked, evidence: false }),
  };
  for (const [name, run] of Object.entries(reads))
    note(name, await measureAsync({ runs: runs * READS, warmUps: 20 }, run));
  note('statement_with_calls', await measureAsync({ runs, warmUps: 1 }, () => statement(office, asked)));

  const without: Office = { ...office, figures: { ...office.figures, settle: async () => {} } };
  const samples: [number[], number[]] = [[], []];
  const by = { who: 'bench', why: null, at: null };
  for (const [k, number] of world.open.slice(0, 2 * FIXES + 20).entries()) {
    const kept = k % 2 === 0;
    const begin = performance.now();
    await change(kept ? office : without, null, (one) => changeCall(one, number, null, by, { kind: 'fix' }));
    // The first ones warm up.
    if (k >= 20) samples[kept ? 0 : 1].push(performance.now() - begin);
  }
  note('fix', spreadOf(samples[0]));
  note('fix_without', spreadOf(samples[1]));

  const edits = await measureEdits(office);
  note('edit', edits.edit);
  note('log_beside_edit', edits.log);
  note('log_beside_edit_p99', spreadOf([edits.logP99]));
  note('edit_settled', spreadOf([edits.settled]));
}
