import { callCount, shiftCount, type TerritoryProblem } from '../problem/problem.ts';
import type { Routes } from './routes.ts';

/** Numbers of `Undo.callState` a call; the start is the first of them. */
export const PER_CALL_STATE = 7;
const PER_SHIFT = 6;

/** The routes that a step has touched, as they were before it. Filled by `remember`, used or dropped as a whole. */
export interface Undo {
  /** Touched shifts, the first `shifts` of them; their calls lie in `calls` from `offset[k]` to `offset[k + 1] - 1`. */
  shifts: number;
  /** Number of the step: `seen[s]` has it where a shift is remembered. */
  step: number;
  readonly seen: Int32Array;
  readonly shift: Int32Array;
  readonly offset: Int32Array;
  readonly calls: Int32Array;
  readonly callState: Float64Array;
  readonly shiftState: Float64Array;
  readonly sums: Float64Array;
}

export const newUndo = (p: TerritoryProblem): Undo => ({
  shifts: 0,
  step: 0,
  seen: new Int32Array(shiftCount(p)).fill(-1),
  shift: new Int32Array(shiftCount(p)),
  offset: new Int32Array(shiftCount(p) + 1),
  calls: new Int32Array(callCount(p)),
  callState: new Float64Array(callCount(p) * PER_CALL_STATE),
  shiftState: new Float64Array(shiftCount(p) * PER_SHIFT),
  sums: new Float64Array(3),
});

/** Begins a step: what was remembered is forgotten. */
export function beginStep(routes: Routes, undo: Undo): void {
  undo.step += 1;
  undo.shifts = 0;
  undo.sums.set(routes.sums);
}

/** Remembers a shift's route before it is changed for the first time in a step. */
export function remember(routes: Routes, undo: Undo, s: number): void {
  if (undo.seen[s] === undo.step) return;
  undo.seen[s] = undo.step;
  const { calls, callState, shiftState } = undo;
  const k = undo.shifts;
  let at = undo.offset[k]!;
  for (let call = routes.first[s]!; call >= 0; call = routes.next[call]!) {
    calls[at] = call;
    const i = at * PER_CALL_STATE;
    callState[i] = routes.start[call]!;
    callState[i + 1] = routes.finish[call]!;
    callState[i + 2] = routes.legSeconds[call]!;
    callState[i + 3] = routes.legCost[call]!;
    callState[i + 4] = routes.latestStart[call]!;
    callState[i + 5] = routes.freeStart[call]!;
    callState[i + 6] = routes.lateCost[call]!;
    at += 1;
  }
  const i = k * PER_SHIFT;
  shiftState[i] = routes.homeSeconds[s]!;
  shiftState[i + 1] = routes.homeCost[s]!;
  shiftState[i + 2] = routes.backAt[s]!;
  shiftState[i + 3] = routes.overtime[s]!;
  shiftState[i + 4] = routes.used[s]!;
  shiftState[i + 5] = routes.load[routes.problem.shiftResource[s]!]!;
  undo.shift[k] = s;
  undo.shifts = k + 1;
  undo.offset[k + 1] = at;
}

/** Puts back every route that the step has touched. */
export function takeBack(routes: Routes, undo: Undo): void {
  const { calls, callState, shiftState } = undo;
  const { shiftOf, next, previous, first, last } = routes;
  for (let k = 0; k < undo.shifts; k++) {
    for (let call = first[undo.shift[k]!]!; call >= 0; call = next[call]!) shiftOf[call] = -1;
  }
  for (let k = undo.shifts - 1; k >= 0; k--) {
    const s = undo.shift[k]!;
    const from = undo.offset[k]!;
    const to = undo.offset[k + 1]!;
    let before = -1;
    first[s] = -1;
    for (let at = from; at < to; at++) {
      const call = calls[at]!;
      shiftOf[call] = s;
      previous[call] = before;
      if (before < 0) first[s] = call;
      else next[before] = call;
      const i = at * PER_CALL_STATE;
      routes.start[call] = callState[i]!;
      routes.finish[call] = callState[i + 1]!;
      routes.legSeconds[call] = callState[i + 2]!;
      routes.legCost[call] = callState[i + 3]!;
      routes.latestStart[call] = callState[i + 4]!;
      routes.freeStart[call] = callState[i + 5]!;
      routes.lateCost[call] = callState[i + 6]!;
      before = call;
    }
    if (before >= 0) next[before] = -1;
    last[s] = before;
    routes.count[s] = to - from;
    const i = k * PER_SHIFT;
    routes.homeSeconds[s] = shiftState[i]!;
    routes.homeCost[s] = shiftState[i + 1]!;
    routes.backAt[s] = shiftState[i + 2]!;
    routes.overtime[s] = shiftState[i + 3]!;
    routes.used[s] = shiftState[i + 4]!;
    routes.load[routes.problem.shiftResource[s]!] = shiftState[i + 5]!;
  }
  routes.sums.set(undo.sums);
}
