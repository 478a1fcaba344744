import type { CallPrice, CallPrices } from '../model/call-price.ts';
import type { LatenessPrice } from '../model/policy.ts';
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
 * priority. An emergency never costs less than its class: a person declared it.
 */
export function latenessPrices({ calls, policy, prices }: TerritoryInput): LatenessPrices {
  const numbers = (value: (call: PlannableCall, own: CallPrice | null) => number) =>
    Float64Array.from(calls, (call) => value(call, prices?.get(call.number) ?? null));
  const byClass = (call: PlannableCall, clock: 'respond' | 'fix', part: keyof LatenessPrice): number =>
    policy.prices[call.class][clock][part] * (policy.priorityFactors[call.priority - 1] ?? 1);
  const priced = (call: PlannableCall, own: number | null, usual: number): number =>
    own === null ? usual : call.class === 'emergency' ? Math.max(own, usual) : own;
  /** The clock that is charged by the hour: time lost before arrival is time lost for the fix. */
  const hourly = ({ fixBy }: PlannableCall): 'respond' | 'fix' => (fixBy === null ? 'respond' : 'fix');
  const perHour = (clock: 'respond' | 'fix') => (call: PlannableCall, own: CallPrice | null) =>
    priced(call, own === null ? null : hourly(call) === clock ? own.eachHour : 0, byClass(call, clock, 'perHour')) /
    3600;
  return {
    respondStep: numbers((call, own) =>
      Math.round(priced(call, own?.respondMissed ?? null, byClass(call, 'respond', 'step'))),
    ),
    respondPerSecond: numbers(perHour('respond')),
    fixStep: numbers((call, own) => Math.round(priced(call, own?.fixMissed ?? null, byClass(call, 'fix', 'step')))),
    fixPerSecond: numbers(perHour('fix')),
  };
}

/** Those of the territory's calls: what goes to a thread is copied. */
export const pricesIn = ({ calls }: Pick<TerritoryInput, 'calls'>, prices: CallPrices): CallPrices =>
  new Map(calls.flatMap(({ number }) => (prices.has(number) ? [[number, prices.get(number)!]] : [])));
