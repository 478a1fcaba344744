import type { PayMeasure, PaymentTerms } from '../model/payment-terms.ts';
import { type ContractPeriod, periodAfter } from '../performance/index.ts';
import { add, compare, type Fraction, greatest, subtract, sum, ZERO } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import { type Measured, measureIn, NOTHING } from './measured.ts';
import { type Money, moneyOf } from './money-of.ts';
import { chargeMeasure } from './rules/charge-measure.ts';
import { type Before, NEVER_SHORT } from './rules/repeat-factor.ts';
import { type ScopeItem, scopeItems } from './scope-items.ts';
import { baseFee } from './statement/base-fee.ts';
import type { DraftLine } from './statement/draft-line.ts';
import { type Deduplicated, withoutDuplicates } from './statement/non-duplication.ts';

/** One measure and scope, with what was measured for it. */
export interface PeriodLine {
  readonly measure: PayMeasure;
  readonly item: ScopeItem;
  readonly measured: Measured;
}

/** All lines of a period, before caps and rounding. */
export interface PeriodDrafts {
  readonly drafts: readonly DraftLine[];
  readonly deduplicated: readonly Deduplicated[];
}

/** A contract's period, measured: charging it with one call more or less costs no measuring. */
export interface MeasuredPeriod {
  readonly ledger: Ledger;
  readonly terms: PaymentTerms;
  readonly period: ContractPeriod;
  readonly money: Money;
  /** In the order of the terms. */
  readonly lines: readonly PeriodLine[];
  /** Charges the lines as measured, or as they would be if something else had been. */
  draft(lines?: readonly PeriodLine[]): PeriodDrafts;
}

/** Measures a period under payment terms. `withBefore` false: factors of repetition are left out. */
export function measurePeriod(
  ledger: Ledger,
  terms: PaymentTerms,
  period: ContractPeriod,
  withBefore = true,
): MeasuredPeriod {
  const { contract, devices } = ledger.measures;
  const money = moneyOf(terms, baseFee(contract, period, terms).amount, contract.currency);
  const items = new Map(
    terms.measures.map((measure) => [measure, scopeItems(measure.scope, contract.code, devices)] as const),
  );
  const lines = terms.measures.flatMap((measure) =>
    items.get(measure)!.map((item) => ({ measure, item, measured: measureIn(ledger, measure, item, period) })),
  );
  const past = pastPeriods(ledger, terms, period);
  const beforeOf = (line: PeriodLine): Before =>
    withBefore ? { fellShort: (back) => past(back).fellShort(line) } : NEVER_SHORT;
  const mode = terms.rounding.metricMode;
  /** Lines that stay as they are, are charged once, however many variants there are. */
  const known = new WeakMap<PeriodLine, DraftLine>();
  const charge = (line: PeriodLine): DraftLine => {
    let found = known.get(line);
    if (found === undefined) {
      found = chargeMeasure(line.measure, line.item, line.measured, money, mode, beforeOf(line));
      known.set(line, found);
    }
    return found;
  };
  return {
    ledger,
    terms,
    period,
    money,
    lines,
    draft(changed = lines) {
      const first = new Map(
        changed.filter(({ measure }) => measure.metric !== 'points').map((line) => [line, charge(line)]),
      );
      const scored = [...first.values()];
      const once = withoutDuplicates(scored, money);
      const drafts = changed.map(
        (line) =>
          first.get(line) ?? charge({ ...line, measured: { ...NOTHING, points: pointsFor(line, scored, once) } }),
      );
      const ofPoints = drafts.filter(({ measure }) => measure.metric === 'points');
      return { drafts, deduplicated: [...once, ...withoutDuplicates(ofPoints, money)] };
    },
  };
}

/** Points that the other measures score in a scope; those of the other effect are taken off. */
function pointsFor(
  { measure, item }: PeriodLine,
  lines: readonly DraftLine[],
  once: readonly Deduplicated[],
): Fraction {
  const { rule, pointsFrom } = measure;
  const effect = rule.kind === 'points' || rule.kind === 'steps' ? rule.effect : 'abatement';
  let total = ZERO;
  for (const line of lines) {
    if (pointsFrom.length > 0 && !pointsFrom.includes(line.measure.code)) continue;
    // What a measure of the kind points scores, it charges itself.
    if (line.measure.rule.kind === 'points') continue;
    const points = pointsWithin(line, item, once);
    total = line.effect === effect ? add(total, points) : subtract(total, points);
  }
  return greatest(total, ZERO);
}

function pointsWithin(line: DraftLine, item: ScopeItem, once: readonly Deduplicated[]): Fraction {
  const dropped = once.find((each) => each.line === line);
  if (line.items.length === 0) {
    const inside = line.item.devices.every(({ code }) => item.codes.has(code));
    return inside && dropped === undefined ? line.points : ZERO;
  }
  const left = new Set(dropped?.left.map((each) => each.item));
  return sum(
    line.items.flatMap((each) => (!left.has(each) && item.codes.has(each.event.device.code) ? [each.points] : [])),
  );
}

/** Whether lines fell short in periods before, worked out once each where anything asks. */
function pastPeriods(ledger: Ledger, terms: PaymentTerms, period: ContractPeriod) {
  const { contract } = ledger.measures;
  const known = new Map<number, ReadonlySet<string>>();
  const keyOf = ({ measure, item }: Pick<PeriodLine, 'measure' | 'item'>): string => `${measure.code}\0${item.label}`;
  return (back: number) => ({
    fellShort(line: PeriodLine): boolean {
      let short = known.get(back);
      if (short === undefined) {
        const then = periodAfter(contract, period, -back);
        const inForce = baseFee(contract, then, terms).daysInForce > 0;
        const drafts = inForce ? measurePeriod(ledger, terms, then, false).draft().drafts : [];
        short = new Set(drafts.filter((line) => hasAbated(line, drafts)).map(keyOf));
        known.set(back, short);
      }
      return short.has(keyOf(line));
    },
  });
}

/**
 * Whether a measure abated in a period (rule 11.8), whatever becomes of that under other measures and caps. One that scores
 * points abated where a measure that charges them did: points within the free threshold cost nothing.
 */
function hasAbated(line: DraftLine, drafts: readonly DraftLine[]): boolean {
  if (line.effect !== 'abatement') return false;
  if (compare(line.amount, ZERO) > 0) return true;
  return (
    line.measure.rule.kind !== 'points' &&
    compare(line.points, ZERO) > 0 &&
    drafts.some((charging) => charges(charging, line))
  );
}

/** Whether a line of the metric `points` charged what another scored. */
const charges = ({ measure, item, effect, amount }: DraftLine, scoring: DraftLine): boolean =>
  measure.metric === 'points' &&
  effect === 'abatement' &&
  compare(amount, ZERO) > 0 &&
  (measure.pointsFrom.length === 0 || measure.pointsFrom.includes(scoring.measure.code)) &&
  scoring.item.devices.some(({ code }) => item.codes.has(code));

/** How many periods before are looked at: calls of so many must be known. */
export const periodsLookedBack = ({ measures }: PaymentTerms): number =>
  Math.max(
    0,
    ...measures.flatMap(({ repeat, rule }) => [
      ...repeat.map(({ within }) => within),
      ...(rule.kind === 'bands' && rule.bands.some(({ repeatFactor }) => repeatFactor !== null) ? [1] : []),
    ]),
  );
