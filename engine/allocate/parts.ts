import type { Neighbours } from './neighbours.ts';
import * as P from './problem.ts';

/** A part of a territory: resources with all their shifts, and the calls that are theirs or wait near by. */
export interface Part {
  readonly shifts: Int32Array;
  /** Calls that may move within the part. */
  readonly calls: Int32Array;
  /** Fixed calls of its shifts: what comes before them may change. */
  readonly fixed: Int32Array;
}

/** Calls of a part when a territory is cut. */
const PART_SIZE = 250;
const FEW_PARTS = 4;
const MANY_PARTS = 16;

/** Into how many parts a territory of so many movable calls is cut: by its size alone, so that plans are the same on any machine. */
export function partsFor(calls: number): number {
  if (calls < FEW_PARTS * PART_SIZE * 0.4) return 1;
  if (calls < 8 * PART_SIZE) return FEW_PARTS;
  return calls < 32 * PART_SIZE ? 8 : MANY_PARTS;
}

/** Whether a territory is searched in rounds of tasks rather than in one go. */
export function needsRounds(p: P.TerritoryProblem, milliseconds: number | null): boolean {
  let movable = 0;
  for (const kind of p.kind) if (kind === P.FREE) movable += 1;
  return milliseconds !== null || partsFor(movable) > 1;
}

/**
 * Cuts a territory into parts of about as many calls each: from a resource drawn at random a part grows by the resource
 * with most calls that are neighbours of its own, until it has its share. So what could change places lies together, in
 * space, in time and by skills, whatever the territory looks like.
 * @param shiftOf shift of each call; -1: none.
 */
export function cutIntoParts(
  p: P.TerritoryProblem,
  neighbours: Neighbours,
  shiftOf: Int32Array,
  movable: Int32Array,
  count: number,
  random: () => number,
): Part[] {
  const resources = P.resourceCount(p);
  const load = new Int32Array(resources);
  for (const call of movable) if (shiftOf[call]! >= 0) load[p.shiftResource[shiftOf[call]!]!]! += 1;
  const links = linksOf(p, neighbours, shiftOf, movable);
  const partOf = new Int32Array(resources).fill(-1);
  const busy = Int32Array.from({ length: resources }, (_, r) => r).filter((r) => load[r]! > 0);
  shuffle(busy, random);
  let left = busy.reduce((sum, r) => sum + load[r]!, 0);
  const pull = new Float64Array(resources);
  let from = 0;
  for (let part = 0; part < count; part++) {
    const share = left / (count - part);
    let size = 0;
    pull.fill(0);
    const edge: number[] = [];
    const add = (r: number) => {
      partOf[r] = part;
      size += load[r]!;
      for (let k = links.offset[r]!; k < links.offset[r + 1]!; k++) {
        const other = links.to[k]!;
        if (partOf[other]! >= 0) continue;
        if (pull[other] === 0) edge.push(other);
        pull[other]! += 1 / Math.max(1, load[other]!);
      }
    };
    while (part === count - 1 ? left > 0 : size < share) {
      let next = -1;
      let at = -1;
      edge.forEach((r, k) => {
        if (partOf[r]! < 0 && (next < 0 || pull[r]! > pull[next]!)) [next, at] = [r, k];
      });
      if (next >= 0) edge.splice(at, 1);
      else {
        while (from < busy.length && partOf[busy[from]!]! >= 0) from += 1;
        if (from === busy.length) break;
        next = busy[from]!;
      }
      // The last of a part is taken where that comes nearer to its share.
      if (size > 0 && part < count - 1 && size + load[next]! / 2 > share) break;
      left -= load[next]!;
      add(next);
    }
  }
  // Who has nothing to do is of use anywhere near.
  const idle = Int32Array.from({ length: resources }, (_, r) => r).filter((r) => partOf[r]! < 0);
  shuffle(idle, random);
  idle.forEach((r, k) => {
    partOf[r] = k % count;
  });

  const calls: number[][] = Array.from({ length: count }, () => []);
  const { size, list } = neighbours;
  for (const call of movable) {
    let s = shiftOf[call]!;
    for (let k = 0; s < 0 && k < size; k++) {
      const other = list[call * size + k]!;
      if (other < 0) break;
      s = shiftOf[other]!;
    }
    const part = s < 0 ? Math.floor(random() * count) : partOf[p.shiftResource[s]!]!;
    calls[part]!.push(call);
  }
  const shifts: number[][] = Array.from({ length: count }, () => []);
  p.shiftResource.forEach((r, s) => {
    shifts[partOf[r]!]!.push(s);
  });
  return calls.map((own, k) => ({
    calls: Int32Array.from(own),
    shifts: Int32Array.from(shifts[k]!),
    fixed: Int32Array.from(shifts[k]!.flatMap((s) => [...P.fixedCallsIn(p, s)])),
  }));
}

/** Nearest neighbours that tie one resource to another. */
const TIES = 12;

/** For each resource, those that have neighbours of its calls, once for each such pair. */
function linksOf(
  p: P.TerritoryProblem,
  { size, list }: Neighbours,
  shiftOf: Int32Array,
  movable: Int32Array,
): { readonly offset: Int32Array; readonly to: Int32Array } {
  const resources = P.resourceCount(p);
  const offset = new Int32Array(resources + 1);
  const each = (use: (r: number, other: number) => void) => {
    for (const call of movable) {
      const s = shiftOf[call]!;
      if (s < 0) continue;
      const r = p.shiftResource[s]!;
      for (let k = 0; k < Math.min(size, TIES); k++) {
        const other = list[call * size + k]!;
        if (other < 0) break;
        const t = shiftOf[other]!;
        if (t >= 0 && p.shiftResource[t] !== r) use(r, p.shiftResource[t]!);
      }
    }
  };
  each((r) => {
    offset[r + 1]! += 1;
  });
  for (let r = 0; r < resources; r++) offset[r + 1]! += offset[r]!;
  const at = offset.slice();
  const to = new Int32Array(offset[resources]!);
  each((r, other) => {
    to[at[r]!++] = other;
  });
  return { offset, to };
}

function shuffle(items: Int32Array, random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}
