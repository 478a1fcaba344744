import type { Benchmark } from './benchmark.ts';
import { HISTORY_DAYS, OPEN_CALLS } from './performance/world.ts';
import { benchPerformance, PERFORMANCE_SIZES } from './performance-bench.ts';
import { ratioTable, roundedRatios, sizesOf, skippedList, stageRows, stageTable, thousands } from './tables.ts';

const PROTOCOL: readonly string[] = [
  `One contract over 3,000 devices at 800 sites in 4 territories; its past calls are spread over ${HISTORY_DAYS} days, whatever their number, each with its journal; ${OPEN_CALLS} calls are open.`,
  'For each number of calls a fresh embedded database (durable), one after the other; database and measuring process share the machine. Services are called as the routes call them, without HTTP.',
  'Reads run untimed 20 times, then 10 times for each of --runs; of the time, all is counted: reading the open calls, the kept figures and the service time of each device.',
  'Calls are fixed in turn with the figures kept up and with that left out, each in a transaction of its own that reaches the disk; medians of 150 each after 20.',
  'At the end five special days are added within 20 s, each at another site, while 50 calls a second are logged in the same process; a call’s time runs from when it was due.',
  'The recount reads all journals, works every figure out anew, and is seen to find no difference; made anew: the same from the calls, written.',
];

const OWED = { read_ratio: 'the same time: 1', log_beside_edit_p99_ms: 'under 100' };

const MEANINGS: Readonly<Record<string, string>> = {
  made_anew: 'all figures made from the calls and written, as after an upgrade',
  recount: 'all figures recounted from the journals and compared: none differs',
  month: 'respond, fix and availability % of the contract in a month',
  year: 'the same in a year',
  year_by_week: 'the same as a curve of 53 points',
  month_by_site: 'a month, each of 800 sites',
  month_by_device: 'a month, each of 3,000 devices',
  device: 'a month of one device',
  odd_period: 'three weeks that begin and end within a day',
  evidence: 'a page of the missed clocks of a month, and the downtime of one device',
  statement: 'the live statement of a month, from kept figures (terms that ask for percentages)',
  statement_with_calls: 'the same with its evidence: each call that missed, each interval down',
  fix: 'one call fixed, figures kept up in its transaction',
  fix_without: 'one call fixed, without that',
  edit: 'a special day added to a site, committed',
  log_beside_edit: 'a call logged, 50 a second, while five special days are added',
  log_beside_edit_p99: 'the same, 99th percentile',
  edit_settled: 'from the last special day until all figures are counted anew',
};

/** Performance of a contract with few and with many past calls. */
export const performanceBenchmark: Benchmark = {
  name: 'performance',
  title: 'Performance of contracts',
  protocol: PROTOCOL,
  sizes: PERFORMANCE_SIZES,
  async run(options) {
    const { stages, skipped, devices, sites, ratios } = await benchPerformance(options);
    return {
      json: {
        unit: 'ms',
        n: sizesOf(stages),
        runs: options.runs,
        devices,
        sites,
        ...roundedRatios(ratios),
        stages: stageRows(stages),
        skipped,
      },
      markdown: [
        `${thousands(devices)} devices at ${thousands(sites)} sites.`,
        stageTable(stages, MEANINGS),
        ratioTable(ratios, OWED),
        skippedList(skipped),
      ],
    };
  },
};
