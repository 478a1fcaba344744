import type { CallPrice } from '../../model/call-price.ts';
import type { LatenessPrice, Policy } from '../../model/policy.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import type { Millis } from '../../model/units.ts';
import type { TargetTable } from '../../sla/index.ts';

/**
 * What the delay of one call costs, minor units of the policy's currency; factors may make fractions of them. `eachHour`
 * is lost by each further hour late of the clock that is running.
 */
export type DelayPrice = CallPrice;

/** The price of the call in a slot, by what the rules make of it. */
export type DelayPrices = (targets: TargetTable, slot: number) => DelayPrice;

/** What `cost_of_delay` is worked out by. */
export interface DelayTerms {
  readonly priceOf: DelayPrices;
  readonly lookAhead: Millis;
  /** ISO 4217 currency of the prices. */
  readonly currency: string;
}

/** Prices by class and priority, as the planner charges them; `ownPrice` where payment terms give a call its own. */
export function delayTerms(
  { prices, priorityFactors, lookAhead, currency }: Policy,
  ownPrice: (slot: number) => CallPrice | null = () => null,
): DelayTerms {
  const byClass = CALL_CLASSES.map((name) =>
    priorityFactors.map((factor) => {
      const { respond, fix } = prices[name];
      const price = ({ perHour }: LatenessPrice): DelayPrice => ({
        respondMissed: respond.step * factor,
        fixMissed: fix.step * factor,
        eachHour: perHour * factor,
      });
      return { respond: price(respond), fix: price(fix) };
    }),
  );
  return {
    priceOf(targets, slot) {
      const own = ownPrice(slot);
      if (own !== null) return own;
      const price = byClass[targets.class[slot]!]![targets.priority[slot]! - 1]!;
      return awaitsResponse(targets, slot) ? price.respond : price.fix;
    },
    lookAhead,
    currency,
  };
}

/** Whether the deadline that runs is that of the respond clock. (Where both are one instant, it goes for respond's.) */
export const awaitsResponse = (targets: TargetTable, slot: number): boolean =>
  targets.due[slot] === targets.respondBy[slot];
