import type { TerritoryProblem } from '../allocate/problem.ts';
import { fillAllNear } from '../allocate/resource-groups.ts';
import { doRoundTask, type Places, type RoundOutcome, type RoundTask } from '../allocate/rounds.ts';
import { type FlatIndex, flatIndex, indexFrom, indexOf } from '../allocate/search-index.ts';
import type { TerritorySolution } from '../allocate/solution.ts';
import { firstRoutes, type SolveOptions, solveTerritory } from '../allocate/solve.ts';
import type { Criterion } from '../model/policy.ts';
import { totalOrder } from '../order/criteria.ts';
import { delayTerms } from '../order/delay-prices.ts';
import { sorterOf, sortKeyed } from '../order/full-order.ts';
import type { KeyLayout, ValueRange } from '../order/keys.ts';
import type { OrderView } from '../order/order-view.ts';
import { CELLS, countPart, dealPart, takePart } from '../order/share-keys.ts';
import { judgeSnapshot, ruleSnapshot, type Snapshot } from '../order/snapshot.ts';
import type { KeyedSlots } from '../order/spread-sort.ts';
import { pack, unpack } from './layout.ts';
import { readSnapshot } from './share-snapshot.ts';
import type { SharedOrder, SharedRoom } from './shared-room.ts';

/** The work that threads do, by name: plain functions of their input, which is copied or shared, never a class. */
export const TASKS = {
  /** Plans a territory that lies packed in shared memory; `milliseconds` is measured by the thread's own clock. */
  plan(
    input: Pick<SolveOptions, 'seed' | 'iterations' | 'milliseconds' | 'fresh'> & {
      readonly problem: SharedArrayBuffer;
      readonly stop?: SharedArrayBuffer;
    },
  ): TerritorySolution {
    const { seed, iterations, milliseconds, fresh = false } = input;
    const options = { seed, iterations, milliseconds, fresh, clock, stop: stopFlag(input.stop) };
    return solveTerritory(unpack<TerritoryProblem>(input.problem), options);
  },

  /** First plan of a territory, and the packed index with which its parts are searched. */
  'first-plan'(input: { readonly problem: SharedArrayBuffer }): {
    readonly plan: Places;
    readonly index: SharedArrayBuffer;
  } {
    const problem = unpack<TerritoryProblem>(input.problem);
    const index = indexOf(problem);
    fillAllNear(problem, index.groups);
    const { shiftOf, previous } = firstRoutes(problem, () => index);
    return { plan: { shiftOf, previous }, index: pack(flatIndex(index)) };
  },

  /** One thread's share of a round (see `improveInRounds`). */
  improve(input: {
    readonly problem: SharedArrayBuffer;
    readonly index: SharedArrayBuffer;
    readonly task: RoundTask;
    readonly stop: SharedArrayBuffer;
  }): RoundOutcome {
    const problem = unpack<TerritoryProblem>(input.problem);
    const index = indexFrom(unpack<FlatIndex>(input.index));
    return doRoundTask(problem, index, input.task, clock, stopFlag(input.stop));
  },

  /** Judges the reliability targets `[fromTarget, toTarget)`. */
  'judge-failures'({ blocks, fromTarget, toTarget }: SharedOrder & { fromTarget: number; toTarget: number }): void {
    judgeSnapshot(readSnapshot(blocks), fromTarget, toTarget);
  },

  /** Works out the calls in `[fromSlot, toSlot)`, and takes those that are live: their number, and the ranges of their values. */
  'rule-calls'({ blocks, room, fromSlot, toSlot }: SharedOrder & { fromSlot: number; toSlot: number }): {
    readonly count: number;
    readonly ranges: readonly ValueRange[];
  } {
    const snapshot = readSnapshot(blocks);
    ruleSnapshot(snapshot, fromSlot, toSlot);
    const [order, view] = viewOf(snapshot);
    return takePart(order, view, fromSlot, toSlot, inParts(room));
  },

  /** Packs and counts the keys of a part's slots. */
  'count-keys'(input: Part & { readonly part: number }): void {
    const { blocks, room, layout, part, from, to } = input;
    const [, view] = viewOf(readSnapshot(blocks));
    countPart(layout[0]!, view, inParts(room), from, to, new Int32Array(room.counts, part * CELLS * 4, CELLS));
  },

  /** Deals a part's keys to the shares; `start`: where its first of each share goes. */
  'deal-keys'({ room, layout, from, to, start }: Part & { readonly start: Int32Array }): void {
    dealPart(layout[0]!, inParts(room), from, to, new Uint16Array(room.shareOf), start, inShares(room));
  },

  /** Sorts a share in its place. */
  'sort-share'({ blocks, room, layout, from, to }: Part): void {
    const [, view] = viewOf(readSnapshot(blocks));
    sortKeyed(sorterOf(view, layout, inShares(room), { ...inParts(room), ends }), from, to, 0);
  },
} as const;

const clock = (): number => performance.now();

/** Whether the caller has asked to stop, by setting the first integer of a shared block. */
function stopFlag(block: SharedArrayBuffer | undefined): () => boolean {
  if (block === undefined) return () => false;
  const flag = new Int32Array(block);
  return () => Atomics.load(flag, 0) !== 0;
}

export type TaskName = keyof typeof TASKS;
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];
export type TaskOutput<N extends TaskName> = ReturnType<(typeof TASKS)[N]>;

/** A stretch of a part, or of a share, and the keys by which it is sorted. */
type Part = SharedOrder & { readonly layout: KeyLayout; readonly from: number; readonly to: number };

/** Counters of this thread, kept from sort to sort. */
const ends: Int32Array[] = [];

function viewOf({ table, targets, policy, now }: Snapshot): [readonly Criterion[], OrderView] {
  return [totalOrder(policy.order), { table, targets, delay: delayTerms(policy), now }];
}

const inParts = (room: SharedRoom): KeyedSlots => ({
  keys: new Float64Array(room.keys),
  slots: new Int32Array(room.slots),
});

const inShares = (room: SharedRoom): KeyedSlots => ({
  keys: new Float64Array(room.dealtKeys),
  slots: new Int32Array(room.dealtSlots),
});
