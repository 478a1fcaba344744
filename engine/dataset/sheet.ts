import { CsvError, parse } from 'csv-parse/sync';
import { nearest } from './nearest.ts';
import type { ProblemList } from './problem-list.ts';
import { columnsOf, fileOf, type Table } from './table.ts';

/** One row of a table's file, its cells still text. */
export interface SheetRow {
  /** Row of the table, as a spreadsheet counts: the header is row 1. */
  readonly row: number;
  /** Whether the row was held before this import; else it stands at `row` of the file given. */
  readonly held: boolean;
  /** Trimmed cells in the order of the table's columns, '' where the file has no such column; null: cells too few or too many. */
  readonly cells: readonly string[] | null;
  /** Text in the key column; '' where the table has none. */
  readonly key: string;
  /** Row in the file given, for problems (differs from `row` after a merge). */
  readonly shown: number;
}

/** A table's file, laid out by the table's columns. */
export interface Sheet {
  readonly rows: readonly SheetRow[];
  /** Required columns that the file lacks: told once, not for every row. */
  readonly missing: ReadonlySet<string>;
  /** Whether the file could be read; if not, nothing is said of codes that it may hold. */
  readonly readable: boolean;
}

export const EMPTY_SHEET: Sheet = { rows: [], missing: new Set(), readable: true };
const UNREADABLE: Sheet = { ...EMPTY_SHEET, readable: false };

/** Reads the text of a table's file into rows, and reports what is wrong with its layout. */
export function readSheet(table: Table, text: string, problems: ProblemList): Sheet {
  const file = fileOf(table.name);
  const records = readRecords(file, text, problems);
  if (records === null) return UNREADABLE;
  const headerAt = records.findIndex((cells) => !isBlank(cells));
  const header = records[headerAt]?.map((name) => name.trim());
  if (header === undefined) {
    problems.add({
      code: 'missing-header',
      file,
      row: 1,
      message: 'The file has no header row.',
      action: `Write the column names into its first row: ${columnNames(table).join(',')}; or leave the file out.`,
    });
    return UNREADABLE;
  }
  while (header.at(-1) === '') header.pop();
  const missing = checkHeader(table, header, headerAt + 1, problems);
  const places = columnNames(table).map((name) => header.indexOf(name));
  const keyAt = table.key === null ? -1 : header.indexOf(table.key);

  const rows: SheetRow[] = [];
  for (let index = headerAt + 1; index < records.length; index++) {
    const record = records[index] ?? [];
    if (isBlank(record)) continue;
    const row = index + 1;
    const key = record[keyAt]?.trim() ?? '';
    const fits = checkLength(file, row, record, header.length, problems);
    const cells = fits ? places.map((place) => record[place]?.trim() ?? '') : null;
    rows.push({ row, shown: row, held: false, cells, key });
  }
  checkKeys(table, rows, problems);
  return { rows, missing, readable: true };
}

const columnNames = (table: Table) => columnsOf(table).map(({ name }) => name);
/** Blank lines, and lines of empty cells as spreadsheets write them, are passed over. */
const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '');

function readRecords(file: string, text: string, problems: ProblemList): string[][] | null {
  if (text.includes('\0')) {
    const row = text.slice(0, text.indexOf('\0')).split('\n').length;
    problems.add({
      code: 'not-text',
      file,
      row,
      message: 'The file holds NUL characters: it is not UTF-8 text.',
      action: 'Save it as CSV in UTF-8.',
    });
    return null;
  }
  try {
    return parse(text, { bom: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // `records` counts those read whole before the one that can't be read.
    const before = Number(error.records ?? 0);
    problems.add({
      code: 'bad-csv',
      file,
      row: before + 1,
      message: `The file is not well-formed CSV: ${explain(error.code)} in row ${before + 1}.`,
      action:
        'Put a cell that holds quotes, commas or line breaks into double quotes, and write each quote inside it twice.',
    });
    return null;
  }
}

function explain(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted cell is never closed that begins';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'a closing quote is followed by more text';
  if (code === 'INVALID_OPENING_QUOTE') return 'a quote stands inside an unquoted cell';
  return 'a cell cannot be read';
}

/** Reports unknown, repeated and missing columns; gives back the required ones that are missing. */
function checkHeader(table: Table, header: readonly string[], row: number, problems: ProblemList): Set<string> {
  const file = fileOf(table.name);
  const known = columnNames(table);
  const unused = known.filter((column) => !header.includes(column));
  const seen = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    const first = seen.get(name);
    if (!known.includes(name)) {
      const meant = problems.suggests ? nearest(name, unused) : null;
      problems.add({
        code: 'unknown-column',
        file,
        row,
        field: name,
        value: name,
        message: name === '' ? `Column ${index + 1} has no name.` : `${file} has no column "${name}".`,
        action:
          meant === null
            ? `Remove it; the columns are ${known.join(', ')}.`
            : `Rename it to ${meant}, if that is meant, or remove it.`,
      });
    } else if (first !== undefined) {
      problems.add({
        code: 'duplicate-column',
        file,
        row,
        field: name,
        value: name,
        message: `Column ${name} stands twice, as columns ${first + 1} and ${index + 1}.`,
        action: 'Remove one of them.',
      });
    }
    if (first === undefined) seen.set(name, index);
  }
  const missing = new Set<string>();
  for (const { name, column } of columnsOf(table)) {
    if (!column.required || seen.has(name)) continue;
    missing.add(name);
    problems.add({
      code: 'missing-column',
      file,
      row,
      field: name,
      message: `${file} lacks the column ${name}.`,
      action: `Add the column ${name}.`,
    });
  }
  return missing;
}

/** Cells too many are let pass where they are blank; cells too few are not: what is missing can't be known. */
function checkLength(
  file: string,
  row: number,
  cells: readonly string[],
  width: number,
  problems: ProblemList,
): boolean {
  const few = cells.length < width;
  if (!few && isBlank(cells.slice(width))) return true;
  problems.add({
    code: few ? 'too-few-cells' : 'too-many-cells',
    file,
    row,
    value: cells.join(','),
    message: `The row has ${cells.length} cells; the header has ${width}.`,
    action: few
      ? 'Fill it up with empty cells.'
      : 'Put a cell that holds a comma into double quotes, or remove what is too much.',
  });
  return false;
}

/** Reports codes that stand in two rows. */
function checkKeys({ name, key }: Table, rows: readonly SheetRow[], problems: ProblemList): void {
  if (key === null) return;
  const first = new Map<string, number>();
  for (const row of rows) {
    if (row.key === '') continue;
    const other = first.get(row.key);
    if (other === undefined) {
      first.set(row.key, row.row);
      continue;
    }
    problems.add({
      code: 'duplicate-code',
      file: fileOf(name),
      row: row.row,
      field: key,
      value: row.key,
      message: `${key} "${row.key}" stands in rows ${other} and ${row.row}.`,
      action: 'Give one of the rows another, or remove it.',
    });
  }
}
