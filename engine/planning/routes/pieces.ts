import * as P from '../problem/problem.ts';
import { ONE_BAND, type Routes } from './routes.ts';

/** Calls of a piece on average, where a route is cut into pieces. */
const PIECE = 20;

/**
 * What a territory is cut into before parts are made of it: all routes of a resource, or, where a route is long, a piece
 * of it alone. Few long routes could not be shared out else, and what lies together in space and time is a piece of them.
 */
export interface Pieces {
  /** Piece of each placed call that may move; -1: none. */
  readonly of: Int32Array;
  /** Movable calls in each piece. */
  readonly load: readonly number[];
  /** Routes that are cut: their shifts, and the calls with which their pieces begin, the first piece left out. */
  readonly cut: ReadonlyMap<number, readonly number[]>;
  /** Piece of a resource's routes that are not cut; -1: it has none. */
  readonly ofResource: Int32Array;
}

export function cutIntoPieces(routes: Routes, movable: Int32Array, random: () => number): Pieces {
  const { problem: p, shiftOf, next, count } = routes;
  const of = new Int32Array(P.callCount(p)).fill(-1);
  const ofResource = new Int32Array(P.resourceCount(p)).fill(-1);
  const load: number[] = [];
  const cut = new Map<number, number[]>();
  const isMovable = new Uint8Array(P.callCount(p));
  for (const call of movable) isMovable[call] = 1;
  for (let s = 0; s < P.shiftCount(p); s++) {
    if (!mayBeCut(routes, s)) continue;
    const heads: number[] = [];
    // Borders lie elsewhere each time.
    let left = Math.floor(PIECE * (0.5 + random()));
    let rest = count[s]!;
    let piece = load.push(0) - 1;
    for (let call = routes.first[s]!; call >= 0; call = next[call]!) {
      if (left === 0 && rest >= PIECE / 2) {
        heads.push(call);
        piece = load.push(0) - 1;
        left = PIECE;
      }
      of[call] = piece;
      load[piece]! += isMovable[call]!;
      left -= left > 0 ? 1 : 0;
      rest -= 1;
    }
    cut.set(s, heads);
  }
  for (const call of movable) {
    const s = shiftOf[call]!;
    if (s < 0 || cut.has(s)) continue;
    const r = p.shiftResource[s]!;
    if (ofResource[r]! < 0) ofResource[r] = load.push(0) - 1;
    of[call] = ofResource[r]!;
    load[ofResource[r]!]! += 1;
  }
  return { of, load, cut, ofResource };
}

/** Long routes are, unless what one piece of them costs depends on the others. */
function mayBeCut({ problem: p, count, plain }: Routes, s: number): boolean {
  return (
    count[s]! >= 2 * PIECE &&
    plain[s] === ONE_BAND &&
    p.maxCalls[s]! >= P.callCount(p) &&
    p.scalars[P.IMBALANCE_PER_HOUR] === 0
  );
}
