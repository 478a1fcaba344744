import type { BenchOptions } from './arguments.ts';

/** What a run gives: its figures for programs, and paragraphs and tables for bench/RESULTS.md. */
export interface BenchResult {
  /** Plain JSON; ratios at the top level. Machine, Node, date and protocol are added to it. */
  readonly json: object;
  /** Blocks of Markdown in their order; empty ones are left out. */
  readonly markdown: readonly string[];
}

/** One benchmark: `npm run bench -- NAME`. */
export interface Benchmark {
  /** As typed on the command line, and the mark of its section in bench/RESULTS.md. */
  readonly name: string;
  readonly title: string;
  readonly protocol: readonly string[];
  /** What it measures when nothing is said: open or past calls, ascending; empty: `--sizes` means nothing to it. */
  readonly sizes: readonly number[];
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}
