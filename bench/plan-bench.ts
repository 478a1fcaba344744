import {
  type Book,
  blockOf,
  checkPlan,
  compileTerritory,
  createPool,
  type Dataset,
  openBook,
  type Plan,
  type Pool,
  planDataset,
  solveTerritory,
  type TerritoryInput,
  territoryInput,
} from '#engine';
import type { BenchOptions } from './arguments.ts';
import { type PlainCall, plainOrder } from './baseline/plain-order.ts';
import { plainPlan } from './baseline/plain-plan.ts';
import { NOW, realLog, territoryDataset, unplanned, unplannedDataset } from './datasets.ts';
import { planCostOf } from './plan-cost.ts';
import { progress } from './progress.ts';
import { medianOf, ratioOf, rounded, type Skipped, type Stage } from './stage.ts';
import { measure, measureAsync, type Spread } from './statistics.ts';

export const PLAN_SIZES = [1_000, 10_000, 100_000];
/** Longest single run of the plain way, by what the size before took. */
const MOST_PLAIN_MS = 60_000;
/** Above this only the plan's own cost is told: the plain order behind the common measure takes too long. */
const MOST_COMPARED = 10_000;
/** Above this whole plans take so long that a few runs have to do. */
const MOST_WHOLE = 10_000;
const FEW_RUNS = 3;
/** Improvement steps a territory. */
const STEPS = 2000;

/** What a plan comes to. Money is minor units of the policy's currency, by one measure for all (plan-cost.ts). */
export interface PlanCostRow {
  readonly n: number;
  readonly plan: 'insertion' | 'improved' | 'plain';
  readonly total: number;
  readonly allocated: number;
  readonly unallocated: number;
}

export interface PlanResult {
  readonly stages: readonly Stage[];
  readonly skipped: readonly Skipped[];
  readonly costs: readonly PlanCostRow[];
  readonly threads: number;
  readonly steps: number;
  readonly ratios: {
    /** Plain insertion over the engine's on one thread, largest size at which both were measured. */
    readonly ratio_to_plain: number | null;
    /** Insertion on one thread over the same on all, largest size. */
    readonly speedup_threads: number | null;
    /** Improved cost over the cost of insertion alone, largest size: what the improvement saves. */
    readonly improved_cost: number | null;
    /** First feasible plan of one territory of 1,000 calls and 100 resources, ms. Owes less than 50. */
    readonly territory_ms: number | null;
  };
}

/** Measures plans of calls in order, of which nothing is started, given or held yet. */
export async function benchPlan(options: BenchOptions): Promise<PlanResult> {
  const sizes = options.sizes ?? PLAN_SIZES;
  const stages: Stage[] = [];
  const skipped: Skipped[] = [];
  const costs: PlanCostRow[] = [];
  const note = (stage: string, n: number, spread: Spread) => {
    stages.push({ stage, n, ...spread });
    progress(`  ${stage}: ${rounded(spread.median)} ms`);
  };
  const pool = createPool({ threads: Math.min(4, navigator.hardwareConcurrency) });
  try {
    measureTerritory(options, note);
    for (const n of sizes) {
      progress(`plan of ${n} calls: making the dataset`);
      await measureSize(n, pool, options, { stages, skipped, costs, note });
    }
    await measureRealLog(pool, options, { stages, skipped, costs, note });
  } finally {
    await pool.close();
  }
  const largest = Math.max(...sizes);
  const bothWays = stages.filter(({ stage }) => stage === 'plain_insertion').map(({ n }) => n);
  const compared = Math.max(...bothWays.filter((n) => sizes.includes(n)));
  const costOf = (plan: PlanCostRow['plan']) =>
    costs.find((row) => row.n === largest && row.plan === plan)?.total ?? null;
  return {
    stages,
    skipped,
    costs,
    threads: pool.threads,
    steps: STEPS,
    ratios: {
      ratio_to_plain: ratioOf(medianOf(stages, 'plain_insertion', compared), medianOf(stages, 'insertion', compared)),
      speedup_threads: ratioOf(medianOf(stages, 'insertion', largest), medianOf(stages, 'insertion_threads', largest)),
      improved_cost: ratioOf(costOf('improved'), costOf('insertion')),
      territory_ms: medianOf(stages, 'territory', 1000),
    },
  };
}

interface Notes {
  readonly stages: Stage[];
  readonly skipped: Skipped[];
  readonly costs: PlanCostRow[];
  readonly note: (stage: string, n: number, spread: Spread) => void;
}

/** Inputs of all territories that have open calls. Nobody has done anything yet. */
function inputsOf(dataset: Dataset, book: Book): TerritoryInput[] {
  const inTerritory = Map.groupBy(book.all(), ({ territory }) => territory);
  const call = (number: string) => book.call(number)!;
  const status = (number: string) => book.status(number)!;
  return dataset.territories
    .map(({ code }) => territoryInput(dataset, inTerritory.get(code) ?? [], call, status, code, book.now, []))
    .filter(({ calls }) => calls.length > 0);
}

/** First plan of a territory: compiled and inserted, on one thread. */
const insertion = (input: TerritoryInput) =>
  solveTerritory(compileTerritory(input), { seed: 1, iterations: 0, milliseconds: null });

function opened(dataset: Dataset, now = NOW): Book {
  const book = openBook(dataset, now);
  if (!book.ok) throw new Error(book.problems[0]?.message);
  return book.value;
}

function measureTerritory({ runs }: BenchOptions, note: Notes['note']): void {
  progress('plan of one territory: 1,000 calls, 100 resources');
  const dataset = territoryDataset(1000, 100);
  const [input] = inputsOf(dataset, opened(dataset));
  note(
    'territory',
    1000,
    measure(
      { runs, warmUps: 5 },
      () => input!,
      (each) => insertion(each),
    ),
  );
}

async function measureSize(n: number, pool: Pool, options: BenchOptions, notes: Notes): Promise<void> {
  const { note, costs } = notes;
  const { runs } = options;
  const dataset = unplannedDataset(n);
  const book = opened(dataset);
  const none = () => null;
  note(
    'inputs',
    n,
    measure({ runs, warmUps: 2 }, none, () => inputsOf(dataset, book)),
  );
  const inputs = inputsOf(dataset, book);
  const some = n > MOST_WHOLE ? { runs: Math.min(runs, FEW_RUNS), warmUps: 1 } : { runs, warmUps: 2 };
  note(
    'insertion',
    n,
    measure(some, none, () => inputs.map(insertion)),
  );
  const onThreads = () =>
    Promise.all(
      inputs.map((input) =>
        pool.run('plan', { problem: sharedProblem(input), seed: 1, iterations: 0, milliseconds: null }),
      ),
    );
  note('insertion_threads', n, await measureAsync(some, onThreads));

  // From dataset rows to the checked plan, as the command line does it.
  const whole = async (iterations: number): Promise<Plan> => {
    const planned = await planDataset(dataset, { now: NOW, seed: 1, iterations, milliseconds: null, pool });
    if (!planned.ok) throw new Error(planned.problems[0]?.message);
    if (planned.value.violations.length > 0) throw new Error(planned.value.violations[0]!.text);
    return planned.value.plan;
  };
  const few = n > MOST_WHOLE ? { runs: Math.min(runs, FEW_RUNS), warmUps: 0 } : { runs, warmUps: 1 };
  const [first, improved] = [await whole(0), await whole(STEPS)];
  note('rows_to_plan', n, await measureAsync(few, () => whole(0)));
  note('rows_to_improved_plan', n, await measureAsync(few, () => whole(STEPS)));
  const calls = inputs.flatMap((input) => input.calls.map(({ number }) => book.call(number)!));
  note(
    'check',
    n,
    measure({ runs, warmUps: 1 }, none, () => checkPlan(dataset, calls, first, NOW)),
  );

  const ordered = n <= MOST_COMPARED ? plainOrder(dataset, NOW) : null;
  const price = (plan: Plan) => (ordered === null ? plan.cost : planCostOf(dataset, ordered, plan, NOW));
  costs.push(costRow(n, 'insertion', first, price(first).total));
  costs.push(costRow(n, 'improved', improved, price(improved).total));
  measurePlain(n, dataset, ordered, options, notes);
}

const costRow = (n: number, plan: PlanCostRow['plan'], { allocations, unallocated }: Plan, total: number) => ({
  n,
  plan,
  total,
  allocated: allocations.length,
  unallocated: unallocated.length,
});

const sharedProblem = (input: TerritoryInput): SharedArrayBuffer => blockOf(compileTerritory(input));

function measurePlain(
  n: number,
  dataset: Dataset,
  ordered: readonly PlainCall[] | null,
  { runs, plainRuns }: BenchOptions,
  { stages, skipped, costs, note }: Notes,
): void {
  const before = stages.filter(({ stage }) => stage === 'plain_insertion').at(-1);
  const expected = before === undefined ? 0 : (before.median * n) / before.n;
  if (ordered === null || expected > MOST_PLAIN_MS) {
    const because =
      ordered === null ? 'its order alone takes a minute' : `it would take about ${Math.round(expected / 1000)} s`;
    skipped.push({ stage: 'plain_insertion', n, because });
    return;
  }
  let plan: Plan | null = null;
  const spread = measure(
    { runs: plainRuns ?? runs, warmUps: n <= 1000 ? 1 : 0 },
    () => null,
    () => {
      plan = plainPlan(dataset, ordered, NOW);
      return plan;
    },
  );
  note('plain_insertion', n, spread);
  const cost = planCostOf(dataset, ordered, plan!, NOW);
  const calls = ordered.map(({ call }) => call);
  const [violation] = checkPlan(dataset, calls, { ...(plan as unknown as Plan), cost }, NOW);
  if (violation !== undefined) throw new Error(`The plain plan breaks a rule: ${violation.text}`);
  costs.push(costRow(n, 'plain', plan!, cost.total));
}

/** The real call log at its busiest, where its raw files are: both ways. */
async function measureRealLog(pool: Pool, options: BenchOptions, notes: Notes): Promise<void> {
  const real = realLog();
  if (real === null) {
    notes.skipped.push({
      stage: 'real_log',
      n: null,
      because: 'the raw files of the real call log are not there',
    });
    return;
  }
  const { now } = real;
  const dataset = unplanned(real.dataset);
  const ordered = plainOrder(dataset, now);
  const n = ordered.length;
  progress(`plan of the real call log: ${n} open calls`);
  const { runs } = options;
  const plan = () => planDataset(dataset, { now, seed: 1, iterations: STEPS, milliseconds: null, pool });
  notes.note('real_log_rows_to_improved_plan', n, await measureAsync({ runs, warmUps: 3 }, plan));
  const plain = () => plainPlan(dataset, plainOrder(dataset, now), now);
  notes.note(
    'real_log_plain_plan',
    n,
    measure({ runs, warmUps: 1 }, () => null, plain),
  );
  const planned = await plan();
  if (!planned.ok) throw new Error(planned.problems[0]?.message);
  const byPlain = plain();
  const improved = planned.value.plan;
  notes.costs.push(costRow(n, 'improved', improved, planCostOf(dataset, ordered, improved, now).total));
  notes.costs.push(costRow(n, 'plain', byPlain, planCostOf(dataset, ordered, byPlain, now).total));
}
