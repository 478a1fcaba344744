import type { Dataset } from '../model/dataset.ts';
import type { CellContext } from './kinds/kind.ts';
import { PAYMENT_TERMS_FILE } from './payment-terms.ts';
import { POLICY_FILE } from './policy.ts';
import { columnsOf, fileOf, type PlacedColumn, type Table } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/**
 * Writes a dataset as files, in canonical form: the same dataset gives the same text, and `parseDataset` gives the
 * dataset again (rows renumbered without gaps). Empty tables have their header, but for those that the domain page does not name; the JSON files are there if they were given.
 */
export function formatDataset(dataset: Dataset): Map<string, string> {
  const files = new Map<string, string>();
  for (const key of Object.keys(TABLES) as TableKey[]) {
    const table = TABLES[key] as unknown as Table;
    if (table.extension !== true || dataset[key].length > 0)
      files.set(fileOf(table.name), formatTable(table, dataset[key], dataset.policy.currency));
  }
  if (dataset.policySource !== null) files.set(POLICY_FILE, formatJson(dataset.policySource));
  if (dataset.paymentTerms !== null) files.set(PAYMENT_TERMS_FILE, formatJson(dataset.paymentTerms));
  return files;
}

const formatJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** One table as CSV. `currency` is that of amounts in rows without a `currency` of their own. */
function formatTable(table: Table, records: readonly object[], currency: string): string {
  const columns = columnsOf(table).filter(
    ({ column, property }) => !column.extension || records.some((record) => !isBlank(fieldOf(record, property))),
  );
  const shared = { currency };
  const lines = [columns.map(({ name }) => name).join(',')];
  for (const record of records) {
    const own = fieldOf(record, 'currency');
    const context = typeof own === 'string' ? { currency: own } : shared;
    lines.push(columns.map((column) => formatCell(column, record, context)).join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** A column that records do not keep (the site and model of a call, known by its device) is null. */
const fieldOf = (record: object, property: string): unknown => (record as Record<string, unknown>)[property] ?? null;

function formatCell({ column, property }: PlacedColumn, record: object, context: CellContext): string {
  const value = fieldOf(record, property);
  if (value === null || value === undefined) return '';
  const text = column.kind.write(value, context);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a blank cell means in an optional column, or in one of a list. */
const isBlank = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
