import {
  type Charge,
  type PayBand,
  type PayMeasure,
  type PaymentTerms,
  type PayRule,
  SCOPE_DIMENSIONS,
  type ScopeDimension,
} from '../model/payment-terms.ts';
import { type Millis, type Minor, minor } from '../model/units.ts';
import { parseDuration } from '../time/index.ts';
import type { ChargeSource } from './charge-schema.ts';
import { parseMoney } from './kinds/money.ts';
import { COUNT_FOR_NOTHING, type MeasureSource } from './pay-measure-schema.ts';
import type { PaymentTermsSource } from './payment-terms-schema.ts';

/**
 * Payment terms of one contract as records, defaults filled in. They must have passed `checkPaymentTerms`; amounts are
 * read in the contract's currency.
 */
export function readPaymentTerms(source: PaymentTermsSource, currency: string): PaymentTerms {
  const money = (text: string): Minor => parseMoney(text, currency) ?? minor(0);
  const { bases = [], measures, caps = [], rounding = {} } = source;
  const mode = rounding.mode ?? 'half-even';
  return {
    bases: bases.map(({ code, name, ...value }) => ({ code, name: name ?? null, value: charge(value, money) })),
    measures: measures.map((each) => readMeasure(each, rounding.metric_decimals ?? null, money)),
    caps: caps
      .map((cap) => ({
        effect: cap.effect,
        value: charge(cap, money),
        measures: cap.measures ?? null,
        perScope: cap.per_scope ?? false,
      }))
      .sort((a, b) => width(a) - width(b)),
    rounding: {
      mode,
      metricMode: rounding.metric_mode ?? mode,
      money: rounding.money ?? 'line',
      moneyDecimals: rounding.money_decimals ?? null,
    },
    partialPeriod: source.partial_period ?? 'by-day',
  };
}

/** Narrower caps come first: those of each scope, then those that name fewer measures. */
const width = (cap: { readonly measures: readonly string[] | null; readonly perScope: boolean }): number =>
  (cap.measures?.length ?? Number.MAX_SAFE_INTEGER / 4) * 2 - (cap.perScope ? 1 : 0);

type ReadMoney = (text: string) => Minor;

function charge({ percent, of, amount, points }: ChargeSource, money: ReadMoney): Charge {
  if (percent !== undefined) return { kind: 'percent', percent, of: of ?? null };
  if (amount !== undefined) return { kind: 'amount', amount: money(amount) };
  return { kind: 'points', points: points ?? 0 };
}

function readMeasure(source: MeasureSource, decimals: number | null, money: ReadMoney): PayMeasure {
  const { rule, scope = {}, calls = {}, rectification = {} } = source;
  const inRule = rule.kind === 'events' || rule.kind === 'points' ? rule : null;
  const period = source.deduction_period ?? inRule?.deduction_period;
  const temporary = rectification.temporary_fix;
  const further = rectification.further_every;
  const list = (dimension: ScopeDimension): readonly string[] | null => {
    const given = scope[dimension];
    return given === undefined ? null : typeof given === 'string' ? [given] : given;
  };
  return {
    code: source.code,
    name: source.name ?? null,
    scope: {
      of: Object.fromEntries(SCOPE_DIMENSIONS.map((each) => [each, list(each)])) as PayMeasure['scope']['of'],
      each: scope.each ?? null,
    },
    calls: { types: calls.types ?? null, regimes: calls.regimes ?? null, priorities: calls.priorities ?? null },
    metric: source.metric,
    pointsFrom: source.points_from ?? [],
    rule: readRule(rule, money),
    repeat: (source.repeat ?? []).map(({ failed, within = failed, factor }) => ({ failed, within, factor })),
    rectification: {
      fixedInTime: rectification.fixed_in_time ?? 'from-start',
      missed: rectification.missed ?? 'from-start',
      furtherEvery: further === undefined ? null : further === 'allowed' ? 'allowed' : durationOf(further),
      temporaryFix:
        temporary === undefined
          ? null
          : {
              permanentWithin: durationOf(temporary.permanent_within),
              from: temporary.from ?? 'temporary-fix',
              clock: temporary.clock ?? 'elapsed',
            },
    },
    deductionPeriod: period === undefined ? null : durationOf(period),
    time: source.time ?? 'coverage',
    useFactor: source.use_factor ?? inRule?.use_factor ?? 1,
    excuses: source.excuses ?? COUNT_FOR_NOTHING,
    nonDuplication: source.non_duplication ?? null,
    metricDecimals: source.metric_decimals ?? decimals,
    whenNone: source.when_none ?? null,
    minimumCount: source.minimum_count ?? 1,
  };
}

function readRule(rule: MeasureSource['rule'], money: ReadMoney): PayRule {
  switch (rule.kind) {
    case 'bands':
      return { kind: 'bands', bands: rule.bands.map((each) => readBand(each, money)) };
    case 'steps': {
      const { threshold, side, step, count, effect, tiers = [], tiers_apply = 'slices', limit } = rule;
      return {
        ...{ kind: 'steps', threshold, side, step, count, effect },
        charge: charge(rule, money),
        tiers: tiers
          .map((tier) => ({ beyond: tier.beyond, charge: charge(tier, money) }))
          .sort((a, b) => (side === 'under' ? b.beyond - a.beyond : a.beyond - b.beyond)),
        tiersApply: tiers_apply,
        limit: limit ?? null,
      };
    }
    case 'events':
      return {
        kind: 'events',
        effect: rule.effect ?? 'abatement',
        charge: charge(rule, money),
        perHourLate: rule.per_hour_late === undefined ? null : money(rule.per_hour_late),
        minimum: rule.minimum === undefined ? null : money(rule.minimum),
        ...growthOf(rule, true),
      };
    case 'points': {
      const { price, price_percent, of } = rule;
      return {
        kind: 'points',
        effect: rule.effect ?? 'abatement',
        points: rule.points ?? null,
        free: rule.free,
        price: charge(price === undefined ? { percent: price_percent, of } : { amount: price }, money),
        bands: rule.bands.map(({ up_to, rate }) => ({ upTo: up_to ?? null, rate })),
        bandsApply: rule.bands_apply ?? 'slices',
        ...growthOf(rule, false),
      };
    }
  }
}

function growthOf(rule: Extract<MeasureSource['rule'], { kind: 'events' | 'points' }>, weighted: boolean) {
  return {
    weighted: rule.weighted ?? weighted,
    growth: (rule.growth ?? [])
      .map(({ from_count, factor }) => ({ fromCount: from_count, factor }))
      .sort((a, b) => a.fromCount - b.fromCount),
    growthWithin: rule.growth_within ?? 'scope',
    growthCounts: rule.growth_counts ?? 'failures',
    growthApplies: rule.growth_applies ?? 'later',
  } as const;
}

type BandSource = Extract<MeasureSource['rule'], { kind: 'bands' }>['bands'][number];

function readBand(band: BandSource, money: ReadMoney): PayBand {
  return {
    from: band.from ?? band.above ?? null,
    fromInclusive: band.above === undefined,
    to: band.to ?? band.up_to ?? null,
    toInclusive: band.up_to !== undefined,
    effect: band.effect === 'none' ? null : band.effect,
    charge: band.effect === 'none' ? null : charge(band, money),
    repeatFactor: band.repeat_factor ?? null,
  };
}

const durationOf = (text: string): Millis => parseDuration(text) as Millis;
