import type { CallType, Excuse } from './call.ts';
import type { Millis, Minor } from './units.ts';

/**
 * A decimal as it was written. It stands for the number of its shortest decimal text (0.1 is exactly one tenth), and is
 * never calculated with as a float: see engine/payment/fraction.ts.
 */
export type Decimal = number;

export type PayEffect = 'bonus' | 'abatement';
export type RoundingMode = 'half-even' | 'half-up' | 'up' | 'down';

/** What a rule charges for: percent of the fee or of a named base, an amount, or points for a measure that charges points. */
export type Charge =
  | { readonly kind: 'percent'; readonly percent: Decimal; readonly of: string | null }
  | { readonly kind: 'amount'; readonly amount: Minor }
  | { readonly kind: 'points'; readonly points: Decimal };

/** An amount of money that percentages are taken of, other than the fee. */
export interface PayBase {
  readonly code: string;
  readonly name: string | null;
  /** `of` null: of the base fee. Never points. */
  readonly value: Charge;
}

/** Metrics that have one value for a period and a scope. */
export const VALUE_METRICS = [
  'respond',
  'fix',
  'clocks',
  'availability',
  'respond_missed',
  'fix_missed',
  'clocks_missed',
  'failures',
  'failures_per_device',
  'downtime_hours',
  'downtime_minutes',
  'downtime_periods',
  'mean_respond_hours',
  'mean_fix_hours',
  'points',
] as const;
export type ValueMetric = (typeof VALUE_METRICS)[number];

/** Metrics that are made of events, each of which can be charged. */
export const EVENT_METRICS = [
  'respond',
  'fix',
  'clocks',
  'respond_missed',
  'fix_missed',
  'clocks_missed',
  'unavailability',
  'failures',
] as const;
export type EventMetric = (typeof EVENT_METRICS)[number];
export type Metric = ValueMetric | EventMetric;

/** Percentages of which more is better; of all other metrics less is better. */
export const PERCENT_METRICS: ReadonlySet<Metric> = new Set(['respond', 'fix', 'clocks', 'availability']);

export const SCOPE_DIMENSIONS = ['site', 'zone', 'model', 'group', 'device'] as const;
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number];

/** Devices of the contract that a measure looks at: those that are in all the lists given. */
export interface PayScope {
  /** null: not asked for. */
  readonly of: Readonly<Record<ScopeDimension, readonly string[] | null>>;
  /** The measure stands for each of these by itself, in place of once for all; null: once. */
  readonly each: ScopeDimension | null;
}

/** Calls that a measure looks at; null: all. */
export interface CallFilter {
  readonly types: readonly CallType[] | null;
  readonly regimes: readonly string[] | null;
  readonly priorities: readonly number[] | null;
}

/** Band of a value: `[from, to)` unless `fromInclusive` or `toInclusive` say otherwise; null: no such end. */
export interface PayBand {
  readonly from: Decimal | null;
  readonly fromInclusive: boolean;
  readonly to: Decimal | null;
  readonly toInclusive: boolean;
  /** null: nothing is paid or taken; the band says so. */
  readonly effect: PayEffect | null;
  readonly charge: Charge | null;
  /** Where the measure fell short in the period before too; null: 1. */
  readonly repeatFactor: Decimal | null;
}

export interface BandsRule {
  readonly kind: 'bands';
  readonly bands: readonly PayBand[];
}

export interface StepsRule {
  readonly kind: 'steps';
  readonly threshold: Decimal;
  readonly side: 'under' | 'over';
  readonly step: Decimal;
  /** `exact`: pro rata, also parts of a step. */
  readonly count: 'full' | 'started' | 'exact';
  readonly effect: PayEffect;
  readonly charge: Charge;
  /** By rising distance from the threshold. */
  readonly tiers: readonly { readonly beyond: Decimal; readonly charge: Charge }[];
  /** `slices`: each step at the rate of its own tier; `whole`: all steps at the rate of the tier that is reached. */
  readonly tiersApply: 'slices' | 'whole';
  /** Value beyond which no more steps count; null: none. */
  readonly limit: Decimal | null;
}

/** What one event counts, before what it is charged at. */
export interface EventCount {
  readonly weighted: boolean;
  readonly growth: readonly { readonly fromCount: number; readonly factor: Decimal }[];
  /** Within which the events are counted: the measure's scope, or each device, site … in it. */
  readonly growthWithin: 'scope' | ScopeDimension;
  /** What is counted: failures (all periods of one bear its factor), or each event. */
  readonly growthCounts: 'failures' | 'events';
  /** `later`: the events from the count on; `all`: all events, once the count is reached. */
  readonly growthApplies: 'later' | 'all';
}

export interface EventsRule extends EventCount {
  readonly kind: 'events';
  readonly effect: PayEffect;
  readonly charge: Charge;
  readonly perHourLate: Minor | null;
  /** Least amount of a failure that is charged at all; null: none. */
  readonly minimum: Minor | null;
}

export interface PointsRule extends EventCount {
  readonly kind: 'points';
  readonly effect: PayEffect;
  /** Of one event; null where the metric is `points`, which come from other measures. */
  readonly points: Decimal | null;
  readonly free: Decimal;
  readonly price: Charge;
  /** By rising `upTo` (inclusive; null: no end). */
  readonly bands: readonly { readonly upTo: Decimal | null; readonly rate: Decimal }[];
  /** `slices`: points in each band at its own rate; `whole`: all points over `free` at the rate of the band reached. */
  readonly bandsApply: 'slices' | 'whole';
}

export type PayRule = BandsRule | StepsRule | EventsRule | PointsRule;

/** How faults that were, or were not, fixed in their time count. */
export interface Rectification {
  /** A fault fixed in time counts for nothing, or from its start. */
  readonly fixedInTime: 'nothing' | 'from-start';
  /** A missed one counts from its start, or from the end of the time allowed. */
  readonly missed: 'from-start' | 'from-deadline';
  /** Each further such time missed adds one more event; `allowed`: as long as the target; null: one event a missed clock. */
  readonly furtherEvery: Millis | 'allowed' | null;
  /** A temporary fix in time gives the permanent one a time of its own; null: only the fix counts. */
  readonly temporaryFix: {
    readonly permanentWithin: Millis;
    readonly from: 'logged' | 'temporary-fix';
    readonly clock: 'coverage' | 'elapsed';
  } | null;
}

/** Factor where the measure fell short in at least `failed` of the `within` periods before. */
export interface RepeatRule {
  readonly failed: number;
  readonly within: number;
  readonly factor: Decimal;
}

export interface PayMeasure {
  readonly code: string;
  readonly name: string | null;
  readonly scope: PayScope;
  readonly calls: CallFilter;
  readonly metric: Metric;
  /** Measures whose points the metric `points` adds up; empty: all that score points. */
  readonly pointsFrom: readonly string[];
  readonly rule: PayRule;
  readonly repeat: readonly RepeatRule[];
  readonly rectification: Rectification;
  /** Each started one of unavailability is an event; null: each failure is one. */
  readonly deductionPeriod: Millis | null;
  /** How time down, and time late, is counted. */
  readonly time: 'coverage' | 'elapsed';
  /** Of a failure during which the device stays in use. */
  readonly useFactor: Decimal;
  /** Excuses that count for nothing. */
  readonly excuses: readonly Excuse[];
  readonly nonDuplication: string | null;
  /** Decimals that the metric is rounded to before it is looked up; null: not rounded. */
  readonly metricDecimals: number | null;
  /** Value where there is nothing to measure; null: the measure is left out then. */
  readonly whenNone: Decimal | null;
  /** With fewer clocks (failures …) than this there is nothing to measure. */
  readonly minimumCount: number;
}

export interface PayCap {
  readonly effect: PayEffect;
  readonly value: Charge;
  /** null: all. */
  readonly measures: readonly string[] | null;
  /** Whether each scope (site, zone …) of a measure has the cap for itself. */
  readonly perScope: boolean;
}

/** Payment terms of one contract, read: defaults filled in, amounts in minor units of its currency. */
export interface PaymentTerms {
  readonly bases: readonly PayBase[];
  readonly measures: readonly PayMeasure[];
  /** In the order in which they are applied: the narrower first. */
  readonly caps: readonly PayCap[];
  readonly rounding: {
    readonly mode: RoundingMode;
    readonly metricMode: RoundingMode;
    readonly money: 'line' | 'total';
    /** Decimals of the amounts; null: the currency's. */
    readonly moneyDecimals: number | null;
  };
  /** Fee of a period in which the contract is in force for a part only. */
  readonly partialPeriod: 'by-day' | 'full';
}
