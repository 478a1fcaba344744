import type { Dataset } from './model/dataset.ts';
import type { Plan } from './model/plan.ts';
import { failed, ok, type Result } from './model/problem.ts';
import type { Remedy } from './model/remedy.ts';
import type { Instant } from './model/units.ts';
import { openDataset } from './open-dataset.ts';
import type { Book } from './order/index.ts';
import {
  checkPlan,
  fairnessIn,
  findRemedies,
  isFinishedWork,
  joinPlans,
  type PricingFacts,
  pastsOf,
  pricesIn,
  type TerritoryFairness,
  type TerritoryInput,
  type TimeSpent,
  territoryInput,
  timePlanned,
  timeSpentOn,
  type Violation,
  withPast,
} from './planning/index.ts';
import { type Pool, planInPool } from './pool/index.ts';

export interface PlanOptions {
  readonly now: Instant;
  readonly seed: number;
  /** Improvement steps a territory; 0: insertion in order alone. */
  readonly iterations: number;
  /** Time budget a territory in milliseconds, in place of `iterations`; null: none. */
  readonly milliseconds: number | null;
  /** Plans anew also where most calls have been given to somebody already (see `SolveOptions.fresh`). */
  readonly fresh?: boolean;
  readonly pool: Pool;
  readonly onProgress?: (message: string) => void;
}

export interface DatasetPlan {
  readonly book: Book;
  readonly plan: Plan;
  /** What the independent checker found; those marked `fixed` come with work that may not move, the others are defects. */
  readonly violations: readonly Violation[];
  /** How far and unpleasant work lies on people, by territory that has a plan. */
  readonly fairness: readonly TerritoryFairness[];
  /** What would give a call a place that the plan leaves out; some milliseconds each. */
  readonly remediesOf: (call: string) => readonly Remedy[];
}

/**
 * The main job over one dataset, the straight line of ARCHITECTURE.md from top to bottom: open the calls that stand at
 * `now`, order them, allocate each territory in a thread of the pool, check the whole plan.
 * With `iterations` the same dataset, seed and count give the same plan for any number of threads.
 */
export async function planDataset(dataset: Dataset, options: PlanOptions): Promise<Result<DatasetPlan>> {
  const { now, onProgress = () => {} } = options;
  const opened = openDataset(dataset, now);
  if (!opened.ok) return opened;
  const book = opened.value;
  const ordered = book.all();
  onProgress(`${ordered.length} open calls in order, ${book.notYetLogged} logged after now left out`);

  const inputs = territoryInputs(dataset, book);
  let done = 0;
  const plans = await planEach(inputs, options, (input, planned) => {
    done += 1;
    onProgress(`territory ${input.territory} planned (${done} of ${inputs.length})`);
    return planned;
  });
  const failures = plans.flatMap((each) => (each.ok ? [] : each.problems));
  if (failures.length > 0) return failed(failures);
  const plan = joinPlans(plans.flatMap((each) => (each.ok ? [each.value] : [])));
  const spentIn = byTerritory(dataset, [...timeSpentOn(dataset, now), ...timePlanned(plan.allocations)]);
  const fairness = inputs.map(({ territory }) => fairnessIn(dataset, territory, now, spentIn.get(territory) ?? []));
  const inputOf = new Map(inputs.flatMap((input) => input.calls.map((call) => [call.number, input])));
  const finished = finishedIn(dataset, now);
  const remediesOf = (number: string) =>
    findRemedies({ reference: dataset, input: inputOf.get(number)!, plan, finished }, number);
  return ok({ book, plan, remediesOf, fairness, violations: checkDatasetPlan(dataset, book, plan, inputs) });
}

/**
 * What the independent checker finds in a plan of a dataset: every hard rule, and every part of its cost priced anew by
 * the same order, prices and work of earlier days as the planner was given.
 * @param book the open calls at the plan's moment, priced (`openDataset`).
 * @param inputs what the plan was made from; left out: as the dataset has it.
 */
export function checkDatasetPlan(
  dataset: Dataset,
  book: Book,
  plan: Plan,
  inputs: readonly TerritoryInput[] = territoryInputs(dataset, book),
): Violation[] {
  const calls = book.all().map(({ number }) => book.call(number)!);
  const classOf = (number: string) => book.ordered(number)?.class ?? null;
  const pricing: PricingFacts = {
    orderedOf: (number) => book.ordered(number),
    positionOf: (number) => book.ordered(number)?.position ?? null,
    prices: book.prices,
    past: pastsOf(inputs),
  };
  return checkPlan(dataset, [...calls, ...finishedIn(dataset, book.now)], plan, book.now, classOf, pricing);
}

const finishedIn = ({ calls }: Dataset, now: Instant) => calls.filter((call) => isFinishedWork(call, now));

/** What the planner needs of each territory that has open calls, as a book stands. */
export function territoryInputs(dataset: Dataset, book: Book): TerritoryInput[] {
  const { now } = book;
  const finished = finishedIn(dataset, now);
  const spentIn = byTerritory(dataset, timeSpentOn(dataset, now));
  const inTerritory = Map.groupBy(book.all(), ({ territory }) => territory);
  return dataset.territories
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
    .map((input) => ({
      ...withPast(dataset, input, spentIn.get(input.territory) ?? []),
      prices: pricesIn(input, book.prices),
    }))
    .filter((input) => input.calls.length > 0);
}

/** Time spent, by the home of whom it is of: each territory then looks at its own alone. */
function byTerritory({ resources }: Dataset, spent: readonly TimeSpent[]): ReadonlyMap<string, readonly TimeSpent[]> {
  const homeOf = new Map(resources.map(({ code, territory }) => [code, territory]));
  return Map.groupBy(spent, ({ resource }) => homeOf.get(resource) ?? '');
}

/** Calls from which on a territory is worth all threads. */
const LARGE = 400;

/**
 * Plans territories: by iterations all at once, as the pool has threads. A time budget is each territory's own, so then
 * large ones come one after the other with all threads, small ones side by side.
 */
async function planEach(
  inputs: readonly TerritoryInput[],
  options: PlanOptions,
  told: (input: TerritoryInput, plan: Result<Plan>) => Result<Plan>,
): Promise<Result<Plan>[]> {
  const { pool } = options;
  const plan = async (input: TerritoryInput, threads: number) =>
    told(input, await planInPool(pool, input, { ...options, threads }));
  if (options.milliseconds === null) return Promise.all(inputs.map((input) => plan(input, pool.threads)));
  const plans = new Map<TerritoryInput, Result<Plan>>();
  const large = inputs.filter(({ calls }) => calls.length >= LARGE);
  for (const input of large) plans.set(input, await plan(input, pool.threads));
  const small = inputs.filter(({ calls }) => calls.length < LARGE);
  const each = Math.max(1, Math.floor(pool.threads / Math.max(1, small.length)));
  const waiting = [...small];
  const work = async () => {
    for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
      plans.set(input, await plan(input, each));
    }
  };
  await Promise.all(Array.from({ length: pool.threads }, work));
  return inputs.map((input) => plans.get(input)!);
}
