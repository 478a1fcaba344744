import { callCount, type TerritoryProblem } from './problem.ts';

/** Neighbours that a call knows at most. */
const NEIGHBOURS = 24;
/** Calls in a cell of the grid on average. */
const CELL = 6;

/**
 * For each call the calls near it, nearest first, -1 where there are fewer: row `call * size`. Built from a grid, so
 * that a large territory costs no more a call than a small one. Only the cell of a call and those around it are
 * looked at: near is what improvement needs, not nearest.
 */
export interface Neighbours {
  readonly size: number;
  readonly list: Int32Array;
}

export function findNeighbours(p: TerritoryProblem): Neighbours {
  const n = callCount(p);
  const size = Math.min(NEIGHBOURS, Math.max(n - 1, 0));
  const list = new Int32Array(n * size).fill(-1);
  if (size === 0) return { size, list };
  // The two coordinates with the widest spread make the grid.
  const spread = (v: Float64Array) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      low = Math.min(low, v[i]!);
      high = Math.max(high, v[i]!);
    }
    return { v, low, width: high - low };
  };
  const [a, b] = [spread(p.x), spread(p.y), spread(p.z)].sort((u, w) => w.width - u.width) as [
    ReturnType<typeof spread>,
    ReturnType<typeof spread>,
  ];
  const side = Math.max(1, Math.floor(Math.sqrt(n / CELL)));
  const along = (axis: typeof a, i: number) =>
    axis.width > 0 ? Math.min(side - 1, Math.floor(((axis.v[i]! - axis.low) / axis.width) * side)) : 0;
  const cells: number[][] = Array.from({ length: side * side }, () => []);
  for (let i = 0; i < n; i++) cells[along(a, i) * side + along(b, i)]!.push(i);

  const squared = (i: number, j: number) =>
    (p.x[i]! - p.x[j]!) ** 2 + (p.y[i]! - p.y[j]!) ** 2 + (p.z[i]! - p.z[j]!) ** 2;
  for (let i = 0; i < n; i++) {
    const [ca, cb] = [along(a, i), along(b, i)];
    const near: { call: number; distance: number }[] = [];
    for (let u = Math.max(0, ca - 1); u <= Math.min(side - 1, ca + 1); u++) {
      for (let w = Math.max(0, cb - 1); w <= Math.min(side - 1, cb + 1); w++) {
        for (const call of cells[u * side + w]!) if (call !== i) near.push({ call, distance: squared(i, call) });
      }
    }
    near.sort((u, w) => u.distance - w.distance || u.call - w.call);
    for (let k = 0; k < Math.min(size, near.length); k++) list[i * size + k] = near[k]!.call;
  }
  return { size, list };
}
