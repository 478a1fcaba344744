import { earliestOpen, isBound, latestOpen } from '../access/fit.ts';
import * as P from '../problem/problem.ts';
import type { Neighbours } from '../routes/neighbours.ts';
import { cutIntoPieces, type Pieces } from '../routes/pieces.ts';
import type { Routes } from '../routes/routes.ts';

/**
 * A part of a territory: resources with all their shifts or pieces of long routes, and the calls that are theirs or wait
 * near by.
 */
export interface Part {
  readonly shifts: Int32Array;
  /** Calls that may move within the part. */
  readonly calls: Int32Array;
  /** Calls that stay, before which things may change: fixed ones of its shifts, and those behind its pieces. */
  readonly stays: Int32Array;
  /** Places (behind a call; first in shift `s`: calls + s) in its shifts that belong to other parts. */
  readonly closed: Int32Array;
  /** Calls at the borders of its pieces, and what they hold to: they start at the border's time, or by then. */
  readonly borders: readonly Border[];
}

/** Between two pieces of a route that lie in different parts stands a call that moves in neither. */
export interface Border {
  readonly call: number;
  /** The piece begins behind it; else it ends before it. */
  readonly isHead: boolean;
  /** With which the piece before costs no more than it does, and from which on the piece behind is planned. */
  readonly time: number;
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
 * Cuts a territory into parts of about as many calls each: from a piece drawn at random a part grows by the piece with
 * most calls that are neighbours of its own, until it has its share. So what could change places lies together, in
 * space, in time and by skills, whatever the territory looks like.
 */
export function cutIntoParts(
  routes: Routes,
  neighbours: Neighbours,
  movable: Int32Array,
  count: number,
  random: () => number,
): Part[] {
  const { problem: p } = routes;
  const pieces = cutIntoPieces(routes, movable, random);
  const partOf = sharedOut(pieces, linksOf(pieces, neighbours, movable), count, random);

  // Who has nothing to do is of use anywhere near.
  const idle = Int32Array.from({ length: P.resourceCount(p) }, (_, r) => r).filter((r) => pieces.ofResource[r]! < 0);
  shuffle(idle, random);
  const partOfResource = pieces.ofResource.map((piece) => (piece < 0 ? -1 : partOf[piece]!));
  idle.forEach((r, k) => {
    partOfResource[r] = k % count;
  });
  const parts = Array.from({ length: count }, () => ({
    shifts: [] as number[],
    calls: [] as number[],
    stays: [] as number[],
    closed: [] as number[],
    borders: [] as Border[],
  }));
  const isBorder = new Uint8Array(P.callCount(p));
  p.shiftResource.forEach((r, s) => {
    if (pieces.cut.has(s)) {
      for (const border of layBorders(routes, s, pieces, partOf, parts, random)) isBorder[border] = 1;
    } else {
      const part = parts[partOfResource[r]!]!;
      part.shifts.push(s);
      part.stays.push(...P.fixedCallsIn(p, s));
    }
  });
  const { size, list } = neighbours;
  for (const call of movable) {
    if (isBorder[call] === 1) continue;
    let piece = pieces.of[call]!;
    for (let k = 0; piece < 0 && k < size; k++) {
      const other = list[call * size + k]!;
      if (other < 0) break;
      piece = pieces.of[other]!;
    }
    parts[piece < 0 ? Math.floor(random() * count) : partOf[piece]!]!.calls.push(call);
  }
  return parts.map(({ borders, ...part }) => ({
    borders,
    shifts: Int32Array.from(part.shifts),
    calls: Int32Array.from(part.calls),
    stays: Int32Array.from(part.stays),
    closed: Int32Array.from(part.closed),
  }));
}

/**
 * Opens a route that is cut to the parts that its pieces are in. Where two parts meet, the call with which the piece
 * behind begins stays: the part before may delay it up to some time, the part behind begins from that time on, so that
 * both changes fit together. That time costs nothing by itself (`Routes.freeStart`). Returns those calls.
 */
function layBorders(
  routes: Routes,
  s: number,
  pieces: Pieces,
  partOf: Int32Array,
  parts: readonly { shifts: number[]; stays: number[]; closed: number[]; borders: Border[] }[],
  random: () => number,
): number[] {
  const { problem: p, first, next, freeStart, legSeconds } = routes;
  const heads = new Set(pieces.cut.get(s));
  const found: number[] = [];
  const owners = new Set<number>();
  let owner = partOf[pieces.of[first[s]!]!]!;
  owners.add(owner);
  // Places one behind the other, with the parts that they belong to.
  const places = [P.callCount(p) + s];
  const ownerOf = [owner];
  let time = routes.open[s]!;
  for (let call = first[s]!; call >= 0; call = next[call]!) {
    let start = Math.max(time + legSeconds[call]! * 1000, p.release[call]!);
    if (isBound(p, call)) start = earliestOpen(p, call, start);
    const part = partOf[pieces.of[call]!]!;
    if (heads.has(call) && part !== owner) {
      start = Math.min(freeStart[call]!, start + Math.floor(random() * Math.max(0, freeStart[call]! - start)));
      if (isBound(p, call)) start = latestOpen(p, call, start);
      parts[owner]!.stays.push(call);
      parts[owner]!.borders.push({ call, isHead: false, time: start });
      parts[part]!.borders.push({ call, isHead: true, time: start });
      found.push(call);
      owner = part;
      owners.add(part);
    }
    places.push(call);
    ownerOf.push(owner);
    time = start + p.work[call]!;
  }
  for (const part of owners) {
    parts[part]!.shifts.push(s);
    places.forEach((place, k) => {
      if (ownerOf[k] !== part) parts[part]!.closed.push(place);
    });
  }
  return found;
}

/** Part of each piece: parts grow one after the other, each by the piece that most ties it to. */
function sharedOut({ load }: Pieces, links: Links, count: number, random: () => number): Int32Array {
  const partOf = new Int32Array(load.length).fill(-1);
  const order = Int32Array.from(load, (_, piece) => piece);
  shuffle(order, random);
  let left = load.reduce((sum, each) => sum + each, 0);
  const pull = new Float64Array(load.length);
  let from = 0;
  for (let part = 0; part < count; part++) {
    const share = left / (count - part);
    let size = 0;
    pull.fill(0);
    const edge: number[] = [];
    for (;;) {
      if (part < count - 1 && size >= share) break;
      let next = -1;
      let at = -1;
      edge.forEach((piece, k) => {
        if (partOf[piece]! < 0 && (next < 0 || pull[piece]! > pull[next]!)) [next, at] = [piece, k];
      });
      if (next >= 0) edge.splice(at, 1);
      else {
        while (from < order.length && partOf[order[from]!]! >= 0) from += 1;
        if (from === order.length) break;
        next = order[from]!;
      }
      // The last of a part is taken where that comes nearer to its share.
      if (size > 0 && part < count - 1 && size + load[next]! / 2 > share) break;
      left -= load[next]!;
      partOf[next] = part;
      size += load[next]!;
      for (let k = links.offset[next]!; k < links.offset[next + 1]!; k++) {
        const other = links.to[k]!;
        if (partOf[other]! >= 0) continue;
        if (pull[other] === 0) edge.push(other);
        pull[other]! += 1 / Math.max(1, load[other]!);
      }
    }
  }
  return partOf;
}

/** Nearest neighbours that tie one piece to another. */
const TIES = 12;

interface Links {
  readonly offset: Int32Array;
  readonly to: Int32Array;
}

/** For each piece, those that have neighbours of its calls, once for each such pair. */
function linksOf({ of, load }: Pieces, { size, list }: Neighbours, movable: Int32Array): Links {
  const offset = new Int32Array(load.length + 1);
  const each = (use: (piece: number, other: number) => void) => {
    for (const call of movable) {
      const piece = of[call]!;
      if (piece < 0) continue;
      for (let k = 0; k < Math.min(size, TIES); k++) {
        const neighbour = list[call * size + k]!;
        if (neighbour < 0) break;
        const other = of[neighbour]!;
        if (other >= 0 && other !== piece) use(piece, other);
      }
    }
  };
  each((piece) => {
    offset[piece + 1]! += 1;
  });
  for (let piece = 0; piece < load.length; piece++) offset[piece + 1]! += offset[piece]!;
  const at = offset.slice();
  const to = new Int32Array(offset[load.length]!);
  each((piece, other) => {
    to[at[piece]!++] = other;
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
