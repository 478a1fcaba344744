import { EARTH_RADIUS_KM } from '../../order/criteria/great-circle.ts';
import { BARRED, callCount, chordSquared, DETOUR, kmBetween, type TerritoryProblem } from '../problem/problem.ts';

/** Neighbours that a call knows at most: where everybody can do everything, and where skills part them. */
const NEIGHBOURS = 24;
const NEIGHBOURS_WITH_SKILLS = 40;
/** Calls near by that are looked at before the best of them are taken; in a small territory all are, the larger where most calls have appointments. */
const CANDIDATES = 160;
const SMALL = 300;
const SMALL_WITH_APPOINTMENTS = 1500;
/** Calls in a cell of the grid on average. */
const CELL = 6;
/** Price of waiting, as share of the price of travelling as long (Vidal et al. 2013, section 4.4). */
const WAITING = 0.2;

/**
 * For each call the calls that it goes with best, best first, -1 where there are fewer: row `call * size`. Two calls go
 * together where they are near each other, by road and by their appointments, and where somebody can do both. Built
 * from a grid, so that a large territory costs no more a call than a small one.
 */
export interface Neighbours {
  readonly size: number;
  readonly list: Int32Array;
  /** Kilometres to each, beside `list`. */
  readonly km: Float64Array;
}

export function findNeighbours(p: TerritoryProblem): Neighbours {
  const n = callCount(p);
  const wanted = p.profileOffset.length > 2 ? NEIGHBOURS_WITH_SKILLS : NEIGHBOURS;
  const size = Math.min(wanted, Math.max(n - 1, 0));
  const list = new Int32Array(n * size).fill(-1);
  const kms = new Float64Array(n * size);
  if (size === 0) return { size, list, km: kms };
  const timed = p.latest.reduce((sum, latest) => sum + (latest < Number.POSITIVE_INFINITY ? 1 : 0), 0);
  const near = n <= (timed * 2 > n ? SMALL_WITH_APPOINTMENTS : SMALL) ? everyCall(n) : nearCalls(p);
  const goTogether = profilePairs(p);
  const secondsPerKm = p.secondsPerKm.reduce((sum, each) => sum + each, 0) / Math.max(1, p.secondsPerKm.length);
  const best = new Float64Array(size);
  // No road is shorter than the chord: what lies farther than that is not worth working out.
  const kmOfChord = EARTH_RADIUS_KM * p.scalars[DETOUR]!;
  for (let i = 0; i < n; i++) {
    if (p.kind[i] === BARRED) continue;
    const { from, count, calls } = near(i);
    const row = i * size;
    let found = 0;
    let farthest = Number.POSITIVE_INFINITY;
    for (let k = from; k < from + count; k++) {
      const j = calls[k]!;
      if (j === i || p.kind[j] === BARRED || !goTogether(p.profile[i]!, p.profile[j]!)) continue;
      if (found === size && chordSquared(p, i, j) >= farthest) continue;
      const km = kmBetween(p, i, j);
      const distance = km + Math.min(timeApart(p, i, j, km, secondsPerKm), timeApart(p, j, i, km, secondsPerKm));
      if (found === size && distance >= best[size - 1]!) continue;
      let at = found < size ? found++ : size - 1;
      for (; at > 0 && best[at - 1]! > distance; at--) {
        best[at] = best[at - 1]!;
        list[row + at] = list[row + at - 1]!;
        kms[row + at] = kms[row + at - 1]!;
      }
      best[at] = distance;
      if (found === size) farthest = (best[size - 1]! / kmOfChord) ** 2;
      list[row + at] = j;
      kms[row + at] = km;
    }
  }
  return { size, list, km: kms };
}

/** Kilometres that time makes of doing `j` next after `i`: waiting for its appointment, or missing it. */
function timeApart(p: TerritoryProblem, i: number, j: number, km: number, secondsPerKm: number): number {
  const travel = km * secondsPerKm * 1000;
  const waiting = p.release[j]! - (p.latest[i]! + p.work[i]! + travel);
  const missing = p.release[i]! + p.work[i]! + travel - p.latest[j]!;
  const apart = WAITING * Math.max(0, waiting) + Math.max(0, missing);
  return apart / 1000 / secondsPerKm;
}

/** Whether somebody can do calls of both profiles. */
function profilePairs(p: TerritoryProblem): (a: number, b: number) => boolean {
  const resources = p.available.length;
  const profiles = p.profileOffset.length - 1;
  if (profiles > 1000) return () => true;
  const known = new Int8Array(profiles * profiles).fill(-1);
  return (a, b) => {
    const at = a * profiles + b;
    if (known[at]! < 0) {
      let both = 0;
      for (let r = 0; r < resources && both === 0; r++) {
        if (p.suits[a * resources + r] !== 0 && p.suits[b * resources + r] !== 0) both = 1;
      }
      known[at] = both;
    }
    return known[at] === 1;
  };
}

interface Near {
  readonly calls: Int32Array;
  readonly from: number;
  readonly count: number;
}

function everyCall(n: number): (call: number) => Near {
  const all = { calls: Int32Array.from({ length: n }, (_, i) => i), from: 0, count: n };
  return () => all;
}

/** Calls in the cells around a call, ring by ring until there are enough. */
function nearCalls(p: TerritoryProblem): (call: number) => Near {
  const n = callCount(p);
  // The two coordinates with the widest spread make the grid.
  const axes = [0, 1, 2]
    .map((axis) => {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < n; i++) {
        low = Math.min(low, p.places[i * 3 + axis]!);
        high = Math.max(high, p.places[i * 3 + axis]!);
      }
      return { axis, low, width: high - low };
    })
    .sort((a, b) => b.width - a.width);
  const side = Math.max(1, Math.floor(Math.sqrt(n / CELL)));
  const along = (k: 0 | 1, i: number) => {
    const { axis, low, width } = axes[k]!;
    return width > 0 ? Math.min(side - 1, Math.floor(((p.places[i * 3 + axis]! - low) / width) * side)) : 0;
  };
  const cellOf = Int32Array.from({ length: n }, (_, i) => along(0, i) * side + along(1, i));
  const offset = new Int32Array(side * side + 1);
  for (const cell of cellOf) offset[cell + 1]! += 1;
  for (let c = 0; c < side * side; c++) offset[c + 1]! += offset[c]!;
  const at = offset.slice();
  const inCell = new Int32Array(n);
  for (let i = 0; i < n; i++) inCell[at[cellOf[i]!]!++] = i;

  const found = new Int32Array(n);
  return (call) => {
    const [a, b] = [along(0, call), along(1, call)];
    let count = 0;
    let enough = false;
    for (let ring = 0; ring < side; ring++) {
      // One ring more: what lies in the corner of a cell has its nearest beyond the ring.
      const isLast = enough;
      for (let u = Math.max(0, a - ring); u <= Math.min(side - 1, a + ring); u++) {
        for (let w = Math.max(0, b - ring); w <= Math.min(side - 1, b + ring); w++) {
          if (Math.max(Math.abs(u - a), Math.abs(w - b)) !== ring) continue;
          const cell = u * side + w;
          for (let k = offset[cell]!; k < offset[cell + 1]!; k++) {
            const j = inCell[k]!;
            if (j === call) continue;
            found[count++] = j;
          }
        }
      }
      if (isLast) break;
      enough = count >= CANDIDATES;
    }
    return { calls: found, from: 0, count };
  };
}
