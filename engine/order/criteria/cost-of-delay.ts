import { HOUR, MINUTE } from '../../model/units.ts';
import type { OrderView } from '../book/order-view.ts';
import { awaitsResponse } from './delay-prices.ts';

/** Time to the deadline, less travel and work, milliseconds; negative: the deadline can't be kept any more. */
export function readSlack(view: OrderView, slot: number): number {
  const due = view.targets.due[slot]!;
  return due === Infinity ? Infinity : due - view.now - workOf(view, slot);
}

/** Travel and work, milliseconds. */
const workOf = (view: OrderView, slot: number): number => view.table.travelTime[slot]! + view.table.workTime[slot]!;

/**
 * The apparent tardiness cost rule (Vepsalainen and Morton 1987): calls stand by falling `w / p · exp(-slack⁺ / l)`, where
 * `w` is the money lost by an hour of delay, `p` travel and work, `slack⁺` the slack or 0, and `l` the look-ahead. Of this
 * the criterion is `-l` times the logarithm, which rises as that falls: the slack less a head start of `l · ln(w / p)`
 * that the money buys. In whole milliseconds, so that no rounding makes two calls differ at one `now` and not at another.
 * Infinity where nothing is due, or nothing is lost by waiting.
 */
export function readCostOfDelay(view: OrderView, slot: number): number {
  const hours = Math.max(workOf(view, slot), MINUTE) / HOUR;
  const rate = hourlyLoss(view, slot) / hours;
  if (rate === 0) return Infinity;
  return Math.max(0, readSlack(view, slot)) - Math.round(view.delay.lookAhead * Math.log(rate));
}

/** Money lost by an hour of delay, minor units: the missed target counts until it is missed, then only what each further hour costs. */
export function hourlyLoss(view: OrderView, slot: number): number {
  const price = view.delay.priceOf(view.targets, slot);
  if (view.now > view.targets.due[slot]!) return price.eachHour;
  return price.eachHour + (awaitsResponse(view.targets, slot) ? price.respondMissed : price.fixMissed);
}

/**
 * Whether a slot's cost of delay changes with `now`: it does while there is slack, and then that of all calls alike, so
 * that among themselves they keep their order. Of all others it stands still between the instants of `nextDelayChange`.
 */
export const costDrifts = (view: OrderView, slot: number): boolean => {
  const slack = readSlack(view, slot);
  return slack > 0 && slack < Infinity;
};

/** The next instant after `now` at which a slot begins or ceases to drift, or its price changes; Infinity: none. */
export function nextDelayChange(view: OrderView, slot: number): number {
  const slack = readSlack(view, slot);
  if (slack > 0) return view.now + slack;
  const due = view.targets.due[slot]!;
  return view.now <= due ? due + 1 : Infinity;
}
