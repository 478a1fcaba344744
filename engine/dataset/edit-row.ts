import type { Dataset, Reference } from '../model/dataset.ts';
import type { RefusedDataset } from './assemble.ts';
import {
  type Cells,
  isSame,
  type RowChange,
  type RowChanged,
  rowChanged,
  tableRows,
  withRowChange,
} from './edit-table.ts';
import { columnsOf, type Table, type TableName } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

type ReferenceKey = Exclude<TableKey, 'calls'>;
type Records = readonly (object & { readonly code?: string; readonly row?: number })[];

/** Tables whose records bear the row of their file. */
const NUMBERED: ReadonlySet<TableKey> = new Set<TableKey>([
  ...(['regimeRules', 'priorityRules', 'reliabilityTargets', 'specialDays', 'escalations'] as const),
  ...(['absences', 'loans', 'shiftChanges', 'breaks', 'onCall'] as const),
]);

/** A row of a reference table that was changed, and all tables with it. */
export interface ChangedRow {
  readonly ok: true;
  readonly reference: Reference;
  readonly key: ReferenceKey;
  /** null: added. */
  readonly before: object | null;
  /** null: removed. */
  readonly after: object | null;
}

/**
 * The reference with one row of a table added, replaced or removed, checked against the tables in memory: with no more of
 * them than the row names, where nothing can hang on what it was; else with all. Calls are not looked at. The same as
 * `withRowChange` gives, problems too; what that costs grows with all rows of all tables.
 */
export function withReferenceRow(
  reference: Reference,
  name: Exclude<TableName, 'calls'>,
  change: RowChange,
): ChangedRow | RefusedDataset | RowChanged {
  const key = keyOf(name);
  const records = reference[key] as Records;
  const before = change.kind === 'add' ? null : (records[change.row - 2] ?? null);
  if (change.kind !== 'add' && (before === null || !isSame(cellsOf(reference, key, before), change.was)))
    return rowChanged(name, change.row);
  const numbered = NUMBERED.has(key);
  const place = change.kind === 'add' ? records.length : change.row - 2;
  const put = (list: Records): Reference =>
    ({ ...reference, [key]: numbered ? list.map((row, index) => numberedAs(row, index + 2)) : list }) as Reference;

  if (change.kind === 'remove') {
    if (TABLES[key].key === null)
      return { ok: true, key, before, after: null, reference: put(records.toSpliced(place, 1)) };
  } else if (!hangsOnWhatItWas(key, before, change)) {
    const others = sameSubject(key, records, before, change.cells);
    const part = partFor(reference, key, others, change.cells);
    const checked = withRowChange({ ...part, calls: [] }, name, { kind: 'add', cells: change.cells });
    const made = checked.ok ? (checked.value.dataset[key] as Records).at(-1) : undefined;
    if (made !== undefined) {
      const after = numbered ? numberedAs(made, place + 2) : made;
      return { ok: true, key, before, after, reference: put(records.toSpliced(place, before === null ? 0 : 1, after)) };
    }
  }
  // All of the tables: for what names the code that was, and for problems by their rows.
  const checked = withRowChange({ ...reference, calls: [] }, name, change);
  if (!checked.ok) return checked;
  const { calls: _, ...whole } = checked.value.dataset;
  const after = change.kind === 'remove' ? null : ((whole[key] as Records)[place] ?? null);
  return { ok: true, key, before, after, reference: whole };
}

const keyOf = (name: TableName): ReferenceKey =>
  (Object.keys(TABLES) as TableKey[]).find((key) => TABLES[key].name === name) as ReferenceKey;

const numberedAs = <R extends { readonly row?: number }>(record: R, row: number): R =>
  record.row === row ? record : { ...record, row };

/** One record as it would stand in its file. */
const cellsOf = (reference: Reference, key: ReferenceKey, record: object): Cells | undefined =>
  tableRows({ ...reference, [key]: [record], calls: [] } as Dataset, TABLES[key].name)[0];

/** Whether rows elsewhere may name what the row was: its code, a group, a zone of time, a currency. */
function hangsOnWhatItWas(key: ReferenceKey, before: object | null, change: RowChange): boolean {
  if (change.kind === 'remove' || key === 'contracts') return true;
  if (before === null || change.kind === 'add') return false;
  const differs = (column: string): boolean => (change.was[column] ?? '') !== (change.cells[column] ?? '');
  const code = TABLES[key].key;
  return (
    (code !== null && differs(code)) ||
    (key === 'devices' && differs('groups')) ||
    (key === 'sites' && differs('time_zone'))
  );
}

/** Rows of the same table that contradict the changed one, if any do: of its code, or of the person that it names. */
function sameSubject(key: ReferenceKey, records: Records, before: object | null, cells: Cells): Records {
  const code = TABLES[key].key;
  const column =
    code ?? columnsOf(TABLES[key] as unknown as Table).find((each) => each.column.references !== null)?.name;
  const property = columnsOf(TABLES[key] as unknown as Table).find(({ name }) => name === column)?.property;
  if (column === undefined || property === undefined) return [];
  return records.filter((row) => row !== before && (row as Record<string, unknown>)[property] === cells[column]);
}

/** The rows that some rows of a table, and a new one of it, name, directly or by others; nothing else. */
function partFor(reference: Reference, key: ReferenceKey, rows: Records, cells: Cells): Reference {
  const wanted = new Map<ReferenceKey, Set<object>>();
  const want = (of: ReferenceKey, record: object | undefined): void => {
    if (record === undefined) return;
    const set = wanted.get(of) ?? new Set();
    wanted.set(of, set);
    if (set.has(record)) return;
    set.add(record);
    for (const { property, column } of columnsOf(TABLES[of] as unknown as Table)) {
      const value = (record as Record<string, unknown>)[property];
      if (column.references === null || value === null || value === undefined) continue;
      for (const code of column.kind.codes?.(value) ?? [String(value)]) named(column.references, code);
    }
  };
  const named = (table: TableName, code: string): void => {
    const of = keyOf(table);
    want(
      of,
      (reference[of] as Records).find((record) => record.code === code),
    );
  };
  for (const row of rows) want(key, row);
  for (const { name, column } of columnsOf(TABLES[key] as unknown as Table)) {
    const text = cells[name] ?? '';
    if (column.references === null || text === '') continue;
    // A list is separated by one of these; a code that holds one is found as a whole.
    for (const code of [text, ...text.split(/[;,|\s]+/)]) named(column.references, code);
  }
  if (key === 'priorityRules') for (const rule of [...rows, camel(cells)]) namedByRule(rule, named);
  if (key === 'reliabilityTargets')
    for (const group of [...rows.map((row) => (row as { group?: string | null }).group), cells.group])
      if (group)
        want(
          'devices',
          reference.devices.find(({ groups }) => groups.includes(group)),
        );
  const tables = (Object.keys(TABLES) as TableKey[])
    .filter((each): each is ReferenceKey => each !== 'calls')
    .map((each) => [each, (reference[each] as Records).filter((record) => wanted.get(each)?.has(record))]);
  // Which codes these name is looked at where codes go.
  const policySource = {
    ...(reference.policySource as object | null),
    lent: undefined,
    currency: reference.policy.currency,
  };
  return {
    ...reference,
    ...Object.fromEntries(tables),
    policySource: JSON.parse(JSON.stringify(policySource)),
    paymentTerms: null,
  };
}

const camel = ({ dimension, code }: Cells): { dimension?: string; code?: string } => ({
  ...(dimension === undefined ? {} : { dimension }),
  ...(code === undefined ? {} : { code }),
});

function namedByRule(
  { dimension, code }: { readonly dimension?: string; readonly code?: string },
  named: (table: TableName, code: string) => void,
): void {
  const tables: Readonly<Record<string, TableName>> = {
    contract: 'contracts',
    site: 'sites',
    zone: 'zones',
    model: 'models',
  };
  const table = tables[dimension ?? ''];
  if (table !== undefined && code !== undefined) named(table, code);
}
