import type { Charge, StepsRule } from '../../model/payment-terms.ts';
import {
  add,
  ceiling,
  compare,
  decimal,
  type Fraction,
  floor,
  greatest,
  integer,
  least,
  over,
  subtract,
  ZERO,
} from '../fraction.ts';

/** Steps that bear one rate. */
export interface StepsAt {
  readonly count: Fraction;
  readonly charge: Charge;
  /** Position of the tier; null: the first rate. */
  readonly tier: number | null;
}

/**
 * The steps by which a value is under (over) the threshold, by the rate that they bear (domain, section 11). A step
 * bears the rate of the tier in which it begins; with `whole` all bear that of the tier which the value has reached.
 */
export function stepsOf(rule: StepsRule, value: Fraction): StepsAt[] {
  const threshold = decimal(rule.threshold);
  const step = decimal(rule.step);
  /** Steps from the threshold to a value. */
  const distance = (to: Fraction): Fraction =>
    over(rule.side === 'under' ? subtract(threshold, to) : subtract(to, threshold), step);
  const limited = rule.limit === null ? value : limitedTo(rule, value);
  const counted = count(rule, distance(limited));
  if (compare(counted, ZERO) <= 0) return [];

  const edges = rule.tiers.map(({ beyond }) => distance(decimal(beyond)));
  if (rule.tiersApply === 'whole') {
    const reached = edges.findLastIndex((edge) => compare(distance(limited), edge) > 0);
    return [{ count: counted, charge: chargeOf(rule, reached), tier: reached < 0 ? null : reached }];
  }
  const parts: StepsAt[] = [];
  let done = ZERO;
  for (let tier = -1; tier < edges.length; tier++) {
    // Whole steps: one that begins before the edge still bears the rate before it.
    const edge = edges[tier + 1];
    const until =
      edge === undefined ? counted : least(counted, rule.count === 'exact' ? edge : integer(Number(ceiling(edge))));
    const here = subtract(until, done);
    if (compare(here, ZERO) <= 0) continue;
    parts.push({ count: here, charge: chargeOf(rule, tier), tier: tier < 0 ? null : tier });
    done = add(done, here);
  }
  return parts;
}

const chargeOf = (rule: StepsRule, tier: number): Charge => (tier < 0 ? rule.charge : rule.tiers[tier]!.charge);

function limitedTo({ side, limit }: StepsRule, value: Fraction): Fraction {
  const end = decimal(limit!);
  return side === 'under' ? greatest(value, end) : least(value, end);
}

function count({ count: how }: StepsRule, distance: Fraction): Fraction {
  if (compare(distance, ZERO) <= 0) return ZERO;
  if (how === 'exact') return distance;
  return { n: how === 'full' ? floor(distance) : ceiling(distance), d: 1n };
}
