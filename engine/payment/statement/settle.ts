import type { PaymentTerms } from '../../model/payment-terms.ts';
import { type Minor, minor } from '../../model/units.ts';
import { type Fraction, negated } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { reckon } from '../reckon.ts';
import type { DraftLine } from './draft-line.ts';
import { type Deduplicated, withoutDuplicates } from './non-duplication.ts';
import { moneyRounder } from './round-money.ts';
import type { StatementLine } from './statement-line.ts';
import { capLine, duplicateLine, feeLine, measureLine, roundingLine } from './write-lines.ts';

/** What is paid: the fee, then everything that changes it. The lines add up to the total. */
export interface Settled {
  readonly lines: readonly StatementLine[];
  readonly bonus: Minor;
  readonly abatement: Minor;
  /** What the total was rounded by: money is rounded at the total, or the fee has more decimals than rounded money. */
  readonly rounding: Minor;
  readonly total: Minor;
}

/** The reckoning as the lines of a statement. */
export function settle(
  terms: PaymentTerms,
  drafts: readonly DraftLine[],
  money: Money,
  feeText: string,
  deduplicated: readonly Deduplicated[] = withoutDuplicates(drafts, money),
): Settled {
  const { charged, off, caps, total: exactTotal } = reckon(terms, drafts, money, deduplicated);
  const round = moneyRounder(terms.rounding, money.currency);
  const shown = (amount: Fraction): Minor => minor(Number(round(amount).n));
  const signed = (line: DraftLine, amount: Fraction): Fraction =>
    line.effect === 'abatement' ? negated(amount) : amount;
  const lines: StatementLine[] = [
    feeLine(feeText, minor(Number(money.fee.n))),
    ...drafts.map((line, k) => measureLine(line, shown(signed(line, charged[k]!)))),
    ...deduplicated.map((each, d) => duplicateLine(each, shown(negated(signed(each.line, off[d]!))))),
    ...caps.map((each) =>
      capLine(each, shown(each.cap.effect === 'abatement' ? each.taken : negated(each.taken)), money),
    ),
  ];
  const total = minor(Number(exactTotal.n));
  const rounding = minor(total - lines.reduce((all, { amount }) => all + amount, 0));
  if (rounding !== 0) lines.push(roundingLine(terms.rounding.money, rounding));
  const ofEffect = (effect: 'bonus' | 'abatement'): number =>
    lines.reduce((all, line) => (line.effect === effect ? all + line.amount : all), 0);
  const abatement = -ofEffect('abatement');
  return { lines, bonus: minor(ofEffect('bonus')), abatement: minor(abatement === 0 ? 0 : abatement), rounding, total };
}
