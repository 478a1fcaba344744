import { formatMoney } from '../../model/money.ts';
import { type PayMeasure, PERCENT_METRICS } from '../../model/payment-terms.ts';
import {
  add,
  compare,
  decimal,
  type Fraction,
  floor,
  formatFraction,
  fraction,
  HUNDRED,
  ONE,
  subtract,
  times,
  ZERO,
} from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { bandOf } from '../rules/bands.ts';
import { chargedPoints } from '../rules/points.ts';
import { shownMinor, unitOf } from '../rules/rule-words.ts';
import { stepsOf } from '../rules/steps.ts';
import type { Side } from './finding.ts';

/** What a measure pays as a function of its value: signed minor units, and points that it scores, signed alike. */
export interface Curve {
  readonly measure: PayMeasure;
  /** Values that the metric can take, `[least, most]`; null: no end. */
  readonly least: Fraction;
  readonly most: Fraction | null;
  /** +1: more is better; −1: less is. */
  readonly better: 1 | -1;
  /** Least difference of two values that are looked up. */
  readonly grain: Fraction;
  /** Parts of steps count: what is paid changes in proportion, without jumps. */
  readonly continuous: boolean;
  /** Values at which what is paid may change, ascending, within the range. */
  readonly edges: readonly Fraction[];
  pays(value: Fraction): { readonly money: Fraction; readonly points: Fraction };
  side(value: Fraction): Side;
  shown(value: Fraction): string;
}

/** Metrics that are whole numbers. */
const COUNTS = new Set(['respond_missed', 'fix_missed', 'clocks_missed', 'failures', 'downtime_periods']);
/** How near to an edge its sides are looked at where values are not rounded. */
const NEAR = fraction(1, 1_000_000_000);

/** null: the measure charges events one by one. */
export function curveOf(measure: PayMeasure, money: Money): Curve | null {
  const { rule, metric, metricDecimals } = measure;
  if (rule.kind === 'events' || (rule.kind === 'points' && metric !== 'points' && rule.points === null)) return null;
  const percent = PERCENT_METRICS.has(metric) && rule.kind !== 'points';
  const whole = COUNTS.has(metric) || rule.kind === 'points' || metric === 'points';
  const grain = whole ? ONE : metricDecimals === null ? NEAR : fraction(1, 10 ** metricDecimals);
  const [least, most] = [ZERO, percent ? HUNDRED : null];
  const inRange = (value: Fraction): boolean =>
    compare(value, least) >= 0 && (most === null || compare(value, most) <= 0);
  const edges = sortedEdges(edgesOf(measure)).filter(inRange);
  const unit = rule.kind === 'points' || metric === 'points' ? ' points' : unitOf(metric);
  const curve: Curve = {
    measure,
    least,
    most,
    better: percent ? 1 : -1,
    grain,
    continuous: rule.kind === 'steps' && rule.count === 'exact',
    edges,
    pays(value) {
      switch (rule.kind) {
        case 'bands': {
          const band = rule.bands[bandOf(rule, value)];
          if (!band?.charge) return { money: ZERO, points: ZERO };
          const sign = band.effect === 'abatement' ? MINUS : ONE;
          return { money: times(sign, money.of(band.charge)), points: times(sign, money.pointsOf(band.charge)) };
        }
        case 'steps': {
          const sign = rule.effect === 'abatement' ? MINUS : ONE;
          let [paid, points] = [ZERO, ZERO];
          for (const { count, charge } of stepsOf(rule, value)) {
            paid = add(paid, times(count, money.of(charge)));
            points = add(points, times(count, money.pointsOf(charge)));
          }
          return { money: times(sign, paid), points: times(sign, points) };
        }
        case 'points': {
          const sign = rule.effect === 'abatement' ? MINUS : ONE;
          const price = money.of(rule.price);
          const paid = chargedPoints(rule, value).reduce((sum, each) => add(sum, times(each.points, each.rate)), ZERO);
          return { money: times(sign, times(paid, price)), points: ZERO };
        }
        default:
          return { money: ZERO, points: ZERO };
      }
    },
    side(value) {
      const { money: paid, points } = curve.pays(value);
      const text = formatMoney(shownMinor(paid), money.currency);
      return {
        value: curve.shown(value),
        pays: points.n === 0n ? text : `${text} and ${formatFraction(points)} points`,
      };
    },
    shown(value) {
      const by = (grown: Fraction): Fraction | undefined => edges.find((edge) => compare(edge, grown) === 0);
      if (grain === NEAR) {
        const [above, below] = [by(add(value, NEAR)), by(subtract(value, NEAR))];
        if (above !== undefined) return `just under ${formatFraction(above)}${unit}`;
        if (below !== undefined) return `just over ${formatFraction(below)}${unit}`;
      }
      return `${formatFraction(value)}${unit}`;
    },
  };
  return curve;
}

const MINUS: Fraction = { n: -1n, d: 1n };

function edgesOf({ rule }: PayMeasure): Fraction[] {
  switch (rule.kind) {
    case 'bands':
      return rule.bands.flatMap(({ from, to }) => [from, to]).flatMap((each) => (each === null ? [] : [decimal(each)]));
    case 'steps': {
      const step = decimal(rule.step);
      const turns = [
        rule.threshold,
        ...rule.tiers.map(({ beyond }) => beyond),
        ...(rule.limit === null ? [] : [rule.limit]),
      ];
      // A step further too: there a full one is first seen.
      return turns.map(decimal).flatMap((turn) => [subtract(turn, step), turn, add(turn, step)]);
    }
    case 'points':
      return [rule.free, ...rule.bands.flatMap(({ upTo }) => (upTo === null ? [] : [upTo]))].map(decimal);
    default:
      return [];
  }
}

function sortedEdges(edges: readonly Fraction[]): Fraction[] {
  return edges.toSorted(compare).filter((each, k, all) => k === 0 || compare(each, all[k - 1]!) !== 0);
}

/**
 * Values at which a curve is looked at, ascending: both ends of the range, each edge, and the nearest values beside it
 * that the metric can take.
 */
export function samplesOf({ least, most, edges, grain }: Curve): Fraction[] {
  const onGrain = (value: Fraction): Fraction =>
    times({ n: floor(times(value, { n: grain.d, d: grain.n })), d: 1n }, grain);
  const near = edges.flatMap((edge) => {
    const at = onGrain(edge);
    const exact = compare(at, edge) === 0;
    return exact ? [subtract(edge, grain), edge, add(edge, grain)] : [at, add(at, grain)];
  });
  const beyond = most ?? add(edges.at(-1) ?? ONE, HUNDRED);
  return sortedEdges([least, ...near, beyond]).filter(
    (value) => compare(value, least) >= 0 && compare(value, beyond) <= 0,
  );
}
