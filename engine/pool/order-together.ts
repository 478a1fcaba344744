import { sorterOf, sortKeyed } from '../order/book/full-order.ts';
import type { OrderView } from '../order/book/order-view.ts';
import { judgeSnapshot, ruleSnapshot } from '../order/book/snapshot.ts';
import { totalOrder } from '../order/criteria/criteria.ts';
import { delayTerms } from '../order/criteria/delay-prices.ts';
import { joinRanges, keyLayout } from '../order/keys/keys.ts';
import { CELLS, countPart, dealPart, dealShares, takePart } from '../order/keys/share-keys.ts';
import type { KeyedSlots } from '../order/keys/spread-sort.ts';
import { readSnapshot } from './share-snapshot.ts';
import { PART, partsOf, rangesIn, type SharedOrder } from './shared-room.ts';
import { doStep, giveUp, joinSteps } from './shared-steps.ts';

/** Steps of an order, one after the other. */
const STEP = { judge: 0, rule: 1, count: 2, deal: 3, sort: 4 } as const;
export const ORDER_STEPS = Object.keys(STEP).length;

/** Targets that are judged in one go. */
const TARGETS = 512;
/** Counters of this thread, kept from sort to sort. */
const ends: Int32Array[] = [];

/**
 * One thread's part in an order that several work out together. Gives the number of calls in it, once all threads are
 * done; null where it could not be sorted in shares, or another thread has failed.
 */
export function orderTogether({ blocks, room, steps, filled, sorted }: SharedOrder): number | null {
  try {
    const snapshot = readSnapshot(blocks);
    const { table, targets, policy, now, raised } = snapshot;
    const order = totalOrder(policy.order);
    const view: OrderView = { table, targets, delay: delayTerms(policy), now };
    const inParts: KeyedSlots = { keys: new Float64Array(room.keys), slots: new Int32Array(room.slots) };
    const inShares: KeyedSlots = { keys: new Float64Array(room.dealtKeys), slots: sorted };
    const counts = (thread: number) => new Int32Array(room.counts, thread * CELLS * 4, CELLS);
    const thread = joinSteps(steps);

    const judged = raised.lastTipAt.length;
    const judgements = Math.ceil(judged / TARGETS);
    const judge = (part: number) => judgeSnapshot(snapshot, part * TARGETS, Math.min((part + 1) * TARGETS, judged));
    if (!doStep(steps, STEP.judge, judgements, judge)) return null;

    const capacity = table.flags.length;
    const parts = partsOf(capacity);
    const found = new Int32Array(room.found);
    const rangesOf = (part: number) => rangesIn(room, part, order.length);
    const rule = (part: number) => {
      const from = part * PART;
      const to = Math.min(from + PART, capacity);
      ruleSnapshot(snapshot, from, to);
      found[part] = takePart(order, view, from, to, inParts, rangesOf(part));
    };
    if (!doStep(steps, STEP.rule, parts, rule)) return null;

    const counted = found.slice(0, parts);
    const total = counted.reduce((sum, count) => sum + count, 0);
    const layout = keyLayout(order, joinRanges(Array.from({ length: parts }, (_, part) => rangesOf(part))));
    const word = layout[0]!;
    // Only a policy whose first criterion packs into no key has no shares; none that ships is one.
    if (word.limit === null) return null;

    const end = (part: number) => part * PART + counted[part]!;
    const own = counts(thread);
    const count = (part: number) => countPart(word, view, inParts, part * PART, end(part), own);
    if (!doStep(steps, STEP.count, parts, count)) return null;

    const dealing = dealShares(
      Array.from({ length: room.counts.byteLength / (CELLS * 4) }, (_, k) => counts(k)),
      total,
      filled.length,
    );
    const claim = (share: number, keys: number) => dealing.bounds[share]! + Atomics.add(filled, share, keys);
    const deal = (part: number) => dealPart(word, inParts, part * PART, end(part), dealing, claim, inShares);
    if (!doStep(steps, STEP.deal, parts, deal)) return null;

    const sorter = sorterOf(view, layout, inShares, { ...inParts, ends });
    const sort = (share: number) => sortKeyed(sorter, dealing.bounds[share]!, dealing.bounds[share + 1]!, 0);
    return doStep(steps, STEP.sort, filled.length, sort) ? total : null;
  } catch (error) {
    giveUp(steps);
    throw error;
  }
}
