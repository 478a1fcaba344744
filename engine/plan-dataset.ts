import { checkPlan, isFinishedWork, joinPlans, pricesIn, territoryInput, type Violation } from './allocate/index.ts';
import type { Dataset } from './model/dataset.ts';
import type { Plan } from './model/plan.ts';
import { failed, ok, type Result } from './model/problem.ts';
import type { Instant } from './model/units.ts';
import { type Book, openBook } from './order/index.ts';
import { type Pool, planInPool } from './pool/index.ts';
import { pricesOfDataset } from './prices-of-dataset.ts';

export interface PlanOptions {
  readonly now: Instant;
  readonly seed: number;
  /** Improvement steps a territory; 0: insertion in order alone. */
  readonly iterations: number;
  /** Time budget a territory in milliseconds, in place of `iterations`; null: none. */
  readonly milliseconds: number | null;
  readonly pool: Pool;
  readonly onProgress?: (message: string) => void;
}

export interface DatasetPlan {
  readonly book: Book;
  readonly plan: Plan;
  /** What the independent checker found; those marked `fixed` come with work that may not move, the others are defects. */
  readonly violations: readonly Violation[];
}

/** Each price takes some milliseconds: of more open calls class and priority decide, as of those without payment terms. */
const PRICED_AT_MOST = 20_000;

/**
 * The main job over one dataset, the straight line of ARCHITECTURE.md from top to bottom: open the calls that stand at
 * `now`, order them, allocate each territory in a thread of the pool, check the whole plan.
 * With `iterations` the same dataset, seed and count give the same plan for any number of threads.
 */
export async function planDataset(dataset: Dataset, options: PlanOptions): Promise<Result<DatasetPlan>> {
  const { now, onProgress = () => {} } = options;
  const opened = openBook(dataset, now);
  if (!opened.ok) return opened;
  const book = opened.value;
  if (book.size <= PRICED_AT_MOST) book.price(pricesOfDataset(dataset, now));
  const ordered = book.all();
  onProgress(`${ordered.length} open calls in order, ${book.notYetLogged} logged after now left out`);

  const finished = dataset.calls.filter((call) => isFinishedWork(call, now));
  const inTerritory = Map.groupBy(ordered, ({ territory }) => territory);
  const inputs = dataset.territories
    .map(({ code }) =>
      territoryInput(
        dataset,
        inTerritory.get(code) ?? [],
        (number) => book.call(number)!,
        (number) => book.status(number)!,
        code,
        now,
        finished,
      ),
    )
    .map((input) => ({ ...input, prices: pricesIn(input, book.prices) }))
    .filter((input) => input.calls.length > 0);
  let done = 0;
  const plans = await Promise.all(
    inputs.map(async (input) => {
      const plan = await planInPool(options.pool, input, options);
      done += 1;
      onProgress(`territory ${input.territory} planned (${done} of ${inputs.length})`);
      return plan;
    }),
  );
  const failures = plans.flatMap((each) => (each.ok ? [] : each.problems));
  if (failures.length > 0) return failed(failures);
  const plan = joinPlans(plans.flatMap((each) => (each.ok ? [each.value] : [])));
  const classOf = (number: string) => book.ordered(number)?.class ?? null;
  const calls = ordered.map(({ number }) => book.call(number)!);
  return ok({ book, plan, violations: checkPlan(dataset, [...calls, ...finished], plan, now, classOf) });
}
