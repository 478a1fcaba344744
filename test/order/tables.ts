import fc from 'fast-check';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Criterion } from '../../engine/model/policy.ts';
import { instant } from '../../engine/model/units.ts';
import type { OrderView } from '../../engine/order/book/order-view.ts';
import { delayTerms } from '../../engine/order/criteria/delay-prices.ts';
import { FLAG_LIVE } from '../../engine/sla/call-table.ts';

/** What one made-up slot holds; everything left out is the same for all. */
export interface SlotValues {
  readonly live?: boolean;
  readonly class?: number;
  readonly priority?: number;
  /** Contract, site, zone, model. */
  readonly levels?: readonly [number, number, number, number];
  readonly due?: number;
  /** Clock that `due` is of. */
  readonly awaits?: 'respond' | 'fix';
  readonly loggedAt?: number;
  readonly travelTime?: number;
  readonly workTime?: number;
  /** Rank of its number; where not given, the slot itself. */
  readonly rank?: number;
}

export const NOON = Date.UTC(2026, 5, 1, 12);

/** A view over made-up slots: the order's input without any rules. */
export function viewOf(slots: readonly SlotValues[], now = NOON): OrderView {
  const floats = (read: (slot: SlotValues, at: number) => number) => Float64Array.from(slots, read);
  const none = () => new Float64Array(slots.length).fill(Number.NaN);
  return {
    now: instant(now),
    delay: delayTerms(defaultPolicy('EUR')),
    table: {
      flags: Uint8Array.from(slots, ({ live = true }) => (live ? FLAG_LIVE : 0)),
      device: new Int32Array(slots.length),
      clockDevice: new Int32Array(slots.length),
      loggedAt: floats(({ loggedAt = NOON }) => loggedAt),
      clockFrom: floats(({ loggedAt = NOON }) => loggedAt),
      respondedAt: none(),
      workTime: floats(({ workTime = 0 }) => workTime),
      travelTime: floats(({ travelTime = 0 }) => travelTime),
      numberRank: floats(({ rank }, at) => rank ?? at),
      holdOffset: new Int32Array(slots.length),
      holdCount: new Int32Array(slots.length),
      keptTimeline: new Int32Array(slots.length).fill(-1),
      keptRegime: new Int32Array(slots.length).fill(-1),
      keptRespond: none(),
      keptFix: none(),
    },
    targets: {
      regime: new Int32Array(slots.length),
      respondBy: floats(({ due = Infinity, awaits = 'fix' }) => (awaits === 'respond' ? due : Number.NaN)),
      fixBy: none(),
      due: floats(({ due = Infinity }) => due),
      class: Uint8Array.from(slots, (slot) => slot.class ?? 2),
      priority: Uint8Array.from(slots, ({ priority = 5 }) => priority),
      levels: Uint8Array.from(slots.flatMap(({ levels = [5, 5, 5, 5] }) => [...levels])),
    },
  };
}

/** Few different values, so that ties are common, mixed with far-off ones. */
const instants = fc.oneof(
  fc.integer({ min: 0, max: 3 }).map((hours) => NOON + hours * 3_600_000),
  fc.integer({ min: NOON - 4e11, max: NOON + 4e11 }),
);
const level = fc.integer({ min: 1, max: 9 });

export const randomSlots = (maxLength: number): fc.Arbitrary<SlotValues[]> =>
  fc
    .array(
      fc.record({
        live: fc.boolean(),
        class: fc.integer({ min: 0, max: 4 }),
        priority: fc.integer({ min: 4, max: 6 }),
        levels: fc.tuple(level, level, level, level),
        due: fc.oneof(fc.constant(Infinity), instants),
        awaits: fc.constantFrom('respond', 'fix'),
        loggedAt: instants,
        travelTime: fc.integer({ min: 0, max: 7_200_000 }),
        workTime: fc.integer({ min: 0, max: 7_200_000 }),
      }),
      { maxLength, size: 'max' },
    )
    .chain((slots) =>
      fc
        .tuple(fc.shuffledSubarray([...slots.keys()], { minLength: slots.length }), fc.boolean())
        // Ranks with fractions are what calls that came later have.
        .map(([ranks, fractions]) => slots.map((slot, at) => ({ ...slot, rank: ranks[at]! * (fractions ? 0.5 : 1) }))),
    );

export const randomOrder: fc.Arbitrary<Criterion[]> = fc
  .shuffledSubarray<Criterion>(
    ['class', 'priority', 'due', 'slack', 'cost_of_delay', 'contract', 'site', 'zone', 'model', 'logged_at'],
    { minLength: 0 },
  )
  .map((order) => [...order, 'number']);
