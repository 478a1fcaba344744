import { csv } from '../../platform/views.ts';
import type { CallLine, StatementDocument } from './statement-document.ts';
import type { LineView } from './statement-view.ts';

const COLUMNS = [
  ...['contract', 'period', 'version', 'currency', 'kind', 'measure', 'name', 'scope', 'measured', 'looked_up', 'unit'],
  ...['rule', 'points', 'amount', 'call', 'device', 'site', 'clock', 'deadline', 'event', 'from', 'to', 'times'],
  ...['hours_late', 'hours', 'call_amount'],
] as const;

/**
 * One row a line, then one for each failure behind it, whose part of the line stands in `call_amount`: the column `amount`
 * adds up to the last row, the total.
 */
export function statementCsv(document: StatementDocument): string {
  const { contract, period, version, currency } = document;
  const head = { contract, period, version: version ?? 'live', currency };
  const rows = document.lines.flatMap((line) => [
    { ...head, ...withoutLists(line) },
    ...line.evidence.map(({ calls, amount, counted: _, points, ...rest }) => ({
      ...{ ...head, kind: 'evidence', measure: line.measure, scope: line.scope, call: calls.join(';') },
      ...{ ...rest, points, call_amount: amount },
    })),
  ]);
  const calls = (document.calls ?? []).map((each) => ({
    ...{ ...head, kind: 'call', call: each.call, device: each.device, site: each.site, rule: callText(each) },
    ...{ from: each.logged_at, to: each.fixed_at, call_amount: each.amount },
  }));
  return csv(COLUMNS, [...rows, ...calls, { ...head, kind: 'total', amount: document.total }]);
}

const withoutLists = ({ evidence: _, basis: __, ...line }: LineView) => line;

const callText = ({ type, description, hours_spent }: CallLine): string =>
  `${type}: ${description}${hours_spent === null ? '' : ` (${hours_spent} h)`}`;
