import { type Dataset, type Instant, openBook, orderSnapshot } from '#engine';
import type { BenchOptions } from './arguments.ts';
import { plainOrder } from './baseline/plain-order.ts';
import { openDataset, realLog } from './datasets.ts';
import { measureDatabase } from './order-database.ts';
import { measureInProcess } from './order-process.ts';
import { NUMBERS, type SizeResult } from './order-size.ts';
import { measureWindows, WINDOWS } from './order-windows.ts';
import { progress } from './progress.ts';
import { compileFor, numbersOf, requireSame, writeSnapshot } from './snapshot.ts';
import { medianOf, ratioOf, type Skipped, type Stage } from './stage.ts';
import { measure, slopeOf } from './statistics.ts';
export const ORDER_SIZES = [1_000, 10_000, 100_000, 1_000_000];
const RATIO_SIZE = 100_000;

export interface OrderResult {
  readonly stages: readonly Stage[];
  readonly skipped: readonly Skipped[];
  /** Sizes at which the plain way, the engine and its threads were seen to give the same order. */
  readonly identical: readonly number[];
  readonly threads: number;
  readonly ratios: OrderRatios;
}

/** null: not measured, `skipped` says why. */
export interface OrderRatios {
  /** Snapshot to sorted order of a million calls, over sorting a million random numbers. Owes at most 4. */
  readonly ratio_to_sort_1m: number | null;
  /** Plain way over the way from the snapshot, at 100,000. Owes at least 200. */
  readonly ratio_to_plain_100k: number | null;
  /** The same over the way from dataset rows, compiling the rules and writing the snapshot counted in. */
  readonly ratio_to_plain_100k_from_rows: number | null;
  /** One thread over all threads, largest size. Owes at least 3 on four cores. */
  readonly speedup_threads: number | null;
  /** Exponent of growth from 10,000 calls on. Owes at most 1.05. */
  readonly slope: number | null;
  /** Dearest kind of change over a full order, at 100,000. Owes at most 0.001. */
  readonly incremental_fraction: number | null;
  /** Bytes of typed arrays in the snapshot for each open call, largest size. Owes at most 200. */
  readonly bytes_per_call: number | null;
  /** A failure that tips a group over its target, over a change and, beside it, each call that it raises as one. Owes at most 1. */
  readonly tip_over_budget: number | null;
  /** Failures entering and leaving the largest window over as many in the smallest: 1 where the window costs nothing. */
  readonly window_growth: number | null;
}

/** Measures the order at each size, each in a process of its own, and compares what comes out with the plain way. */
export async function benchOrder(options: BenchOptions): Promise<OrderResult> {
  const sizes = options.sizes ?? ORDER_SIZES;
  const { runs, plainRuns } = options;
  const threads = Math.min(4, navigator.hardwareConcurrency);
  const results: SizeResult[] = [];
  for (const n of sizes) results.push(await measureInProcess({ n, threads, runs, plainRuns }));
  const stages = results.flatMap((result) => result.stages);
  const skipped = results.flatMap((result) => result.skipped);
  stages.push(...measureWindows(openDataset(1_000), runs));
  // A run of chosen sizes is for a quick look: it needs no database.
  if (options.sizes === null) stages.push(...(await measureDatabase(runs)));
  else skipped.push({ stage: 'database', n: null, because: 'sizes were chosen' });
  measureRealLog(options, stages, skipped);
  const ratios = ratiosOf(sizes, stages, results);
  for (const [name, value] of Object.entries(ratios)) {
    if (value === null) skipped.push({ stage: name, n: null, because: 'the sizes measured do not give it' });
  }
  return { stages, skipped, identical: sizes.filter((_, k) => results[k]!.identical), threads, ratios };
}

function ratiosOf(sizes: readonly number[], stages: readonly Stage[], results: readonly SizeResult[]): OrderRatios {
  const largest = Math.max(...sizes);
  const at = (stage: string, n: number) => medianOf(stages, stage, n);
  const fromRows = sumOf(['compile', 'write', 'order'].map((stage) => at(stage, RATIO_SIZE)));
  const changes = stages.filter(({ stage, n }) => CHANGES.test(stage) && n === RATIO_SIZE).map(({ median }) => median);
  const dearest = changes.length === 0 ? null : Math.max(...changes);
  const raised = results[sizes.indexOf(RATIO_SIZE)]?.raisedByTip ?? 0;
  const growth = stages.filter(({ stage, n }) => stage === 'order' && n >= 10_000);
  return {
    ratio_to_sort_1m: ratioOf(at('order', NUMBERS), at('float64_sort', NUMBERS)),
    ratio_to_plain_100k: ratioOf(at('plain', RATIO_SIZE), at('order', RATIO_SIZE)),
    ratio_to_plain_100k_from_rows: ratioOf(at('plain', RATIO_SIZE), fromRows),
    speedup_threads: ratioOf(at('order', largest), at('order_threads', largest)),
    slope: slopeOf(growth.map(({ n, median }) => ({ n, ms: median }))),
    incremental_fraction: ratioOf(dearest, at('order', RATIO_SIZE)),
    bytes_per_call: results[sizes.indexOf(largest)]?.bytesPerCall ?? null,
    tip_over_budget: ratioOf(at('change_tips_group', RATIO_SIZE), dearest === null ? null : dearest * (1 + raised)),
    window_growth: ratioOf(at('window_100_failures', WINDOWS.at(-1)!), at('window_100_failures', WINDOWS[0]!)),
  };
}

/** Changes of one call, or of the time by a minute: not the failure that raises a whole group. */
const CHANGES = /^change_(?!tips)/;

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);

/** A book that could not be opened is no measurement. */
function openedBook(dataset: Dataset, now: Instant) {
  const book = openBook(dataset, now);
  if (!book.ok) throw new Error(book.problems[0]?.message);
  return book.value;
}

/** The real call log, where its raw files are: from the dataset to the order, both ways. */
function measureRealLog(options: BenchOptions, stages: Stage[], skipped: Skipped[]): void {
  const real = realLog();
  if (real === null) {
    skipped.push({ stage: 'real_log', n: null, because: 'the raw files of the real call log are not there' });
    return;
  }
  const { dataset, now } = real;
  const repetition = { runs: options.runs, warmUps: 3 };
  const shared = writeSnapshot(dataset, compileFor(dataset, now), now);
  const n = orderSnapshot(shared.snapshot).length;
  progress(`order of the real call log: ${n} open calls of ${dataset.calls.length}`);
  let plain: string[] = [];
  const none = () => null;
  const plainSpread = measure({ runs: options.plainRuns ?? options.runs, warmUps: 1 }, none, () => {
    plain = plainOrder(dataset, now).map(({ call }) => call.number);
  });
  requireSame(plain, numbersOf(shared, orderSnapshot(shared.snapshot)), 'the real call log');
  const open = measure(repetition, none, () => openedBook(dataset, now));
  const order = measure(repetition, none, () => orderSnapshot(shared.snapshot));
  stages.push({ stage: 'real_log_open_book', n, ...open });
  stages.push({ stage: 'real_log_order', n, ...order });
  stages.push({ stage: 'real_log_plain', n, ...plainSpread });
}
