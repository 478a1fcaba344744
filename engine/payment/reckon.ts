import type { PaymentTerms } from '../model/payment-terms.ts';
import { add, type Fraction, subtract, sum, ZERO } from './fraction.ts';
import type { Money } from './money-of.ts';
import { applyCaps, type Capped, type CapTaken } from './statement/caps.ts';
import type { DraftLine } from './statement/draft-line.ts';
import type { Deduplicated } from './statement/non-duplication.ts';
import { moneyRounder } from './statement/round-money.ts';

/** Sums before they are written out: exact, or whole minor units where each line is rounded. */
export interface Reckoning {
  /** Zero or more, a draft (deduplicated line, cap) each. */
  readonly charged: readonly Fraction[];
  readonly off: readonly Fraction[];
  readonly caps: readonly CapTaken[];
  /** Whole minor units. */
  readonly total: Fraction;
}

/** Charges each failure once, applies the caps, rounds and adds up (domain, section 11). */
export function reckon(
  terms: PaymentTerms,
  drafts: readonly DraftLine[],
  money: Money,
  deduplicated: readonly Deduplicated[],
): Reckoning {
  const round = moneyRounder(terms.rounding, money.currency);
  /** Money is exact until the end where it is rounded at the total. */
  const kept = (amount: Fraction): Fraction => (terms.rounding.money === 'line' ? round(amount) : amount);
  const charged = drafts.map((line) => kept(line.amount));
  const off = deduplicated.map((each) => kept(each.amount));
  const lost = new Map(deduplicated.map((each, d) => [each.line, off[d]!]));
  const capped = drafts.flatMap((line, k): Capped[] => {
    if (line.effect === null) return [];
    const amount = subtract(charged[k]!, lost.get(line) ?? ZERO);
    return [{ measure: line.measure, scope: line.item.label, effect: line.effect, amount }];
  });
  const caps = applyCaps(terms.caps, capped, money, kept).map((each) => ({ ...each, taken: kept(each.taken) }));
  const exact = (effect: 'bonus' | 'abatement'): Fraction =>
    subtract(
      sum(capped.filter((each) => each.effect === effect).map((each) => each.amount)),
      sum(caps.filter((each) => each.cap.effect === effect).map((each) => each.taken)),
    );
  const total = round(add(money.fee, subtract(exact('bonus'), exact('abatement'))));
  return { charged, off, caps, total };
}
