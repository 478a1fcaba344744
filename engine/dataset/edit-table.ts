import { parse } from 'csv-parse/sync';
import type { Dataset } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { ReadDataset } from './assemble.ts';
import { formatDataset } from './format-dataset.ts';
import { parseDataset } from './parse-dataset.ts';
import { columnsOf, fileOf, type Table, type TableName } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/** Text of each cell of a row by its column, as it would stand in the dataset's file; blank cells may be left out. */
export type Cells = Readonly<Record<string, string>>;

/** What stands in a table, for whoever shows or edits it. */
export interface TableDescription {
  readonly name: TableName;
  /** Column whose codes are unique in the table; null: rows are known by their number. */
  readonly key: string | null;
  readonly columns: readonly {
    readonly name: string;
    readonly required: boolean;
    /** Table in which every code of a cell must exist. */
    readonly references: TableName | null;
  }[];
}

/**
 * A change of one row. Rows count as in a spreadsheet, the header being row 1. `was` is the row as whoever changes it
 * has seen it, blank cells left out.
 */
export type RowChange =
  | { readonly kind: 'add'; readonly cells: Cells }
  | { readonly kind: 'replace'; readonly row: number; readonly was: Cells; readonly cells: Cells }
  | { readonly kind: 'remove'; readonly row: number; readonly was: Cells };

/** Every table of a dataset, in the order of domain section 2. */
export const describeTables = (): TableDescription[] =>
  Object.values(TABLES).map((each) => {
    const table = each as unknown as Table;
    const columns = columnsOf(table).map(({ name, column: { required, references } }) => ({
      ...{ name, required, references },
    }));
    return { name: table.name, key: table.key, columns };
  });

/** The rows of one table as text, in their order; the first is row 2 of its file. */
export function tableRows(dataset: Dataset, name: TableName): Cells[] {
  const others = Object.fromEntries((Object.keys(TABLES) as TableKey[]).map((key) => [key, []]));
  const key = keyOf(name);
  // Amounts are written in the policy's currency, which does not hang on the contracts.
  const alone = { ...dataset, ...others, [key]: dataset[key], policySource: null, paymentTerms: null } as Dataset;
  return readRows(formatDataset(alone).get(fileOf(name)) ?? '');
}

/**
 * The dataset with one row of a table added, replaced or removed, checked as a whole: what names a code that is gone is
 * told by file and row. Problems: those of a dataset, and `row-changed` where the row is another than the one seen.
 */
export function withRowChange(dataset: Dataset, name: TableName, change: RowChange): ReadDataset | RowChanged {
  const files = formatDataset(dataset);
  const rows = readRows(files.get(fileOf(name)) ?? '');
  if (change.kind !== 'add' && !isSame(rows[change.row - 2], change.was)) return rowChanged(name, change.row);
  const cells = change.kind === 'remove' ? [] : [change.cells];
  const at = change.kind === 'add' ? rows.length : change.row - 2;
  const after = rows.toSpliced(at, change.kind === 'add' ? 0 : 1, ...cells);
  return parseDataset(new Map([...files, [fileOf(name), writeRows(name, after)]]));
}

/** The row is another one by now, or is gone. */
export interface RowChanged {
  readonly ok: false;
  readonly changed: Problem;
}

export const rowChanged = (name: TableName, row: number): RowChanged => ({
  ok: false,
  changed: {
    code: 'row-changed',
    file: fileOf(name),
    row,
    message: `Row ${row} of ${fileOf(name)} is not the one that was shown: somebody has changed the table.`,
    action: 'Look at the table as it is now, and change it again.',
  },
});

const keyOf = (name: TableName): TableKey =>
  (Object.keys(TABLES) as TableKey[]).find((key) => TABLES[key].name === name)!;

const filled = (cells: Cells): [string, string][] =>
  Object.entries(cells)
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));

export const isSame = (row: Cells | undefined, was: Cells): boolean =>
  row !== undefined && JSON.stringify(filled(row)) === JSON.stringify(filled(was));

const readRows = (text: string): Cells[] => (text === '' ? [] : parse(text, { columns: true }));

/** Columns of the table in their order, then those that it has not, which are told as problems. */
function writeRows(name: TableName, rows: readonly Cells[]): string {
  const table = TABLES[keyOf(name)] as unknown as Table;
  const known = columnsOf(table)
    .filter(({ column, name }) => !column.extension || rows.some((row) => (row[name] ?? '') !== ''))
    .map((column) => column.name);
  const others = new Set(rows.flatMap((row) => Object.keys(row)).filter((column) => !known.includes(column)));
  const columns = [...known, ...[...others].filter((column) => rows.some((row) => (row[column] ?? '') !== ''))];
  const line = (cells: readonly string[]) => cells.map(quoted).join(',');
  const lines = [line(columns), ...rows.map((row) => line(columns.map((column) => row[column] ?? '')))];
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
