import type { Kind } from './kinds/kind.ts';

/** Tables of a dataset, in the order of domain section 2 with those of the rota behind the absences; each is the file `<name>.csv`. */
export const TABLE_NAMES = [
  'customers',
  'territories',
  'calendars',
  'contracts',
  'skills',
  'models',
  'sites',
  'zones',
  'devices',
  'regimes',
  'regime_rules',
  'priority_rules',
  'reliability_targets',
  'special_days',
  'escalations',
  'resources',
  'absences',
  'loans',
  'shift_changes',
  'breaks',
  'on_call',
  'calls',
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

export const fileOf = (table: TableName): string => `${table}.csv`;

/** One column of a table: how its cells are read and written, and what a blank cell means. */
export interface Column<T> {
  readonly kind: Kind<NonNullable<T>>;
  /** The column must be there, and no cell of it blank. */
  readonly required: boolean;
  /** Value of a blank cell, or of a column that is not there. */
  readonly blank: T | undefined;
  /** Table in which every code of the cell must exist. */
  readonly references: TableName | null;
  /** Not in domain section 2 (decision 13): written only when some row has a value. */
  readonly extension: boolean;
}

interface ColumnOptions {
  readonly references?: TableName;
  readonly extension?: boolean;
}

const column = <T>(
  kind: Kind<NonNullable<T>>,
  required: boolean,
  blank: T | undefined,
  options?: ColumnOptions,
): Column<T> => ({
  kind,
  required,
  blank,
  references: options?.references ?? null,
  extension: options?.extension ?? false,
});

export const required = <T>(kind: Kind<NonNullable<T>>, options?: ColumnOptions): Column<T> =>
  column<T>(kind, true, undefined, options);
/** A blank cell is null. */
export const optional = <T>(kind: Kind<NonNullable<T>>, options?: ColumnOptions): Column<T | null> =>
  column<T | null>(kind, false, null, options);
/** A blank cell is a value that the domain page names. */
export const defaulting = <T extends NonNullable<unknown>>(
  kind: Kind<NonNullable<T>>,
  blank: NoInfer<T>,
  options?: ColumnOptions,
): Column<T> => column<T>(kind, false, blank, options);
/** A list; a blank cell is the empty one. */
export const many = <T>(kind: Kind<readonly T[]>, options?: ColumnOptions): Column<readonly T[]> =>
  column<readonly T[]>(kind, false, [], options);

/** Tells of something wrong in a row: the column, a code, what is wrong, what to do, and the part of the cell that is wrong. */
export type Report = (field: string, code: string, message: string, action: string, part?: string) => void;

/**
 * A table: what stands in its columns. The same description reads the table and writes it.
 * `Row` has a property for each column, `startsOn` for `starts_on`.
 */
export interface Table<Row extends object = Record<string, unknown>> {
  readonly name: TableName;
  /** Column whose codes are unique in the table; null: rows have no code of their own. */
  readonly key: string | null;
  /** Not in domain section 2 (decision 103): its file is written only when it has rows. */
  readonly extension?: true;
  /** In the order in which they are written. */
  readonly columns: { readonly [P in keyof Row]-?: Column<Row[P]> };
  /** Contradictions within one row; cells that could not be read are absent from it. */
  check?(row: Partial<Row>, report: Report): void;
}

/** A column as the readers and writers of tables go through them. */
export interface PlacedColumn {
  /** Name in the file: `starts_on`. */
  readonly name: string;
  /** Name in the record: `startsOn`. */
  readonly property: string;
  readonly column: Column<unknown>;
}

const placed = new WeakMap<Table, readonly PlacedColumn[]>();

/** The columns of a table, in the order in which they are written. */
export function columnsOf(table: Table): readonly PlacedColumn[] {
  let columns = placed.get(table);
  if (columns === undefined) {
    columns = Object.entries(table.columns).map(([property, column]) => ({
      name: property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      property,
      column,
    }));
    placed.set(table, columns);
  }
  return columns;
}

/** Whether both are known and the first is after the second. */
export const isAfter = <T extends number | string>(a: T | null | undefined, b: T | null | undefined): boolean =>
  a !== null && a !== undefined && b !== null && b !== undefined && a > b;

/** Reports an end before its start. */
export function checkOrder<T extends number | string>(
  row: { readonly from: T | null | undefined; readonly to: T | null | undefined },
  columns: { readonly from: string; readonly to: string },
  report: Report,
): void {
  if (isAfter(row.from, row.to))
    report(
      columns.to,
      'contradictory-values',
      `${columns.to} lies before ${columns.from}.`,
      `Give ${columns.to} a value that is not before ${columns.from}, or correct ${columns.from}.`,
    );
}

/** Reports a row in which not exactly one of several columns is filled. Unreadable cells count as filled. */
export function checkOneOf<Row extends object>(
  row: Row,
  columns: readonly (keyof Row & string)[],
  report: Report,
): void {
  const filled = columns.filter((name) => row[name] !== null);
  if (filled.length === 1) return;
  const names = `${columns.slice(0, -1).join(', ')} and ${columns.at(-1)}`;
  const [first = ''] = columns;
  if (filled.length === 0)
    report(first, 'none-of-one', `One of ${names} must be given; this row has none.`, `Fill one of ${names}.`);
  else
    report(
      filled[1] ?? first,
      'several-of-one',
      `Only one of ${names} may be given; this row has ${filled.join(' and ')}.`,
      'Leave only one of them, and put the others in rows of their own.',
    );
}
