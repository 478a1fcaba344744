import type { CallPrice, CallPrices } from '../../model/call-price.ts';
import type { LatenessPrice } from '../../model/policy.ts';
import type { Instant } from '../../model/units.ts';
import type { PlannableCall, TerritoryInput } from './territory-input.ts';

/** A missed target costs a step, and an amount each second late; minor units, by call. */
export interface LatenessPrices {
  readonly respondStep: Float64Array;
  readonly respondPerSecond: Float64Array;
  readonly fixStep: Float64Array;
  readonly fixPerSecond: Float64Array;
}

/**
 * What each call costs when late (domain, section 10): by the payment terms where they give it a price, else by class and
 * priority. An emergency never costs less than its class: a person declared it. Any other call never costs less than the
 * policy's share of its class: with a cap reached nobody charges more, but the customer waits all the same (`goodwill`).
 */
export function latenessPrices({ calls, now, policy, prices }: TerritoryInput): LatenessPrices {
  const numbers = (value: (call: PlannableCall, own: CallPrice | null) => number) =>
    Float64Array.from(calls, (call) => value(call, prices?.get(call.number) ?? null));
  const byClass = (call: PlannableCall, clock: 'respond' | 'fix', part: keyof LatenessPrice): number =>
    policy.prices[call.class][clock][part] * (policy.priorityFactors[call.priority - 1] ?? 1);
  const priced = (call: PlannableCall, own: number | null, usual: number): number =>
    own === null ? usual : Math.max(own, call.class === 'emergency' ? usual : usual * policy.goodwill);
  /** A target that is missed already is missed whatever happens next. */
  const step = (call: PlannableCall, own: number | null, clock: 'respond' | 'fix', by: Instant | null): number =>
    own !== null && by !== null && by <= now && call.class !== 'emergency'
      ? own
      : priced(call, own, byClass(call, clock, 'step'));
  /** The clock that is charged by the hour: time lost before arrival is time lost for the fix. */
  const hourly = ({ fixBy }: PlannableCall): 'respond' | 'fix' => (fixBy === null ? 'respond' : 'fix');
  const perHour = (clock: 'respond' | 'fix') => (call: PlannableCall, own: CallPrice | null) =>
    priced(call, own === null ? null : hourly(call) === clock ? own.eachHour : 0, byClass(call, clock, 'perHour')) /
    3600;
  return {
    respondStep: numbers((call, own) => Math.round(step(call, own?.respondMissed ?? null, 'respond', call.respondBy))),
    respondPerSecond: numbers(perHour('respond')),
    fixStep: numbers((call, own) => Math.round(step(call, own?.fixMissed ?? null, 'fix', call.fixBy))),
    fixPerSecond: numbers(perHour('fix')),
  };
}

/** Those of the territory's calls: what goes to a thread is copied. */
export const pricesIn = ({ calls }: Pick<TerritoryInput, 'calls'>, prices: CallPrices): CallPrices =>
  new Map(calls.flatMap(({ number }) => (prices.has(number) ? [[number, prices.get(number)!]] : [])));
