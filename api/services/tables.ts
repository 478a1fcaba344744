import {
  type Cells,
  describeTables,
  everyProblem,
  type RowChange,
  type TableName,
  tableRows,
  withRowChange,
} from '#engine';
import { Refusal, refusal } from '../problem.ts';
import type { RowChangeBody } from '../schemas/tables.ts';
import { claimReference, readDataset } from '../store/index.ts';
import type { Change, Reply } from './change.ts';
import { datasetRefused, takeIn } from './datasets.ts';
import type { Office } from './office.ts';
import { csv } from './views.ts';

/** Calls have a life and a journal: they are changed by events, and shown by the list of calls. */
const CALLS = 'calls';

/** Every table of the dataset with its columns and how many rows it has. */
export async function listTables(office: Office): Promise<Reply> {
  const em = office.store.em();
  const { tables } = await office.desk.upToDate(em, office.clock());
  const rows: Readonly<Record<string, unknown>> = { ...tables.reference };
  const counted = describeTables()
    .filter(({ name }) => name !== CALLS)
    .map((table) => {
      const list = rows[table.name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
      return { ...table, rows: Array.isArray(list) ? list.length : 0, editable: true };
    });
  return { status: 200, headers: {}, body: { tables: counted } };
}

export interface TableQuery {
  readonly text?: string | undefined;
  readonly from?: number | undefined;
  readonly limit: number;
}

/** Rows of a table as they would stand in its file; as CSV all of them that the text is found in. */
export async function tablePage(office: Office, name: TableName, query: TableQuery, asCsv: boolean): Promise<Reply> {
  refuseCalls(name);
  const { tables } = await office.desk.upToDate(office.store.em(), office.clock());
  const wanted = query.text?.trim().toLowerCase() ?? '';
  const found = tableRows({ ...tables.reference, calls: [] }, name)
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => wanted === '' || Object.values(cells).some((cell) => cell.toLowerCase().includes(wanted)));
  if (asCsv) {
    const columns = describeTables()
      .find((table) => table.name === name)!
      .columns.map((column) => column.name);
    const headers = { 'content-disposition': `attachment; filename="${name}.csv"` };
    return {
      status: 200,
      headers,
      body: csv(
        columns,
        found.map(({ cells }) => cells),
      ),
    };
  }
  const from = query.from ?? 0;
  const body = { name, total: found.length, rows: found.slice(from, from + query.limit) };
  return { status: 200, headers: {}, body };
}

/**
 * Adds, replaces or removes one row of a table. The whole dataset is checked as if it were imported, so nothing is left
 * that names a code which is gone; all territories are planned again. Run with `replacesReference`.
 */
export async function changeRow(change: Change, name: TableName, body: RowChangeBody): Promise<Reply> {
  refuseCalls(name);
  await claimReference(change.em);
  const { dataset: before } = await readDataset(change.em);
  const asked = rowChangeOf(body);
  const made = withRowChange(before, name, asked);
  if (!made.ok) {
    if ('changed' in made) throw refusal('row-changed', [made.changed]);
    throw datasetRefused(everyProblem(made));
  }
  await takeIn(change, before, made.value, { who: body.who, why: `${body.change} a row of ${name}` });
  const rows = tableRows({ ...made.value.dataset, calls: [] }, name).length;
  const row = asked.kind === 'remove' ? null : asked.kind === 'add' ? rows + 1 : asked.row;
  return { status: asked.kind === 'add' ? 201 : 200, headers: {}, body: { table: name, row, rows } };
}

function rowChangeOf(body: RowChangeBody): RowChange {
  const given = (cells: Cells) => Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text.trim()]));
  if (body.change === 'add') return { kind: 'add', cells: given(body.cells) };
  if (body.change === 'remove') return { kind: 'remove', row: body.row, was: body.was };
  return { kind: 'replace', row: body.row, was: body.was, cells: given(body.cells) };
}

function refuseCalls(name: TableName): void {
  if (name !== CALLS) return;
  throw new Refusal('table-not-editable', 'Calls are read at /calls and changed by the events of their life.');
}
