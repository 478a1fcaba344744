import { type Call, clockTerms } from '../../model/call.ts';
import type { CallPrices } from '../../model/call-price.ts';
import type { CallTerms } from '../../model/call-terms.ts';
import type { Criterion } from '../../model/policy.ts';
import { type Instant, instant } from '../../model/units.ts';
import {
  clearCall,
  computeTargets,
  createCallTable,
  createHoldStore,
  createTargetTable,
  growCallTable,
  growTargetTable,
  type HoldStore,
  type Reliability,
  type Terms,
  writeCall,
} from '../../sla/index.ts';
import { costDrifts, nextDelayChange } from '../criteria/cost-of-delay.ts';
import { slotComparator, totalOrder } from '../criteria/criteria.ts';
import { delayTerms } from '../criteria/delay-prices.ts';
import { createLeastTravel } from '../criteria/least-travel.ts';
import { createNumberRanks } from '../criteria/number-ranks.ts';
import { createDriftingSlots } from '../keys/drifting-slots.ts';
import { leadOf } from '../keys/keys.ts';
import { createSortedSlots, type SortedSlots } from '../keys/sorted-slots.ts';
import { type CallSlots, createCallSlots } from './call-slots.ts';
import { createChanges } from './changes.ts';
import { sortRange } from './full-order.ts';
import type { OrderView } from './order-view.ts';

const FIRST_CAPACITY = 1024;
/** Above this share of all calls, ordering everything anew is quicker than moving one after the other. */
const FULL_ORDER_SHARE = 1 / 8;

/** The calls that stand in the order, in their tables and in their places. */
export interface OpenOrder {
  readonly view: OrderView;
  readonly holds: HoldStore;
  readonly order: readonly Criterion[];
  readonly slots: CallSlots;
  /** Terms that the call whose clocks a slot shows was logged under; null: the rules of today decide. */
  keptAt(slot: number): CallTerms | null;
  /** Puts a call in its place, new or in a newer version. */
  put(call: Call, original: Call | null): void;
  /** Fills an empty order with many calls at once. */
  fill(calls: readonly { readonly call: Call; readonly original: Call | null }[]): void;
  remove(number: string): void;
  /** Goes on to a later `now`: keys that only time changes are right again. */
  advance(now: Instant): void;
  /** Works out anew the targets of slots, and puts those whose keys have changed in their place. */
  refresh(slots: ReadonlySet<number>): void;
  /** Works out anew what is shown of a slot but is no key: the deadlines of a held call move with `now`. */
  update(slot: number): void;
  /** Goes over to other prices of calls. */
  reprice(prices: CallPrices): void;
  /** The slots in the order of the policy. */
  readonly sorted: SortedSlots;
  /** The same slots in the order in which the calls were logged. */
  readonly byTime: SortedSlots;
}

/** An empty order under some terms; a change of terms needs a new one. */
export function createOpenOrder(
  terms: Terms,
  reliability: Reliability,
  now: Instant,
  firstPrices: CallPrices,
): OpenOrder {
  let prices = firstPrices;
  const slots = createCallSlots();
  const order = totalOrder(terms.reference.policy.order);
  const view: OrderView = {
    table: createCallTable(FIRST_CAPACITY),
    targets: createTargetTable(FIRST_CAPACITY),
    delay: delayTerms(terms.reference.policy, (slot) => prices.get(slots.callAt(slot).number) ?? null),
    now,
  };
  const holds = createHoldStore();
  const kept: (CallTerms | null)[] = [];
  const isDrifting = order.includes('cost_of_delay');
  const compare = slotComparator(order, view);
  const sorted = isDrifting
    ? createDriftingSlots(compare, (slot) => costDrifts(view, slot))
    : createSortedSlots(compare, leadOf(order, view));
  const delayChanges = createChanges<number>();
  const compareTime = (a: number, b: number) => view.table.loggedAt[a]! - view.table.loggedAt[b]! || a - b;
  const byTime = createSortedSlots(compareTime, (slot) => view.table.loggedAt[slot]!);
  const ranks = createNumberRanks(
    (slot) => slots.callAt(slot).number,
    () => view.table.numberRank,
  );
  const leastTravel = isDrifting || order.includes('slack') ? createLeastTravel(terms.reference) : () => 0;

  function reserve(capacity: number): void {
    const length = view.table.flags.length;
    if (capacity <= length) return;
    const grown = Math.max(capacity, 2 * length);
    view.table = growCallTable(view.table, grown);
    view.targets = growTargetTable(view.targets, grown);
  }

  function write(slot: number, call: Call, original: Call | null): void {
    kept[slot] = clockTerms(original ?? call);
    writeCall(terms, view.table, holds, slot, call, original, view.now);
    view.table.travelTime[slot] = leastTravel(call.device);
  }

  const compute = (fromSlot: number, toSlot: number) =>
    computeTargets(terms, reliability, view.table, holds, view.now, fromSlot, toSlot, view.targets);

  /** Notes when the slot's cost of delay will begin to drift, or cease to. */
  function planDelay(slot: number): void {
    if (!isDrifting) return;
    const at = nextDelayChange(view, slot);
    if (at < Infinity) delayChanges.plan(slot, instant(at));
  }

  function refreshAll(): void {
    compute(0, slots.top);
    delayChanges.clear();
    for (const slot of slots.slots()) planDelay(slot);
    sorted.fill(sortRange(order, view, 0, slots.top));
  }

  function remove(number: string): void {
    const slot = slots.slotOf(number);
    if (slot === undefined) return;
    sorted.remove(slot);
    byTime.remove(slot);
    ranks.remove(slot);
    clearCall(view.table, slot);
    slots.release(slot);
  }

  return {
    view,
    holds,
    order,
    slots,
    keptAt: (slot) => kept[slot] ?? null,
    sorted,
    byTime,
    put(call, original) {
      const present = slots.slotOf(call.number);
      const slot = present ?? slots.take(call);
      if (present === undefined) {
        reserve(slots.top);
        ranks.add(slot);
      } else slots.replace(slot, call);
      const loggedAt = view.table.loggedAt[slot]!;
      write(slot, call, original);
      compute(slot, slot + 1);
      planDelay(slot);
      if (present === undefined) {
        sorted.insert(slot);
        byTime.insert(slot);
      } else {
        sorted.resort([slot]);
        if (view.table.loggedAt[slot] !== loggedAt) byTime.resort([slot]);
      }
    },
    fill(calls) {
      reserve(calls.length);
      for (const { call, original } of calls) write(slots.take(call), call, original);
      const taken = Int32Array.from(slots.slots());
      ranks.fill(taken);
      byTime.fill(taken.sort(compareTime));
      refreshAll();
    },
    remove,
    advance(now) {
      view.now = now;
      const changed = [...new Set(delayChanges.due(now))].filter((slot) => sorted.has(slot));
      for (const slot of changed) planDelay(slot);
      sorted.resort(changed);
    },
    refresh(changed) {
      if (changed.size === 0) return;
      const list = [...changed];
      if (list.length > slots.size * FULL_ORDER_SHARE) {
        refreshAll();
        return;
      }
      for (const slot of list) {
        compute(slot, slot + 1);
        planDelay(slot);
      }
      sorted.resort(list);
    },
    update: (slot) => compute(slot, slot + 1),
    reprice(next) {
      prices = next;
      if (isDrifting && slots.size > 0) refreshAll();
    },
  };
}
