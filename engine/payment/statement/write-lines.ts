import { formatMoney } from '../../model/money.ts';
import { HOUR, type Minor, minor } from '../../model/units.ts';
import { scaledWeight } from '../../performance/index.ts';
import {
  add,
  type Fraction,
  formatFraction,
  fraction,
  integer,
  negated,
  over,
  sum,
  times,
  toWhole,
  ZERO,
} from '../fraction.ts';
import type { AveragedClock } from '../measured.ts';
import type { Money } from '../money-of.ts';
import type { PayEvent } from '../pay-events.ts';
import { chargeText, shownMinor, unitOf } from '../rules/rule-words.ts';
import type { ScopeItem } from '../scope-items.ts';
import type { CapTaken } from './caps.ts';
import type { DraftItem, DraftLine } from './draft-line.ts';
import type { Deduplicated } from './non-duplication.ts';
import type { Evidence, StatementLine } from './statement-line.ts';

const EMPTY: StatementLine = {
  ...{
    kind: 'fee',
    measure: null,
    name: null,
    scope: null,
    metric: null,
    effect: null,
    measured: null,
    lookedUp: null,
  },
  ...{ unit: '', rule: '', band: null, points: null, basis: null, amount: minor(0), evidence: [] },
};

export const feeLine = (rule: string, amount: Minor): StatementLine => ({ ...EMPTY, kind: 'fee', rule, amount });

/** What the total was rounded by. */
export const roundingLine = (rounded: 'line' | 'total', amount: Minor): StatementLine => ({
  ...EMPTY,
  kind: 'rounding',
  rule: rounded === 'total' ? 'the exact total is rounded, not each line' : 'the total is rounded',
  amount,
});

/** Decimals to which measured values are shown; what decides is exact. */
const SHOWN = 10;

export function measureLine(line: DraftLine, amount: Minor): StatementLine {
  const { measure, item, measured } = line;
  const unit = measure.rule.kind === 'bands' || measure.rule.kind === 'steps' ? unitOf(measure.metric).trim() : '';
  const percent = unit === '%';
  const hours = (time: Fraction): string => formatFraction(over(time, integer(HOUR)), 4);
  const byTime = measure.metric === 'availability';
  return {
    kind: 'measure',
    measure: measure.code,
    name: measure.name,
    scope: item.label,
    metric: measure.metric,
    effect: line.effect,
    measured: line.value === null ? null : formatFraction(line.value, SHOWN),
    lookedUp: line.lookedUp === null ? null : formatFraction(line.lookedUp, SHOWN),
    unit: measure.rule.kind === 'points' || measure.metric === 'points' ? 'points' : unit,
    rule: line.rule,
    band: line.band,
    points: line.points.n === 0n && measure.metric !== 'points' ? null : formatFraction(line.points),
    basis: percent
      ? {
          ...{ met: measured.met, missed: measured.missed, open: measured.open, devices: item.devices.length },
          serviceHours: byTime ? hours(realTime(item, measured.service)) : null,
          downHours: byTime ? hours(realTime(item, measured.down)) : null,
        }
      : null,
    amount,
    evidence:
      line.items.length > 0
        ? sharedOut(line.items, line, amount)
        : measured.averaged.length > 0
          ? measured.averaged.map(ofMean)
          : measured.events.map((event) => evidence(event)),
  };
}

/** Items with the line's amount shared out in whole minor units: each the difference of two rounded running sums. */
function sharedOut(items: readonly DraftItem[], line: DraftLine, amount: Minor): Evidence[] {
  const weights = items.map((each) => (line.measure.rule.kind === 'points' ? each.points : each.amount));
  const all = sum(weights);
  let running = ZERO;
  let before = 0;
  return items.map((each, k) => {
    running = add(running, weights[k]!);
    const upTo = all.n === 0n ? 0 : Number(toWhole(over(times(integer(amount), running), all), 'half-even'));
    const own = upTo - before;
    before = upTo;
    return {
      ...evidence(each.event),
      counted: formatFraction(each.counted),
      points: each.points.n === 0n ? null : formatFraction(each.points),
      amount: minor(own),
    };
  });
}

/** Part of a mean: every clock that stopped, in time or not. */
function ofMean({ call, device, clock, deadline, event, missed, time }: AveragedClock): Evidence {
  return {
    ...{ calls: [call], device: device.code, site: device.site, clock, deadline, event, from: null, to: null },
    ...{ times: missed ? 1 : 0, hoursLate: 0, hours: formatFraction(over(integer(time), integer(HOUR)), 4) },
    ...{ counted: null, points: null, amount: null },
  };
}

function evidence(event: PayEvent): Evidence {
  return {
    calls: event.calls,
    device: event.device.code,
    site: event.device.site,
    clock: event.clock,
    deadline: event.clock === null ? null : event.at,
    event: event.event,
    from: event.stretch?.start ?? event.at,
    to: event.stretch?.end ?? null,
    times: event.times,
    hoursLate: event.hoursLate,
    hours: null,
    counted: null,
    points: null,
    amount: null,
  };
}

export function duplicateLine({ line, left, chargedUnder, points }: Deduplicated, amount: Minor): StatementLine {
  const under = chargedUnder ?? [...new Set(left.map((each) => each.chargedUnder))].join(', ');
  const items = left.map(({ item }) => item);
  return {
    ...EMPTY,
    kind: 'non-duplication',
    measure: line.measure.code,
    name: line.measure.name,
    scope: line.item.label,
    effect: line.effect,
    rule: `charged once, under ${under}, which costs more (group ${line.measure.nonDuplication})`,
    points: points.n === 0n ? null : formatFraction(negated(points)),
    amount,
    evidence: items.length > 0 ? sharedOut(items, line, amount) : line.measured.events.map(evidence),
  };
}

export function capLine({ cap, scope, before }: CapTaken, amount: Minor, money: Money): StatementLine {
  const whom = cap.measures === null ? `all ${cap.effect}` : cap.measures.join(', ');
  const exceeds = formatMoney(shownMinor(before), money.currency);
  return {
    ...EMPTY,
    kind: 'cap',
    measure: cap.measures?.length === 1 ? cap.measures[0]! : null,
    scope,
    effect: cap.effect,
    rule: `${cap.effect} of ${whom} is capped at ${chargeText(cap.value, money)}; it would be ${exceeds}`,
    amount,
  };
}

/** Service time and downtime of a device are real time; pooled over several they carry the weights (rule 11.4). */
function realTime({ kind, devices }: ScopeItem, weighted: Fraction): Fraction {
  const [device] = devices;
  if (kind !== 'device' || device === undefined) return weighted;
  return over(weighted, fraction(scaledWeight(device.weight), 1_000_000n));
}
