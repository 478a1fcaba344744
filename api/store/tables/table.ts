import type { EntityProperty, EntitySchema, InferEntity } from '@mikro-orm/core';
import { sql } from 'kysely';
import { type Em, kysely } from '../database.ts';
import { literal } from '../statements.ts';

/** A table that holds records of one kind, a column for each field, named after it in snake_case unless the entity says otherwise. */
export interface Table<R> {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Never set; lets the compiler infer R. */
  readonly '~record'?: R;
}

interface Column {
  readonly field: string;
  readonly name: string;
}

/** Set by the database. */
const NOT_WRITTEN = new Set(['version', 'changedXid', 'endedAt', 'downClass', 'xid']);
/** Column of the coded tables that keeps their order; their records do not carry it. */
const POSITION = 'position';

type Columns<E> = { [K in keyof InferEntity<E> & string]: InferEntity<E>[K] };

/**
 * The table of an entity as one of records R: the compiler checks that each field of R has a column that holds its type.
 */
export const table =
  <R>() =>
  <E extends EntitySchema>(
    entity: E & (keyof R extends keyof Columns<E> ? (R extends Partial<Columns<E>> ? unknown : never) : never),
  ): Table<R> => {
    const { meta } = entity;
    const columns = Object.entries<EntityProperty & { readonly fieldName?: string }>(meta.properties)
      .filter(([field]) => !NOT_WRITTEN.has(field))
      .map(([field, { fieldName }]) => ({ field, name: fieldName ?? snakeCase(field) }));
    return { name: meta.tableName, columns };
  };

export const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Rows of one statement: some megabytes of text at most. */
const CHUNK = 5000;

/** Inserts records, `extra` fields laid over each. The database itself turns one JSON text into typed rows. */
export async function insertRecords<R extends object>(
  em: Em,
  into: Table<R>,
  records: readonly R[],
  extra: (record: R, index: number) => Readonly<Record<string, unknown>> = (_record, index) => ({ position: index }),
): Promise<void> {
  const db = kysely(em);
  const names = sql.join(into.columns.map((column) => sql.ref(column.name)));
  for (let from = 0; from < records.length; from += CHUNK) {
    const rows = records
      .slice(from, from + CHUNK)
      .map((record, index) => toRow(into, { ...record, ...extra(record, from + index) }));
    await sql`insert into ${sql.table(into.name)} (${names})
      select ${names} from json_populate_recordset(null::${sql.table(into.name)}, ${JSON.stringify(rows)}::json)`.execute(
      db,
    );
  }
}

/** The statement that inserts records, values and all. The database itself turns one JSON text into typed rows. */
export function insertion(into: Table<never> | Table<unknown>, records: readonly object[]): string {
  const names = into.columns.map(({ name }) => `"${name}"`).join(', ');
  const rows = literal(JSON.stringify(records.map((record) => toRow(into, record))));
  return `insert into ${into.name} (${names}) select ${names} from json_populate_recordset(null::${into.name}, ${rows}::json)`;
}

/** All records of a table, in the order of its dataset file. */
export async function selectRecords<R>(em: Em, from: Table<R>): Promise<R[]> {
  const order = from.columns.some((column) => column.name === POSITION) ? POSITION : 'row';
  const { rows } = await sql<Row>`select * from ${sql.table(from.name)} order by ${sql.ref(order)}`.execute(kysely(em));
  return rows.map((row) => toRecord(from, row));
}

export type Row = Record<string, unknown>;

export function toRow(of: Table<never> | Table<unknown>, record: object): Row {
  const row: Row = {};
  for (const { field, name } of of.columns) {
    const value = (record as Record<string, unknown>)[field];
    if (value !== undefined && value !== null) row[name] = value;
  }
  return row;
}

export function toRecord<R>(of: Table<R>, row: Row): R {
  const record: Record<string, unknown> = {};
  for (const { field, name } of of.columns) if (name !== POSITION) record[field] = row[name] ?? null;
  return record as R;
}
