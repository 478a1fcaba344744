import { compare, type Fraction, ONE, subtract, sum, times, ZERO } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { pointsAmount } from '../rules/points-line.ts';
import type { DraftItem, DraftLine } from './draft-line.ts';

/** What a line loses because its failures are charged under another. */
export interface Deduplicated {
  readonly line: DraftLine;
  /** Exact minor units and points by which it is less. */
  readonly amount: Fraction;
  readonly points: Fraction;
  /** Items left out, with the measure that charges them; empty: the line as a whole is left out. */
  readonly left: readonly { readonly item: DraftItem; readonly chargedUnder: string }[];
  /** Where the line as a whole is left out. */
  readonly chargedUnder: string | null;
}

/** What competes within a group: one failure under one measure, or a line that is charged as a whole. */
interface Contender {
  readonly line: DraftLine;
  readonly item: DraftItem | null;
  readonly calls: readonly string[];
  readonly amount: Fraction;
  readonly points: Fraction;
}

/**
 * One failure is charged once, under the measure that costs most (domain, section 11). The failures of all abating lines
 * of a group are taken by falling cost (of points measures: what the total would be less without them); each is left out
 * where a dearer line of the group has charged one of its calls before. Lines of bands and steps are charged as a whole:
 * their failures are those that made them fall short.
 */
export function withoutDuplicates(lines: readonly DraftLine[], money: Money): Deduplicated[] {
  const groups = Map.groupBy(
    lines.filter((line) => line.measure.nonDuplication !== null && line.effect === 'abatement'),
    (line) => line.measure.nonDuplication!,
  );
  return [...groups.values()].flatMap((group) => deduplicated(group, money));
}

function deduplicated(group: readonly DraftLine[], money: Money): Deduplicated[] {
  const contenders = group.flatMap((line) => contendersOf(line, money)).sort(byCost(group));
  const chargedBy = new Map<string, DraftLine>();
  const left = new Map<DraftLine, { item: DraftItem; chargedUnder: string }[]>();
  const wholly = new Map<DraftLine, string>();
  for (const { line, item, calls } of contenders) {
    const other = calls.map((call) => chargedBy.get(call)).find((each) => each !== undefined && each !== line);
    if (other === undefined) {
      for (const call of calls) chargedBy.set(call, line);
    } else if (item === null) wholly.set(line, other.measure.code);
    else left.set(line, [...(left.get(line) ?? []), { item, chargedUnder: other.measure.code }]);
  }
  return group.flatMap((line): Deduplicated[] => {
    const under = wholly.get(line);
    if (under !== undefined) {
      return [{ line, amount: line.amount, points: line.points, left: [], chargedUnder: under }];
    }
    const out = left.get(line);
    if (out === undefined) return [];
    const items = new Set(out.map(({ item }) => item));
    const points = out.reduce((sum, { item }) => subtract(sum, item.points), ZERO);
    const amount = subtract(line.amount, amountWithout(line, items, money));
    return [{ line, amount, points: subtract(ZERO, points), left: out, chargedUnder: null }];
  });
}

function contendersOf(line: DraftLine, money: Money): Contender[] {
  if (line.items.length === 0) {
    const calls = line.measured.events.flatMap((event) => event.calls);
    const costs = line.amount.n > 0n || line.points.n > 0n;
    return costs ? [{ line, item: null, calls, amount: line.amount, points: line.points }] : [];
  }
  return line.items.map((item) => ({
    line,
    item,
    calls: item.event.calls,
    points: item.points,
    amount:
      line.measure.rule.kind === 'points'
        ? subtract(line.amount, amountWithout(line, new Set([item]), money))
        : item.amount,
  }));
}

/** Dearest first; then the measure further up, then the earlier failure. */
const byCost =
  (group: readonly DraftLine[]) =>
  (a: Contender, b: Contender): number =>
    compare(b.amount, a.amount) ||
    compare(b.points, a.points) ||
    group.indexOf(a.line) - group.indexOf(b.line) ||
    (a.item?.event.at ?? 0) - (b.item?.event.at ?? 0) ||
    ((a.calls[0] ?? '') < (b.calls[0] ?? '') ? -1 : 1);

/** What a line costs with some of its items left out: points are charged anew, since their rates rise. */
function amountWithout(line: DraftLine, left: ReadonlySet<DraftItem>, money: Money): Fraction {
  if (left.size === 0) return line.amount;
  const out = line.items.filter((each) => left.has(each));
  const { rule } = line.measure;
  if (rule.kind !== 'points') return subtract(line.amount, sum(out.map(({ amount }) => amount)));
  const points = subtract(line.points, sum(out.map((each) => each.points)));
  const before = pointsAmount(rule, line.points, money);
  // The factor of repetition, where there is one, multiplies both alike.
  const factor = before.n === 0n ? ONE : { n: line.amount.n * before.d, d: line.amount.d * before.n };
  return times(pointsAmount(rule, points, money), factor);
}
