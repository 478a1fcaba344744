import type { Benchmark } from './benchmark.ts';
import { benchOrder, ORDER_SIZES, type OrderRatios } from './order-bench.ts';
import { PROTOCOL } from './protocol.ts';
import { ratioTable, roundedRatios, sizesOf, skippedList, stageRows, stageTable } from './tables.ts';

const ORDER_PROTOCOL: readonly string[] = [
  ...PROTOCOL,
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
