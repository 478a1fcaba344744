import {
  createPool,
  type Dataset,
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
import { NOW, openDataset } from './datasets.ts';
import { measureChanges, measureTips } from './order-changes.ts';
import { MOST_PLAIN_COST, measurePlainCost, measurePolicies } from './order-policies.ts';
import { progress } from './progress.ts';
import { type BenchSnapshot, compileFor, numbersOf, requireSame, snapshotBytes, writeSnapshot } from './snapshot.ts';
import { rounded, type Skipped, type Stage } from './stage.ts';
import { measure, measureInTurn, type Repetition, type Spread } from './statistics.ts';

/** The plain way takes minutes beyond. */
const MOST_PLAIN = 100_000;
/** From here on changes are measured. */
const LEAST_CHANGES = 100_000;
export const NUMBERS = 1_000_000;

/** Calls that each thread works through before anything is timed, in as many runs as it takes: by then the compiler knows the way. */
const WARM_UP_CALLS = 500_000;

/** One size to measure. */
export interface SizeTask extends Pick<BenchOptions, 'runs' | 'plainRuns'> {
  readonly n: number;
  readonly threads: number;
}

/** What is measured of the order at one size. */
export interface SizeResult {
  readonly stages: readonly Stage[];
  readonly skipped: readonly Skipped[];
  /** Whether the plain way was seen to give the same order. */
  readonly identical: boolean;
  readonly bytesPerCall: number;
  /** Open calls that the measured failure raises by tipping their group; 0: not measured. */
  readonly raisedByTip: number;
}

/** Measures the order of `n` open calls, stage by stage, and compares what comes out with the plain way. */
export async function measureSize({ n, threads, runs, plainRuns }: SizeTask): Promise<SizeResult> {
  const repetition: Repetition = { runs, warmUps: Math.max(3, Math.ceil((WARM_UP_CALLS * threads) / n)) };
  const stages: Stage[] = [];
  const note = (stage: string, spread: Spread, size = n) => {
    stages.push({ stage, n: size, ...spread });
    progress(`  ${stage}: ${rounded(spread.median)} ms`);
  };
  progress(`order of ${n} calls: making the dataset`);
  const dataset = openDataset(n);
  const snapshot = measureFromRows(dataset, repetition, note);
  const pool = createPool({ threads });
  try {
    await measureFromSnapshot(snapshot, pool, repetition, note);
  } finally {
    await pool.close();
  }
  for (const [stage, spread] of measurePolicies(dataset, repetition)) note(stage, spread);
  let raisedByTip = 0;
  if (n >= LEAST_CHANGES) {
    for (const [stage, spread] of measureChanges(dataset, NOW, runs)) note(stage, spread);
    const tips = measureTips(dataset, NOW, runs);
    raisedByTip = tips.raised;
    note('change_tips_group', tips.spread);
  }
  const skipped: Skipped[] = [];
  const tooLarge = 'the plain way takes minutes at this size';
  if (n > MOST_PLAIN) skipped.push({ stage: 'plain', n, because: tooLarge });
  else {
    const plain = measurePlain(dataset, { runs: plainRuns ?? runs, warmUps: n < 20_000 ? 1 : 0 });
    note('plain', plain.spread);
    requireSame(plain.numbers, numbersOf(snapshot, orderSnapshot(snapshot.snapshot)), `${n} calls, plain and engine`);
  }
  if (n > MOST_PLAIN_COST) skipped.push({ stage: 'plain_cost_of_delay', n, because: tooLarge });
  else note('plain_cost_of_delay', measurePlainCost(dataset, plainRuns ?? runs));
  return {
    stages,
    skipped,
    identical: n <= MOST_PLAIN,
    bytesPerCall: snapshotBytes(snapshot.snapshot) / n,
    raisedByTip,
  };
}

type Note = (stage: string, spread: Spread, size?: number) => void;

function measureFromRows(dataset: Dataset, repetition: Repetition, note: Note): BenchSnapshot {
  const once = { ...repetition, warmUps: 1 };
  const none = () => null;
  const compile = () => compileFor(dataset, NOW);
  note('compile', measure(once, none, compile));
  const terms = compile();
  const write = () => writeSnapshot(dataset, terms, NOW);
  note('write', measure(once, none, write));
  note(
    'open_book',
    measure(once, none, () => openBook(dataset, NOW)),
  );
  return write();
}

async function measureFromSnapshot(
  shared: BenchSnapshot,
  pool: Pool,
  repetition: Repetition,
  note: Note,
): Promise<void> {
  const { snapshot } = shared;
  const { table, targets, policy, now, raised } = snapshot;
  const room = orderRoom(table.flags.length);
  const numbers = randomNumbers();
  let onThreads: Int32Array = new Int32Array(0);
  const spreads = await measureInTurn(repetition, {
    ...(table.flags.length === NUMBERS ? { float64_sort: () => numbers.slice().sort() } : {}),
    failures: () => judgeSnapshot(snapshot, 0, raised.lastTipAt.length),
    targets: () => ruleSnapshot(snapshot, 0, table.flags.length),
    sort: () => orderSlots(table, targets, policy, now, room),
    order: () => orderSnapshot(snapshot, room),
    order_threads: async () => {
      const outcome = await orderOnThreads(pool, shared);
      if (!outcome.ok) throw new Error(outcome.problem.message);
      onThreads = outcome.value;
    },
  });
  for (const [stage, spread] of Object.entries(spreads)) note(stage, spread);
  const one = numbersOf(shared, orderSnapshot(snapshot, room));
  requireSame(numbersOf(shared, onThreads), one, `${one.length} calls on threads`);
}

/** Seeded: the same numbers in each run, by the minimal standard generator (Park and Miller 1988). */
function randomNumbers(): Float64Array {
  let state = 1;
  return Float64Array.from({ length: NUMBERS }, () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  });
}

function measurePlain(dataset: Dataset, repetition: Repetition) {
  let numbers: string[] = [];
  let run = 0;
  const spread = measure(
    repetition,
    () => {
      run += 1;
      if (dataset.calls.length >= 20_000) progress(`  the plain way, run ${run} of ${repetition.runs}`);
    },
    () => {
      numbers = plainOrder(dataset, NOW).map(({ call }) => call.number);
      return numbers;
    },
  );
  return { spread, numbers };
}
