import type { PayCap, PayMeasure } from '../../model/payment-terms.ts';
import { compare, type Fraction, over, subtract, sum, times, ZERO } from '../fraction.ts';
import type { Money } from '../money-of.ts';

/** What a cap looks at: what one measure and scope earns or costs, failures charged once. */
export interface Capped {
  readonly measure: PayMeasure;
  readonly scope: string;
  readonly effect: PayCap['effect'];
  /** Exact or rounded minor units, zero or more. */
  readonly amount: Fraction;
}

/** What a cap takes off, zero or more minor units. */
export interface CapTaken {
  readonly cap: PayCap;
  /** Scope for which it was applied; null: for all together. */
  readonly scope: string | null;
  readonly limit: Fraction;
  readonly before: Fraction;
  readonly taken: Fraction;
}

/**
 * Applies the caps one after the other, the narrower first. What one takes off is taken from each of its lines in
 * proportion, so that a wider cap sees what is left of them. `kept` rounds each limit as the lines are rounded: else what
 * a cap leaves would depend by a minor unit on how far it was exceeded.
 */
export function applyCaps(
  caps: readonly PayCap[],
  lines: readonly Capped[],
  money: Money,
  kept: (amount: Fraction) => Fraction,
): CapTaken[] {
  const left = lines.map(({ amount }) => amount);
  const taken: CapTaken[] = [];
  for (const cap of caps) {
    const limit = kept(money.of(cap.value));
    const inCap = [...lines.keys()].filter(
      (k) =>
        lines[k]!.effect === cap.effect && (cap.measures === null || cap.measures.includes(lines[k]!.measure.code)),
    );
    const parts = cap.perScope ? [...Map.groupBy(inCap, (k) => lines[k]!.scope)] : [[null, inCap] as const];
    for (const [scope, members] of parts) {
      const before = sum(members.map((k) => left[k]!));
      if (compare(before, limit) <= 0) continue;
      taken.push({ cap, scope, limit, before, taken: subtract(before, limit) });
      const share = before.n === 0n ? ZERO : over(limit, before);
      for (const k of members) left[k] = times(left[k]!, share);
    }
  }
  return taken;
}
