import { performance } from 'node:perf_hooks';

/** Spread of repeated measurements, milliseconds. */
export interface Spread {
  readonly runs: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { runs: sorted.length, median, min: sorted[0]!, max: sorted.at(-1)! };
}

/**
 * Exponent `b` of `time = a · n^b` by least squares on log-log axes: 1 is growth in proportion. null: fewer than two
 * points.
 */
export function slopeOf(points: readonly { readonly n: number; readonly ms: number }[]): number | null {
  if (points.length < 2) return null;
  const x = points.map(({ n }) => Math.log(n));
  const y = points.map(({ ms }) => Math.log(ms));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const above = x.reduce((sum, value, k) => sum + (value - meanX) * (y[k]! - meanY), 0);
  const below = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  return above / below;
}

/** How often something is measured after it ran untimed, so that the compiler knows it. */
export interface Repetition {
  readonly runs: number;
  readonly warmUps: number;
}

/** Times a function, each time with a fresh `prepared` input whose making is not counted. */
export function measure<T>(repetition: Repetition, prepare: () => T, run: (prepared: T) => unknown): Spread {
  const samples: number[] = [];
  for (let k = -repetition.warmUps; k < repetition.runs; k++) {
    const prepared = prepare();
    const begin = performance.now();
    sink(run(prepared));
    const end = performance.now();
    if (k >= 0) samples.push(end - begin);
  }
  return spreadOf(samples);
}

export async function measureAsync(repetition: Repetition, run: () => Promise<unknown>): Promise<Spread> {
  const { only } = await measureInTurn(repetition, { only: run });
  return only!;
}

/** Times several things in turn, each once a round, so that what else the machine does weighs on all of them alike. */
export async function measureInTurn(
  repetition: Repetition,
  runs: Readonly<Record<string, () => unknown>>,
): Promise<Record<string, Spread>> {
  const samples = Object.fromEntries(Object.keys(runs).map((name): [string, number[]] => [name, []]));
  for (let k = -repetition.warmUps; k < repetition.runs; k++) {
    for (const [name, run] of Object.entries(runs)) {
      const begin = performance.now();
      const result = run();
      sink(result instanceof Promise ? await result : result);
      const end = performance.now();
      if (k >= 0) samples[name]!.push(end - begin);
    }
  }
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, spreadOf(list)]));
}

let sunk: unknown = null;

/** Takes every result, so that no compiler may leave out the work that made it. */
export function sink(result: unknown): void {
  sunk = result;
  if (sunk === sink) throw new Error('A benchmark measured its own sink.');
}
