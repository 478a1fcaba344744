import type { EventsRule, PayMeasure } from '../../model/payment-terms.ts';
import { add, compare, type Fraction, formatFraction, greatest, integer, sum, times, ZERO } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import type { PayEvent } from '../pay-events.ts';
import type { Charged, DraftItem } from '../statement/draft-line.ts';
import { grownTimes } from './growth.ts';
import { repeatText } from './repeat-factor.ts';
import { chargeText } from './rule-words.ts';

/** Each missed clock, failure or started deduction period costs an amount. */
export function eventsLine(
  measure: PayMeasure,
  rule: EventsRule,
  events: readonly PayEvent[],
  money: Money,
  repeat: Fraction,
): Charged {
  const items = chargedEvents(rule, events, money);
  const count = integer(events.reduce((total, each) => total + each.times, 0));
  return {
    effect: rule.effect,
    value: count,
    lookedUp: count,
    amount: times(sum(items.map((each) => each.amount)), repeat),
    points: times(sum(items.map((each) => each.points)), repeat),
    items: items.map((each) => ({ ...each, amount: times(each.amount, repeat), points: times(each.points, repeat) })),
    rule: eventsText(measure, rule, events, items, money, repeat),
  };
}

/** charge × weight × use × times grown, and the hours late on top. */
function chargedEvents(rule: EventsRule, events: readonly PayEvent[], money: Money): DraftItem[] {
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

function eventsText(
  { rectification, deductionPeriod, metric }: PayMeasure,
  rule: EventsRule,
  events: readonly PayEvent[],
  items: readonly DraftItem[],
  money: Money,
  repeat: Fraction,
): string {
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
