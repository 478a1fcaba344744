import type { Charge, PayEffect, PayMeasure } from '../../model/payment-terms.ts';
import { bandOf, bandText } from './bands.ts';
import {
  add,
  compare,
  decimal,
  type Fraction,
  formatFraction,
  greatest,
  integer,
  ONE,
  rounded,
  subtract,
  sum,
  times,
  ZERO,
} from './fraction.ts';
import { grownTimes } from './growth.ts';
import { type Measured, metricValue } from './measured.ts';
import type { Money } from './money-of.ts';
import type { PayEvent } from './pay-events.ts';
import { chargedPoints, ratedPoints } from './points.ts';
import { chargeText, unitOf } from './rule-words.ts';
import type { ScopeItem } from './scope-items.ts';
import { stepsOf } from './steps.ts';

/** What one event, or one failure, costs or scores. */
export interface DraftItem {
  readonly event: PayEvent;
  /** Exact minor units, zero or more. */
  readonly amount: Fraction;
  readonly points: Fraction;
  /** Times it counts, factors of growth included. */
  readonly counted: Fraction;
}

/** A line before failures are charged once, before caps and before rounding. */
export interface DraftLine {
  readonly measure: PayMeasure;
  readonly item: ScopeItem;
  readonly measured: Measured;
  /** Metric, exactly, and as it was looked up; null: nothing to measure, or the events themselves are charged. */
  readonly value: Fraction | null;
  readonly lookedUp: Fraction | null;
  readonly effect: PayEffect | null;
  /** Exact minor units, zero or more. */
  readonly amount: Fraction;
  readonly points: Fraction;
  /** Position of the band or tier that applies; null: none. */
  readonly band: number | null;
  readonly rule: string;
  /** Only where the events themselves are charged or scored. */
  readonly items: readonly DraftItem[];
}

/** Factors that the periods before give: of the measure (`repeat`) and of a band (`repeat_factor`). */
export interface Before {
  /** Whether the measure fell short in the n-th period before, 1 being the last. */
  fellShort(periodsBack: number): boolean;
}
export const NEVER_SHORT: Before = { fellShort: () => false };

export interface Rounding {
  readonly mode: 'half-even' | 'half-up' | 'up' | 'down';
}

/** Charges what was measured by the measure's rule (domain, section 11). */
export function draftLine(
  measure: PayMeasure,
  item: ScopeItem,
  measured: Measured,
  money: Money,
  metricMode: Rounding['mode'],
  before: Before,
): DraftLine {
  const { rule } = measure;
  const value = metricValue(measure, measured);
  const lookedUp =
    value === null || measure.metricDecimals === null ? value : rounded(value, measure.metricDecimals, metricMode);
  const plain = { measure, item, measured, value, lookedUp, band: null, items: [] };
  const nothing = (text: string): DraftLine => ({ ...plain, effect: null, amount: ZERO, points: ZERO, rule: text });
  /** What is earned is not multiplied for having fallen short before. */
  const repeatOf = (effect: PayEffect | null): Fraction => (effect === 'bonus' ? ONE : repeatFactor(measure, before));
  const repeat = repeatOf(rule.kind === 'bands' ? null : rule.effect);

  if (rule.kind === 'events') {
    const items = chargedEvents(measure, measured.events, money);
    const count = integer(measured.events.reduce((total, each) => total + each.times, 0));
    return {
      ...plain,
      effect: rule.effect,
      value: count,
      lookedUp: count,
      amount: times(sum(items.map((each) => each.amount)), repeat),
      points: times(sum(items.map((each) => each.points)), repeat),
      items: items.map((each) => ({ ...each, amount: times(each.amount, repeat), points: times(each.points, repeat) })),
      rule: eventsText(measure, measured.events, items, money, repeat),
    };
  }
  if (rule.kind === 'points') {
    const items = measure.metric === 'points' ? [] : scoredEvents(measure, measured.events);
    const total = measure.metric === 'points' ? (lookedUp ?? ZERO) : sum(items.map((each) => each.points));
    return {
      ...plain,
      effect: rule.effect,
      value: total,
      lookedUp: total,
      amount: pointsAmount(measure, total, money, repeat),
      points: total,
      items,
      rule: pointsText(measure, total, money, repeat),
    };
  }
  if (lookedUp === null) return nothing('nothing to measure in the period');
  const unit = unitOf(measure.metric);
  const shown = `${formatFraction(lookedUp)}${unit}`;
  if (rule.kind === 'bands') {
    const index = bandOf(rule, lookedUp);
    const band = rule.bands[index];
    if (band === undefined) return nothing(`${shown} lies in no band`);
    const where = `${shown} lies in band ${index + 1}, ${bandText(band, unit)}`;
    if (band.charge === null) return { ...nothing(`${where}: no change`), band: index };
    const again = band.repeatFactor !== null && before.fellShort(1) ? decimal(band.repeatFactor) : ONE;
    const factor = times(repeatOf(band.effect), again);
    return {
      ...plain,
      effect: band.effect,
      amount: times(money.of(band.charge), factor),
      points: times(money.pointsOf(band.charge), factor),
      band: index,
      rule: `${where}: ${chargeText(band.charge, money)}${repeatText(factor)}`,
    };
  }
  const parts = stepsOf(rule, lookedUp);
  if (parts.length === 0) return nothing(`${shown} is no step ${rule.side} ${rule.threshold}${unit}`);
  const each = (of: (charge: Charge) => Fraction): Fraction =>
    times(sum(parts.map(({ count, charge }) => times(count, of(charge)))), repeat);
  const text = parts.map(
    ({ count, charge }) =>
      `${formatFraction(count)} ${count.n === count.d ? 'step' : 'steps'} at ${chargeText(charge, money)}`,
  );
  return {
    ...plain,
    effect: rule.effect,
    amount: each(money.of),
    points: each(money.pointsOf),
    band: parts.at(-1)!.tier,
    rule: `${shown} is ${rule.side} ${rule.threshold}${unit} by ${STEP_WORDS[rule.count]} of ${rule.step}${unit}: ${text.join(', ')}${repeatText(repeat)}`,
  };
}

const STEP_WORDS = { full: 'full steps', started: 'started steps', exact: 'steps, parts pro rata,' } as const;

/** The last entry that holds. */
function repeatFactor({ repeat }: PayMeasure, before: Before): Fraction {
  const holds = repeat.findLast(({ failed, within }) => {
    let count = 0;
    for (let back = 1; back <= within && count < failed; back++) if (before.fellShort(back)) count++;
    return count >= failed;
  });
  return holds === undefined ? ONE : decimal(holds.factor);
}

const repeatText = (factor: Fraction): string =>
  compare(factor, ONE) === 0 ? '' : `, times ${formatFraction(factor)} as it fell short before`;

/** charge × weight × use × times grown, and the hours late on top. */
function chargedEvents(measure: PayMeasure, events: readonly PayEvent[], money: Money): DraftItem[] {
  const { rule } = measure;
  if (rule.kind !== 'events') return [];
  const grown = grownTimes(rule, events);
  return events.map((event, k) => {
    const counted = times(times(grown[k]!, event.weight), event.use);
    const late = rule.perHourLate === null ? ZERO : times(integer(rule.perHourLate), integer(event.hoursLate));
    const plain = add(times(money.of(rule.charge), counted), late);
    const costs = compare(plain, ZERO) > 0 && rule.minimum !== null;
    const amount = costs ? greatest(plain, integer(rule.minimum!)) : plain;
    return { event, amount, points: times(money.pointsOf(rule.charge), counted), counted };
  });
}

function scoredEvents(measure: PayMeasure, events: readonly PayEvent[]): DraftItem[] {
  const { rule } = measure;
  if (rule.kind !== 'points') return [];
  const grown = grownTimes(rule, events);
  return events.map((event, k) => {
    const counted = times(times(grown[k]!, event.weight), event.use);
    return { event, amount: ZERO, points: times(decimal(rule.points ?? 0), counted), counted };
  });
}

/** What a total of points costs under a measure of the kind points. */
export function pointsAmount({ rule }: PayMeasure, total: Fraction, money: Money, repeat: Fraction = ONE): Fraction {
  if (rule.kind !== 'points') return ZERO;
  return times(times(ratedPoints(rule, total), money.of(rule.price)), repeat);
}

/** What a line costs with some of its items left out: points are charged anew, since their rates rise. */
export function amountWithout(line: DraftLine, left: ReadonlySet<DraftItem>, money: Money): Fraction {
  if (left.size === 0) return line.amount;
  const out = line.items.filter((each) => left.has(each));
  if (line.measure.rule.kind !== 'points') return subtract(line.amount, sum(out.map(({ amount }) => amount)));
  const points = subtract(line.points, sum(out.map((each) => each.points)));
  const before = pointsAmount(line.measure, line.points, money);
  // The factor of repetition, where there is one, multiplies both alike.
  const factor = before.n === 0n ? ONE : { n: line.amount.n * before.d, d: line.amount.d * before.n };
  return times(pointsAmount(line.measure, points, money), factor);
}

function eventsText(
  { rule, rectification, deductionPeriod, metric }: PayMeasure,
  events: readonly PayEvent[],
  items: readonly DraftItem[],
  money: Money,
  repeat: Fraction,
): string {
  if (rule.kind !== 'events') return '';
  const count = events.reduce((total, each) => total + each.times, 0);
  const what =
    metric === 'failures'
      ? plural(count, 'failure')
      : metric === 'unavailability'
        ? plural(count, deductionPeriod === null ? 'unavailability' : 'started deduction period')
        : plural(count, rectification.furtherEvery === null ? 'missed clock' : 'time missed', 'times missed');
  const counted = sum(items.map((each) => each.counted));
  const hours = events.reduce((total, each) => total + each.hoursLate, 0);
  const factors =
    compare(counted, integer(count)) === 0 ? '' : ` (${formatFraction(counted)} with weights and factors)`;
  const late =
    rule.perHourLate === null
      ? ''
      : `, ${plural(hours, 'started hour')} late at ${chargeText({ kind: 'amount', amount: rule.perHourLate }, money)}`;
  return `${what}${factors} at ${chargeText(rule.charge, money)}${late}${repeatText(repeat)}`;
}

const plural = (count: number, one: string, many?: string): string =>
  `${count} ${count === 1 ? one : one === 'unavailability' ? 'unavailabilities' : one === 'time missed' ? (many ?? one) : `${one}s`}`;

function pointsText({ rule }: PayMeasure, total: Fraction, money: Money, repeat: Fraction): string {
  if (rule.kind !== 'points') return '';
  const parts = chargedPoints(rule, total);
  const shown = formatFraction(total);
  if (parts.length === 0) return `${shown} points, ${rule.free} are free`;
  const rates = parts.map(({ points, rate }) => `${formatFraction(points)} at ${formatFraction(rate)}`).join(', ');
  return `${shown} points, ${rule.free} free: ${rates}, times ${chargeText(rule.price, money)}${repeatText(repeat)}`;
}
