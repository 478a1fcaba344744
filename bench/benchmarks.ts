import { apiBenchmark } from './api-benchmark.ts';
import type { Benchmark } from './benchmark.ts';
import { dayBenchmark } from './day-benchmark.ts';
import { orderBenchmark } from './order-benchmark.ts';
import { performanceBenchmark } from './performance-benchmark.ts';
import { planBenchmark } from './plan-benchmark.ts';
import { reportsBenchmark } from './reports-benchmark.ts';

/** Every benchmark, in the order of bench/RESULTS.md. */
export const BENCHMARKS: readonly Benchmark[] = [
  orderBenchmark,
  planBenchmark,
  dayBenchmark,
  apiBenchmark,
  performanceBenchmark,
  reportsBenchmark,
];
