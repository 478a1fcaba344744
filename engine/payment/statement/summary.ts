import type { Contract } from '../../model/contract.ts';
import type { Device } from '../../model/device.ts';
import { type PayMeasure, type PaymentTerms, PERCENT_METRICS } from '../../model/payment-terms.ts';
import type { Instant } from '../../model/units.ts';
import { type ContractPeriod, type Figures, type PerformanceScope, periodAfter } from '../../performance/index.ts';
import { fraction } from '../fraction.ts';
import { type Measured, NOTHING } from '../measured.ts';
import { moneyOf } from '../money-of.ts';
import { periodsLookedBack } from '../period-lines.ts';
import { chargeMeasure } from '../rules/charge-measure.ts';
import { type ScopeItem, scopeItems } from '../scope-items.ts';
import { baseFee } from './base-fee.ts';
import type { DraftLine } from './draft-line.ts';
import { settle } from './settle.ts';
import { type Statement, statementHead } from './statement.ts';

/** Figures of a scope in each of the periods asked for: the period itself, then those before it. */
export type FiguresInPeriods = ReadonlyMap<string, readonly Figures[]>;

export const scopeKey = ({ kind, code }: PerformanceScope): string => `${kind}\0${code}`;

/**
 * Scopes whose figures are all that some terms ask for; null: they ask for calls (events, points, filters, rectification,
 * excuses of their own, failures charged once).
 */
export function summaryScopes(
  contract: string,
  devices: readonly Device[],
  terms: PaymentTerms,
): PerformanceScope[] | null {
  const scopes = new Map<string, PerformanceScope>();
  for (const measure of terms.measures) {
    if (!asksFiguresAlone(measure)) return null;
    for (const { performance } of scopeItems(measure.scope, contract, devices)) {
      if (performance === null) return null;
      scopes.set(scopeKey(performance), performance);
    }
  }
  return [...scopes.values()];
}

function asksFiguresAlone({ metric, rule, calls, excuses, rectification, ...measure }: PayMeasure): boolean {
  const charges =
    rule.kind === 'bands'
      ? rule.bands.flatMap(({ charge }) => charge ?? [])
      : rule.kind === 'steps'
        ? [rule.charge, ...rule.tiers.map(({ charge }) => charge)]
        : [];
  return (
    PERCENT_METRICS.has(metric) &&
    (rule.kind === 'bands' || rule.kind === 'steps') &&
    charges.every(({ kind }) => kind !== 'points') &&
    calls.types === null &&
    calls.regimes === null &&
    calls.priorities === null &&
    [...excuses].sort().join() === 'excusing-cause,planned-maintenance' &&
    rectification.fixedInTime === 'from-start' &&
    rectification.missed === 'from-start' &&
    rectification.temporaryFix === null &&
    // Figures that are kept count covered time.
    (metric !== 'availability' || measure.time === 'coverage') &&
    measure.useFactor === 1 &&
    measure.nonDuplication === null
  );
}

/** The period, and those before it that the terms look at. */
export const summaryPeriods = (contract: Contract, terms: PaymentTerms, period: ContractPeriod): ContractPeriod[] =>
  Array.from({ length: periodsLookedBack(terms) + 1 }, (_, back) => periodAfter(contract, period, -back));

/**
 * A statement from figures that are kept, without evidence: the same amounts as `statementOf`, at a cost that does not
 * depend on how many calls there are. Only for terms for which `summaryScopes` gives scopes.
 */
export function summaryOf(
  contract: Contract,
  devices: readonly Device[],
  terms: PaymentTerms,
  period: ContractPeriod,
  now: Instant,
  figures: FiguresInPeriods,
): Statement {
  const fee = baseFee(contract, period, terms);
  const money = moneyOf(terms, fee.amount, contract.currency);
  const periods = summaryPeriods(contract, terms, period);
  const charge = (measure: PayMeasure, item: ScopeItem, back: number, repeats: boolean): DraftLine => {
    const measured = measuredOf(measure, item, figures.get(scopeKey(item.performance!))![back]!);
    const before = {
      fellShort: (further: number): boolean => {
        const then = periods[back + further];
        if (!repeats || then === undefined || baseFee(contract, then, terms).daysInForce === 0) return false;
        const line = charge(measure, item, back + further, false);
        return line.effect === 'abatement' && line.amount.n > 0n;
      },
    };
    const own = moneyOf(terms, baseFee(contract, periods[back]!, terms).amount, contract.currency);
    return chargeMeasure(measure, item, measured, own, terms.rounding.metricMode, before);
  };
  const drafts = terms.measures.flatMap((measure) =>
    scopeItems(measure.scope, contract.code, devices).map((item) => charge(measure, item, 0, true)),
  );
  const { feeText, ...head } = statementHead(contract, period, fee, now);
  return { ...head, ...settle(terms, drafts, money, feeText, []) };
}

function measuredOf({ metric }: PayMeasure, item: ScopeItem, figures: Figures): Measured {
  const { respond, fix, availability } = figures;
  const clocks =
    metric === 'respond' ? [respond] : metric === 'fix' ? [fix] : metric === 'clocks' ? [respond, fix] : [];
  const sum = (key: 'met' | 'missed' | 'open'): number => clocks.reduce((all, rate) => all + rate[key], 0);
  return {
    ...NOTHING,
    known: figures.known !== false,
    ...{ met: sum('met'), missed: sum('missed'), open: sum('open'), devices: item.devices.length },
    service: fraction(availability.whole, 1_000_000n),
    down: fraction(availability.whole - availability.part, 1_000_000n),
  };
}
