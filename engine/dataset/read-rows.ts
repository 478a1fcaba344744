import { BadCell } from './kinds/kind.ts';
import { isCurrency } from './kinds/money.ts';
import type { ProblemList } from './problem-list.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { columnsOf, fileOf, type Report, type Table } from './table.ts';

/** A row whose cells have been read; those that could not be are undefined, and their problems told. */
export interface ReadRow<Row extends object> {
  readonly sheetRow: SheetRow;
  readonly values: Partial<Row>;
}

/** What was read of a table. */
export interface ReadTable<Row extends object> {
  readonly table: Table;
  readonly rows: readonly ReadRow<Row>[];
  /** Codes of all rows, of the faulty ones too; null where the file could not be read. */
  readonly codes: ReadonlySet<string> | null;
}

/** Tells of something wrong in a row of a table, with the cell's text. */
export function reportAt(table: Table, row: SheetRow, problems: ProblemList): Report {
  return (field, code, message, action, part) => {
    const at = columnsOf(table).findIndex(({ name }) => name === field);
    const value = part ?? row.cells?.[at];
    problems.add({
      code,
      file: fileOf(table.name),
      ...(row.held ? {} : { row: row.shown }),
      field,
      ...(value ? { value } : {}),
      message: row.held ? `${message} (The row was held before; it is not in the files given.)` : message,
      action,
    });
  };
}

/**
 * Reads every cell of a table and checks each row by itself. Amounts are in the row's own `currency`, where the
 * table has such a column, else in the one given (null: not known).
 */
export function readRows<Row extends object>(
  table: Table<Row>,
  sheet: Sheet,
  currency: string | null,
  problems: ProblemList,
): ReadTable<Row> {
  const plain = table as unknown as Table;
  const columns = columnsOf(plain);
  const currencyAt = columns.findIndex(({ name }) => name === 'currency');
  const shared = { currency };
  const rows: ReadRow<Row>[] = [];
  for (const sheetRow of sheet.rows) {
    if (sheetRow.cells === null) continue;
    const own = sheetRow.cells[currencyAt];
    const context = currencyAt < 0 ? shared : { currency: own !== undefined && isCurrency(own) ? own : null };
    const values: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) {
      const { name, property, column } = columns[index]!;
      const text = sheetRow.cells[index]!;
      if (text !== '') {
        const value = column.kind.read(text, context);
        values[property] = value;
        if (!(value instanceof BadCell)) continue;
        values[property] = undefined;
        reportAt(plain, sheetRow, problems)(name, value.code, value.message, value.action, value.value);
      } else {
        values[property] = column.blank;
        if (column.required && !sheet.missing.has(name))
          reportAt(plain, sheetRow, problems)(name, 'missing-value', `${name} is blank.`, `Fill ${name}.`);
      }
    }
    table.check?.(values as Partial<Row>, reportAt(plain, sheetRow, problems));
    rows.push({ sheetRow, values: values as Partial<Row> });
  }
  const codes = sheet.readable ? new Set(sheet.rows.map(({ key }) => key).filter((key) => key !== '')) : null;
  return { table: plain, rows, codes };
}
