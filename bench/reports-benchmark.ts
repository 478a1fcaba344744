import type { Benchmark } from './benchmark.ts';
import { benchReports, REPORT_SIZES } from './reports-bench.ts';
import { ratioTable, roundedRatios, sizesOf, stageRows, stageTable } from './tables.ts';

const PROTOCOL: readonly string[] = [
  'One contract over 3,000 devices at 800 sites; its past calls are spread over its history, each with its journal, without recorded visits. A fresh embedded database; database and measuring process share the machine.',
  'Each report is run as its route runs it, without HTTP: for the last thirty days, and for the whole history; 1,000 rows at most, groups by model, the backlog month by month. Once untimed, then 3 times at most.',
  'scan: one pass through all calls that does nothing but count and add up twice.',
];

const MEANINGS: Readonly<Record<string, string>> = { scan: 'count and two means over all calls, nothing else' };

/** Reports over a long history. */
export const reportsBenchmark: Benchmark = {
  name: 'reports',
  title: 'Reports',
  protocol: PROTOCOL,
  sizes: REPORT_SIZES,
  async run(options) {
    const { stages, ratios } = await benchReports(options);
    return {
      json: { unit: 'ms', n: sizesOf(stages), ...roundedRatios(ratios), stages: stageRows(stages) },
      markdown: [stageTable(stages, MEANINGS), ratioTable(ratios, {})],
    };
  },
};
