import type { Criterion } from '../model/policy.ts';
import { CALL_CLASSES } from '../model/priority.ts';
import { DAY, HOUR, instant, MINUTE } from '../model/units.ts';
import { formatDuration, formatInstant } from '../time/index.ts';
import type { OrderView } from './book/order-view.ts';
import { hourlyLoss, readSlack } from './criteria/cost-of-delay.ts';
import { CRITERION } from './criteria/criteria.ts';

/** A length of time as people say it: its two largest units, rounded down (`2 days 3 hours`, `12 minutes`). */
export function lengthInWords(milliseconds: number): string {
  let rest = Math.floor(Math.abs(milliseconds));
  if (rest < MINUTE) return rest < 1000 ? plural(rest, 'millisecond') : plural(Math.floor(rest / 1000), 'second');
  const said: string[] = [];
  for (const [unit, name] of [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
  ] as const) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0 && said.length < 2) said.push(plural(count, name));
    else if (said.length > 0) break;
  }
  return said.join(' ');
}

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** What a slot has in a criterion, for people: `high`, `3`, `2026-06-01T12:00:00Z`, `-PT5M`, `none`. */
export function valueInWords(criterion: Criterion, view: OrderView, slot: number, number: string): string {
  const value = CRITERION[criterion].read(view, slot);
  switch (criterion) {
    case 'class':
      return CALL_CLASSES[value]!;
    case 'due':
    case 'logged_at':
      return value === Infinity ? 'none' : formatInstant(instant(value));
    case 'slack':
    case 'cost_of_delay':
      return value === Infinity ? 'none' : formatDuration(value);
    case 'number':
      return number;
    default:
      return String(value);
  }
}

/** What waiting costs, and what it rests on: `EUR 30.00 lost by an hour of delay, 2 hours of travel and work, 3 hours of slack`. */
function lossInWords(view: OrderView, slot: number): string {
  if (CRITERION.cost_of_delay.read(view, slot) === Infinity) return 'nothing is lost by waiting';
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: view.delay.currency,
    currencyDisplay: 'code',
  });
  const minorUnits = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2);
  // Intl parts code and amount by a space that does not break.
  const money = format.format(hourlyLoss(view, slot) / minorUnits).replace('\u00a0', ' ');
  const work = lengthInWords(view.table.travelTime[slot]! + view.table.workTime[slot]!);
  const slack = readSlack(view, slot);
  const left = slack > 0 ? `${lengthInWords(slack)} of slack` : 'no slack';
  return `${money} lost by an hour of delay, ${work} of travel and work, ${left}`;
}

/** Two calls, as the one that is explained (`slot`) sees the other. */
export interface Comparison {
  readonly criterion: Criterion;
  readonly slot: number;
  readonly number: string;
  readonly other: number;
  readonly otherNumber: string;
}

/** How a call differs from another in a criterion: `logged 12 minutes later than C-17`, `priority 5, C-17 has 3`. */
export function differenceInWords(view: OrderView, comparison: Comparison): string {
  const { criterion, slot, number, other, otherNumber } = comparison;
  const mine = CRITERION[criterion].read(view, slot);
  const theirs = CRITERION[criterion].read(view, other);
  const say = (of: number, its: string) => valueInWords(criterion, view, of, its);
  const apart = lengthInWords(mine - theirs);
  switch (criterion) {
    case 'class':
      return `class ${say(slot, number)}, ${otherNumber} is ${say(other, otherNumber)}`;
    case 'due':
      if (mine === Infinity) return `no deadline is running, ${otherNumber} is due at ${say(other, otherNumber)}`;
      if (theirs === Infinity) return `due at ${say(slot, number)}, no deadline of ${otherNumber} is running`;
      return `due ${apart} ${mine > theirs ? 'later' : 'earlier'} than ${otherNumber}`;
    case 'slack':
      if (mine === Infinity || theirs === Infinity)
        return `slack ${say(slot, number)}, ${otherNumber} has ${say(other, otherNumber)}`;
      return `${apart} ${mine > theirs ? 'more' : 'less'} slack than ${otherNumber}`;
    case 'cost_of_delay':
      return `${lossInWords(view, slot)}; ${otherNumber}: ${lossInWords(view, other)}`;
    case 'logged_at':
      return `logged ${apart} ${mine > theirs ? 'later' : 'earlier'} than ${otherNumber}`;
    case 'number':
      return `equal in all else, and its number sorts ${mine > theirs ? 'after' : 'before'} ${otherNumber}`;
    case 'priority':
      return `priority ${mine}, ${otherNumber} has ${theirs}`;
    default:
      return `${criterion} level ${mine}, ${otherNumber} has ${theirs}`;
  }
}
