import type { Benchmark } from './benchmark.ts';
import { benchOrder, ORDER_SIZES, type OrderRatios } from './order-bench.ts';
import { PROTOCOL } from './protocol.ts';
import { ratioTable, roundedRatios, sizesOf, skippedList, stageRows, stageTable } from './tables.ts';

const ORDER_PROTOCOL: readonly string[] = [
  ...PROTOCOL,
  'Each size is measured in a process of its own, so that no other dataset fills its heap and caches. The stages from the snapshot on, and the sort of the numbers, take turns within each round.',
  'Snapshots lie in shared memory from the start (counted in `write`), and room to sort in is kept from run to run, by one thread as by several.',
  'Changes are of calls all over the order; the slowest kind counts. A change that tips a group may take as long as one change and one for each call that it raises.',
  'Exactly n calls stand in the order. Over 100,000, sites, devices, rules and calls are copied under other codes in memory.',
  'The plain way is not run only to warm up at 100,000 calls: the smaller sizes before it have done so.',
  'Before anything is compared, both ways are seen to give the same order.',
];

const OWED: Readonly<Partial<Record<keyof OrderRatios, string>>> = {
  ratio_to_sort_1m: 'at most 4',
  ratio_to_plain_100k: 'at least 200',
  speedup_threads: 'at least 3 on four cores',
  slope: 'at most 1.05',
  incremental_fraction: 'at most 0.001',
  bytes_per_call: 'at most 200',
  tip_over_budget: 'at most 1',
};

const MEANINGS: Readonly<Record<string, string>> = {
  float64_sort: 'Float64Array.sort of 1,000,000 random numbers',
  compile: 'dataset rows to compiled rules and timelines',
  write: 'dataset rows to the tables of open calls (with compile: the snapshot)',
  open_book: 'dataset rows to a whole book: compile, entitlement of every call, write, order, structures for changes',
  failures: 'snapshot: failures counted within the windows of reliability targets',
  targets: 'snapshot: deadlines, levels and classes',
  sort: 'snapshot: keys and sort',
  order: 'snapshot to sorted order, one thread: failures, targets, sort',
  order_threads: 'the same on all threads: each part of it shared out',
  plain: 'the plain way, dataset rows to order: objects, Luxon for each deadline, Array.sort with a comparator',
  change_logged: 'one call logged, until the order is right again',
  change_emergency: 'one call declared an emergency',
  change_held: 'one call held',
  change_resumed: 'one call resumed',
  change_responded: 'one call responded to',
  change_closed: 'one call closed',
  change_minute: 'now moved on by a minute',
  change_tips_group: 'one failure logged that tips a group of 200 devices: all its open calls raised',
  order_least_slack: 'snapshot to sorted order by the policy least-slack, one thread',
  order_cost_of_delay: 'the same by cost-of-delay',
  plain_cost_of_delay: 'the plain way by cost of delay, with least travel worked out for each site and model',
  window_100_failures: '100 failures logged one by one, each judged; open calls: failures in the rolling window',
  database_read: 'reference tables and calls read from PostgreSQL',
  database_open_book: 'a whole book opened on what was read',
  explain: 'one call explained',
  real_log_open_book: 'real call log: dataset rows to a whole book',
  real_log_order: 'real call log: snapshot to sorted order',
  real_log_plain: 'real call log: the plain way to the order',
};

/** Rules, clocks, keys and order of open calls, beside the plain way. */
export const orderBenchmark: Benchmark = {
  name: 'order',
  title: 'Order',
  protocol: ORDER_PROTOCOL,
  sizes: ORDER_SIZES,
  async run(options) {
    const { stages, skipped, identical, threads, ratios } = await benchOrder(options);
    return {
      json: {
        unit: 'ms',
        n: sizesOf(stages),
        runs: options.runs,
        threads,
        identical_to_plain: identical,
        ...roundedRatios(ratios),
        stages: stageRows(stages),
        skipped,
      },
      markdown: [`${threads} threads.`, stageTable(stages, MEANINGS), ratioTable(ratios, OWED), skippedList(skipped)],
    };
  },
};
