import type { Benchmark } from './benchmark.ts';
import { benchSearch, SEARCH_OWED, SEARCH_PROTOCOL, searchMarkdown } from './plan/search.ts';
import { benchPlan, PLAN_SIZES, type PlanCostRow } from './plan-bench.ts';
import { PROTOCOL } from './protocol.ts';
import {
  markdownTable,
  ratioTable,
  roundedRatios,
  sizesOf,
  skippedList,
  stageRows,
  stageTable,
  thousands,
} from './tables.ts';

const PLAN_PROTOCOL: readonly string[] = [
  ...PROTOCOL,
  'Plans of 100,000 calls take long: 3 runs, warmed up by one.',
  'Plans are made of calls of the last three days, nothing started, given or held yet, and priced by one evaluator for all.',
  'Before anything is compared, both ways are seen to give the same order; plans pass the independent checker.',
  ...SEARCH_PROTOCOL,
];

const OWED = { territory_ms: 'under 50' };

const MEANINGS: Readonly<Record<string, string>> = {
  territory: 'first feasible plan of one territory with 100 resources, one thread',
  inputs: 'order to the inputs of all territories',
  insertion: 'inputs to a first feasible plan, one thread',
  insertion_threads: 'the same on all threads',
  rows_to_plan: 'dataset rows to the checked first plan, all threads (order and reasons counted in)',
  rows_to_improved_plan: 'the same with the improvement',
  check: 'the independent checker alone',
  plain_insertion: 'order to plan the plain way: objects, Luxon for shifts, every place tried',
  real_log_plain_plan: 'real call log: the plain way to the plan',
  real_log_rows_to_improved_plan: 'real call log: dataset rows to the checked, improved plan',
};

/** Plans of territories, beside the plain way. */
export const planBenchmark: Benchmark = {
  name: 'plan',
  title: 'Plan',
  protocol: PLAN_PROTOCOL,
  sizes: PLAN_SIZES,
  async run(options) {
    const { stages, skipped, costs, threads, steps, ratios } = await benchPlan(options);
    const search = await benchSearch(options.sizes);
    return {
      json: {
        unit: 'ms',
        n: sizesOf(stages),
        runs: options.runs,
        threads,
        improvement_steps: steps,
        ...roundedRatios(ratios),
        ...roundedRatios(search.ratios),
        stages: stageRows(stages),
        costs,
        field_days: search.field,
        growth: search.growth,
        releases: search.releases,
        routing: search.routing,
        soft_deadlines: search.soft,
        planning_again: search.again,
        skipped,
      },
      markdown: [
        `${threads} threads.`,
        stageTable(stages, MEANINGS),
        ratioTable(ratios, OWED),
        skippedList(skipped),
        '### Cost of the plans',
        costTable(costs),
        '### Search',
        ratioTable(search.ratios, SEARCH_OWED),
        ...searchMarkdown(search),
      ],
    };
  },
};

const costTable = (costs: readonly PlanCostRow[]): string =>
  markdownTable(
    ['open calls', 'plan', 'cost, minor units', 'allocated', 'unallocated'],
    costs.map(({ n, plan, total, allocated, unallocated }) => [
      thousands(n),
      plan,
      thousands(total),
      thousands(allocated),
      thousands(unallocated),
    ]),
    [0, 2, 3, 4],
  );
