import { formatMoney } from '../../model/money.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import { HOUR, type Minor, minor } from '../../model/units.ts';
import { applyCaps, type Capped, type CapTaken } from './caps.ts';
import type { DraftItem, DraftLine } from './draft-line.ts';
import { add, type Fraction, formatFraction, integer, over, subtract, sum, times, toWhole, ZERO } from './fraction.ts';
import type { Money } from './money-of.ts';
import { type Deduplicated, withoutDuplicates } from './non-duplication.ts';
import type { PayEvent } from './pay-events.ts';
import { moneyRounder } from './round-money.ts';
import { chargeText, shownMinor, unitOf } from './rule-words.ts';
import type { Evidence, StatementLine } from './statement-line.ts';

/** What is paid: the fee, then everything that changes it. The lines add up to the total. */
export interface Settled {
  readonly lines: readonly StatementLine[];
  readonly bonus: Minor;
  readonly abatement: Minor;
  /** What the total was rounded by: money is rounded at the total, or the fee has more decimals than rounded money. */
  readonly rounding: Minor;
  readonly total: Minor;
}

/** Sums before they are written out: exact, or whole minor units where each line is rounded. */
export interface Reckoning {
  /** Zero or more, a draft (deduplicated line, cap) each. */
  readonly charged: readonly Fraction[];
  readonly off: readonly Fraction[];
  readonly caps: readonly CapTaken[];
  /** Whole minor units. */
  readonly total: Fraction;
}

/** Charges each failure once, applies the caps, rounds and adds up (domain, section 11). */
export function reckon(
  terms: PaymentTerms,
  drafts: readonly DraftLine[],
  money: Money,
  deduplicated: readonly Deduplicated[],
): Reckoning {
  const round = moneyRounder(terms.rounding, money.currency);
  /** Money is exact until the end where it is rounded at the total. */
  const kept = (amount: Fraction): Fraction => (terms.rounding.money === 'line' ? round(amount) : amount);
  const charged = drafts.map((line) => kept(line.amount));
  const off = deduplicated.map((each) => kept(each.amount));
  const lost = new Map(deduplicated.map((each, d) => [each.line, off[d]!]));
  const capped = drafts.flatMap((line, k): Capped[] => {
    if (line.effect === null) return [];
    const amount = subtract(charged[k]!, lost.get(line) ?? ZERO);
    return [{ measure: line.measure, scope: line.item.label, effect: line.effect, amount }];
  });
  const caps = applyCaps(terms.caps, capped, money, kept).map((each) => ({ ...each, taken: kept(each.taken) }));
  const exact = (effect: 'bonus' | 'abatement'): Fraction =>
    subtract(
      sum(capped.filter((each) => each.effect === effect).map((each) => each.amount)),
      sum(caps.filter((each) => each.cap.effect === effect).map((each) => each.taken)),
    );
  const total = round(add(money.fee, subtract(exact('bonus'), exact('abatement'))));
  return { charged, off, caps, total };
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
    { ...EMPTY, kind: 'fee', rule: feeText, amount: minor(Number(money.fee.n)) },
    ...drafts.map((line, k) => measureLine(line, shown(signed(line, charged[k]!)))),
    ...deduplicated.map((each, d) => duplicateLine(each, shown(negated(signed(each.line, off[d]!))))),
    ...caps.map((each) =>
      capLine(each, shown(each.cap.effect === 'abatement' ? each.taken : negated(each.taken)), money),
    ),
  ];
  const total = minor(Number(exactTotal.n));
  const rounding = minor(total - lines.reduce((all, { amount }) => all + amount, 0));
  if (rounding !== 0) {
    const rule =
      terms.rounding.money === 'total' ? 'the exact total is rounded, not each line' : 'the total is rounded';
    lines.push({ ...EMPTY, kind: 'rounding', rule, amount: rounding });
  }
  const ofEffect = (effect: 'bonus' | 'abatement'): number =>
    lines.reduce((all, line) => (line.effect === effect ? all + line.amount : all), 0);
  const abatement = -ofEffect('abatement');
  return { lines, bonus: minor(ofEffect('bonus')), abatement: minor(abatement === 0 ? 0 : abatement), rounding, total };
}

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

const negated = ({ n, d }: Fraction): Fraction => ({ n: -n, d });

/** Decimals to which measured values are shown; what decides is exact. */
const SHOWN = 10;

function measureLine(line: DraftLine, amount: Minor): StatementLine {
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
          serviceHours: byTime ? hours(measured.service) : null,
          downHours: byTime ? hours(measured.down) : null,
        }
      : null,
    amount,
    evidence:
      line.items.length > 0 ? sharedOut(line.items, line, amount) : measured.events.map((event) => evidence(event)),
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
    counted: null,
    points: null,
    amount: null,
  };
}

function duplicateLine({ line, left, chargedUnder, points }: Deduplicated, amount: Minor): StatementLine {
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

function capLine({ cap, scope, before }: CapTaken, amount: Minor, money: Money): StatementLine {
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
