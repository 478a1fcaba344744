import { formatMoney, type Minor, minor, parseMoney } from '#engine';
import type { LineView, StatementView } from './statement-view.ts';
import { lineTitle } from './statement-words.ts';

/** A line whose amount differs between two statements; null: the line is not in that one. */
export interface LineDifference {
  readonly kind: LineView['kind'];
  readonly measure: string | null;
  readonly scope: string | null;
  readonly title: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: string;
  /** Calls that are evidence of one of the two alone. */
  readonly calls: readonly string[];
}

export interface StatementDifference {
  readonly total_before: string;
  readonly total_after: string;
  readonly change: string;
  readonly lines: readonly LineDifference[];
}

type Compared = Pick<StatementView, 'currency' | 'total' | 'lines'>;

/** What differs from one statement to another, line by line; the changes of the lines add up to that of the total. */
export function statementDifference(before: Compared, after: Compared): StatementDifference {
  const { currency } = after;
  const amount = (text: string | undefined): number => (text === undefined ? 0 : (parseMoney(text, currency) ?? 0));
  const change = (from: string | undefined, to: string | undefined): string =>
    formatMoney(minor(amount(to) - amount(from)) as Minor, currency);
  const [old, new_] = [byKey(before.lines), byKey(after.lines)];
  const lines: LineDifference[] = [];
  for (const key of new Set([...old.keys(), ...new_.keys()])) {
    const [from, to] = [old.get(key), new_.get(key)];
    const line = (to ?? from)!;
    const calls = difference(callsOf(from), callsOf(to));
    if (from?.amount === to?.amount && from?.measured === to?.measured && calls.length === 0) continue;
    lines.push({
      ...{ kind: line.kind, measure: line.measure, scope: line.scope, title: lineTitle(line) },
      ...{ before: from?.amount ?? null, after: to?.amount ?? null },
      change: change(from?.amount, to?.amount),
      calls,
    });
  }
  return { total_before: before.total, total_after: after.total, change: change(before.total, after.total), lines };
}

/** A measure that abates in one of the two alone is one line still. Several caps may bear the same names: they are told apart by their place. */
function byKey(lines: readonly LineView[]): Map<string, LineView> {
  const found = new Map<string, LineView>();
  for (const line of lines) {
    const effect = line.kind === 'cap' ? (line.effect ?? '') : '';
    const name = [line.kind, line.measure ?? '', line.scope ?? '', effect].join('\0');
    let key = name;
    for (let copy = 2; found.has(key); copy++) key = `${name}\0${copy}`;
    found.set(key, line);
  }
  return found;
}

const callsOf = (line: LineView | undefined): ReadonlySet<string> =>
  new Set(line?.evidence.flatMap(({ calls }) => calls) ?? []);

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a.symmetricDifference(b)].sort();
