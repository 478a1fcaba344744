import type { EventCount } from '../../model/payment-terms.ts';
import { add, decimal, type Fraction, integer, ONE, times, ZERO } from '../fraction.ts';

/** What growth looks at: an event, or the periods of one failure, in order of time. */
export interface Countable {
  /** Deduction periods, or times missed. */
  readonly times: number;
  /** Where it is counted together with others: equal for those that are. */
  readonly place: string;
}

/**
 * What each event counts, factors of growth included: `times`, each by the factor of its place in the count (domain,
 * section 11). The events are given in order of time.
 */
export function grownTimes(rule: EventCount, events: readonly Countable[]): Fraction[] {
  if (rule.growth.length === 0) return events.map((event) => integer(event.times));
  const sizeOf = (event: Countable): number => (rule.growthCounts === 'events' ? event.times : 1);
  const totals = new Map<string, number>();
  for (const event of events) totals.set(event.place, (totals.get(event.place) ?? 0) + sizeOf(event));
  const before = new Map<string, number>();
  return events.map((event) => {
    if (rule.growthApplies === 'all') return times(integer(event.times), factorAt(rule, totals.get(event.place)!));
    const count = before.get(event.place) ?? 0;
    before.set(event.place, count + sizeOf(event));
    if (rule.growthCounts === 'failures') return times(integer(event.times), factorAt(rule, count + 1));
    return factorsBetween(rule, count, count + event.times);
  });
}

/** Factor of the event with a place in the count, 1 being the first. */
function factorAt({ growth }: EventCount, place: number): Fraction {
  const found = growth.findLast(({ fromCount }) => fromCount <= place);
  return found === undefined ? ONE : decimal(found.factor);
}

/** Sum of the factors of places `from + 1` to `to`, tier by tier: there may be thousands of periods. */
function factorsBetween(rule: EventCount, from: number, to: number): Fraction {
  let total = ZERO;
  let at = from;
  while (at < to) {
    const next = rule.growth.find(({ fromCount }) => fromCount > at + 1)?.fromCount ?? Number.POSITIVE_INFINITY;
    const end = Math.min(to, next - 1);
    total = add(total, times(integer(end - at), factorAt(rule, at + 1)));
    at = end;
  }
  return total;
}
