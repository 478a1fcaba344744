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
  const samples: number[] = [];
  for (let k = -repetition.warmUps; k < repetition.runs; k++) {
    const begin = performance.now();
    sink(await run());
    const end = performance.now();
    if (k >= 0) samples.push(end - begin);
  }
  return spreadOf(samples);
}

let sunk: unknown = null;

/** Takes every result, so that no compiler may leave out the work that made it. */
export function sink(result: unknown): void {
  sunk = result;
  if (sunk === sink) throw new Error('A benchmark measured its own sink.');
}
