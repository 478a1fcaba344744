import {
  createPool,
  type Dataset,
  type Instant,
  judgeSnapshot,
  openBook,
  orderOnThreads,
  orderRoom,
  orderSlots,
  orderSnapshot,
  type Pool,
  ruleSnapshot,
} from '#engine';
import type { BenchOptions } from './arguments.ts';
import { plainOrder } from './baseline/plain-order.ts';
import { NOW, openDataset, realLog } from './datasets.ts';
import { measureChanges } from './order-changes.ts';
import { progress } from './progress.ts';
import { type BenchSnapshot, compileFor, snapshotBytes, writeSnapshot } from './snapshot.ts';
import { medianOf, ratioOf, rounded, type Skipped, type Stage } from './stage.ts';
import { measure, measureAsync, type Repetition, type Spread, slopeOf } from './statistics.ts';

export const ORDER_SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** The plain way takes minutes beyond. */
const MOST_PLAIN = 100_000;
const RATIO_SIZE = 100_000;
const MILLION = 1_000_000;

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
}

/** Measures the order at each size, stage by stage, and compares what comes out with the plain way. */
export async function benchOrder(options: BenchOptions): Promise<OrderResult> {
  const sizes = options.sizes ?? ORDER_SIZES;
  const repetition: Repetition = { runs: options.runs, warmUps: 3 };
  const stages: Stage[] = [];
  const skipped: Skipped[] = [];
  const identical: number[] = [];
  const note = (stage: string, n: number, spread: Spread) => {
    stages.push({ stage, n, ...spread });
    progress(`  ${stage}: ${rounded(spread.median)} ms`);
  };
  let bytesPerCall: number | null = null;
  const pool = createPool({ threads: Math.min(4, navigator.hardwareConcurrency) });
  try {
    note('float64_sort', MILLION, measureNumbers(repetition));
    for (const n of sizes) {
      progress(`order of ${n} calls: making the dataset`);
      const dataset = openDataset(n);
      const snapshot = measureFromRows(dataset, repetition, (stage, spread) => note(stage, n, spread));
      await measureFromSnapshot(snapshot, pool, repetition, (stage, spread) => note(stage, n, spread));
      bytesPerCall = snapshotBytes(snapshot.snapshot) / n;
      if (n === RATIO_SIZE) {
        for (const [stage, spread] of measureChanges(dataset, NOW, options.runs)) note(stage, n, spread);
      }
      if (n > MOST_PLAIN) skipped.push({ stage: 'plain', n, because: 'the plain way takes minutes at this size' });
      else {
        const plain = measurePlain(dataset, NOW, options);
        note('plain', n, plain.spread);
        requireSame(
          plain.numbers,
          numbersOf(snapshot, orderSnapshot(snapshot.snapshot)),
          `${n} calls, plain and engine`,
        );
        identical.push(n);
      }
    }
    measureRealLog(options, stages, skipped);
  } finally {
    await pool.close();
  }
  const largest = Math.max(...sizes);
  const order = (n: number) => medianOf(stages, 'order', n);
  const plain = medianOf(stages, 'plain', RATIO_SIZE);
  const fromRows = sumOf(['compile', 'write', 'order'].map((stage) => medianOf(stages, stage, RATIO_SIZE)));
  const changes = stages.filter(({ stage }) => stage.startsWith('change_')).map(({ median }) => median);
  const growth = stages.filter(({ stage, n }) => stage === 'order' && n >= 10_000);
  const ratios: OrderRatios = {
    ratio_to_sort_1m: ratioOf(order(MILLION), medianOf(stages, 'float64_sort', MILLION)),
    ratio_to_plain_100k: ratioOf(plain, order(RATIO_SIZE)),
    ratio_to_plain_100k_from_rows: ratioOf(plain, fromRows),
    speedup_threads: ratioOf(order(largest), medianOf(stages, 'order_threads', largest)),
    slope: slopeOf(growth.map(({ n, median }) => ({ n, ms: median }))),
    incremental_fraction: changes.length === 0 ? null : ratioOf(Math.max(...changes), order(RATIO_SIZE)),
    bytes_per_call: bytesPerCall,
  };
  for (const [name, value] of Object.entries(ratios)) {
    if (value === null) skipped.push({ stage: name, n: null, because: 'the sizes measured do not give it' });
  }
  return { stages, skipped, identical, threads: pool.threads, ratios };
}

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);

function measureNumbers(repetition: Repetition): Spread {
  // Seeded: the same numbers in each run, by the minimal standard generator (Park and Miller 1988).
  let state = 1;
  const numbers = Float64Array.from({ length: MILLION }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
  return measure(
    repetition,
    () => numbers.slice(),
    (copy) => copy.sort(),
  );
}

function measureFromRows(
  dataset: Dataset,
  repetition: Repetition,
  note: (stage: string, spread: Spread) => void,
): BenchSnapshot {
  const compile = () => compileFor(dataset, NOW);
  note(
    'compile',
    measure({ ...repetition, warmUps: 1 }, () => null, compile),
  );
  const terms = compile();
  const write = () => writeSnapshot(dataset, terms, NOW);
  note(
    'write',
    measure({ ...repetition, warmUps: 1 }, () => null, write),
  );
  note(
    'open_book',
    measure(
      { ...repetition, warmUps: 1 },
      () => null,
      () => openBook(dataset, NOW),
    ),
  );
  return write();
}

async function measureFromSnapshot(
  shared: BenchSnapshot,
  pool: Pool,
  repetition: Repetition,
  note: (stage: string, spread: Spread) => void,
): Promise<void> {
  const { snapshot } = shared;
  const { table, targets, policy, now, raised } = snapshot;
  const room = orderRoom(table.flags.length);
  const measured = (stage: string, run: () => unknown) =>
    note(
      stage,
      measure(repetition, () => null, run),
    );
  measured('failures', () => judgeSnapshot(snapshot, 0, raised.lastTipAt.length));
  measured('targets', () => ruleSnapshot(snapshot, 0, table.flags.length));
  measured('sort', () => orderSlots(table, targets, policy, now, room));
  measured('order', () => orderSnapshot(snapshot, room));
  const onThreads = async () => {
    const outcome = await orderOnThreads(pool, shared);
    if (!outcome.ok) throw new Error(outcome.problem.message);
    return outcome.value;
  };
  note('order_threads', await measureAsync(repetition, onThreads));
  const numbers = numbersOf(shared, await onThreads());
  const one = numbersOf(shared, orderSnapshot(snapshot, room));
  requireSame(numbers, one, `${numbers.length} calls on threads`);
}

function measurePlain(dataset: Dataset, now: Instant, { runs, plainRuns }: BenchOptions) {
  let numbers: string[] = [];
  // Smaller sizes have warmed the code up, where there are any; a large one is not run only for that.
  const warmUps = dataset.calls.length < 20_000 ? 1 : 0;
  let run = 0;
  const repetition = { runs: plainRuns ?? runs, warmUps };
  const spread = measure(
    repetition,
    () => {
      run += 1;
      if (dataset.calls.length >= 20_000) progress(`  the plain way, run ${run} of ${repetition.runs}`);
    },
    () => {
      numbers = plainOrder(dataset, now).map(({ call }) => call.number);
      return numbers;
    },
  );
  return { spread, numbers };
}

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
  const snapshot = writeSnapshot(dataset, compileFor(dataset, now), now);
  const n = snapshot.numbers.length;
  progress(`order of the real call log: ${n} open calls of ${dataset.calls.length}`);
  const plain = measurePlain(dataset, now, options);
  requireSame(plain.numbers, numbersOf(snapshot, orderSnapshot(snapshot.snapshot)), 'the real call log');
  const open = measure(
    repetition,
    () => null,
    () => openedBook(dataset, now),
  );
  const order = measure(
    repetition,
    () => snapshot.snapshot,
    (each) => orderSnapshot(each),
  );
  stages.push({ stage: 'real_log_open_book', n, ...open });
  stages.push({ stage: 'real_log_order', n, ...order });
  stages.push({ stage: 'real_log_plain', n, ...plain.spread });
}

const numbersOf = ({ numbers }: BenchSnapshot, slots: Int32Array): string[] =>
  Array.from(slots, (slot) => numbers[slot]!);

/** A benchmark of two ways that answer differently compares nothing. */
function requireSame(a: readonly string[], b: readonly string[], what: string): void {
  const at = a.findIndex((number, k) => number !== b[k]);
  if (a.length !== b.length || at >= 0) throw new Error(`The orders differ (${what}) at position ${at + 1}.`);
}
