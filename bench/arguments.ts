/** What the command line asked for. */
export interface BenchOptions {
  /** Name of one benchmark; null: all. */
  readonly only: string | null;
  readonly json: boolean;
  /** null: those of the benchmark. */
  readonly sizes: readonly number[] | null;
  /** Runs of each stage after warm-up. */
  readonly runs: number;
  /** Runs of the plain way, which takes most of the time; null: as all others. */
  readonly plainRuns: number | null;
}

export const usage = (
  names: readonly string[],
): string => `npm run bench -- [${names.join(' | ')}] [--json] [--sizes 1000,10000] [--runs N] [--plain-runs N]

Without a name all are measured. A run at all sizes without --json writes its section in bench/RESULTS.md.
  --json            one JSON object on standard output (with a name)
  --sizes LIST      calls, separated by commas, each 1 to 1000000
  --runs N          runs of each stage after warm-up, 1 to 1000; default 7
  --plain-runs N    runs of the plain way alone, which takes most of the time
Progress goes to standard error.`;

const DEFAULT_RUNS = 7;
const MOST_CALLS = 1_000_000;
const MOST_RUNS = 1000;

/** The options, or what is wrong with the arguments; `names` of the benchmarks that there are. */
export function readArguments(
  given: readonly string[],
  names: readonly string[],
): BenchOptions | { readonly wrong: string } {
  let only: BenchOptions['only'] = null;
  let json = false;
  let sizes: number[] | null = null;
  let runs = DEFAULT_RUNS;
  let plainRuns: number | null = null;
  for (let k = 0; k < given.length; k++) {
    const argument = given[k]!;
    if (names.includes(argument) && only === null) only = argument;
    else if (argument === '--json') json = true;
    else if (argument === '--sizes') {
      sizes = (given[++k] ?? '').split(',').map((text) => wholeNumber(text, MOST_CALLS));
      if (sizes.some(Number.isNaN)) return { wrong: `--sizes wants whole numbers from 1 to ${MOST_CALLS}` };
    } else if (argument === '--runs' || argument === '--plain-runs') {
      const count = wholeNumber(given[++k] ?? '', MOST_RUNS);
      if (Number.isNaN(count)) return { wrong: `${argument} wants a whole number from 1 to ${MOST_RUNS}` };
      if (argument === '--runs') runs = count;
      else plainRuns = count;
    } else return { wrong: `"${argument}" is not known here` };
  }
  if (json && only === null) return { wrong: `--json wants the name of a benchmark before it: ${names.join(', ')}` };
  return { only, json, sizes: sizes?.toSorted((a, b) => a - b) ?? null, runs, plainRuns };
}

/** NaN: not a whole number from 1 to `most`. */
function wholeNumber(text: string, most: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  return value >= 1 && value <= most ? value : Number.NaN;
}
