import {
  type Cells,
  type ChangedRow,
  type Device,
  describeTables,
  everyProblem,
  openBook,
  type Reference,
  type RowChange,
  type Site,
  type TableName,
  tableRows,
  withReferenceRow,
  withRowChange,
} from '#engine';
import type { Change, Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { csv } from '../../platform/views.ts';
import { Refusal, refusal } from '../../problem.ts';
import {
  callsAtEnds,
  callsNaming,
  callsOnDevices,
  claimReference,
  readDataset,
  readReferenceVersion,
  readRotaVersion,
  writeReferenceRow,
} from '../../store/index.ts';
import { datasetRefused, takeIn } from './datasets.ts';
import type { RowChangeBody } from './schema.ts';

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
 * Adds, replaces or removes one row of a table. It is checked against the tables in memory, and against those calls that it
 * can make invalid; past calls are not read. The reference is claimed for the moment of writing alone. What figures rest on
 * it is counted anew afterwards. Run with `replacesReference` and `figuresLater`.
 */
export async function changeRow(change: Change, name: TableName, body: RowChangeBody): Promise<Reply> {
  if (name === CALLS) throw callsRefused();
  const asked = rowChangeOf(body);
  let day = await change.day();
  let made = await checked(change, day, name, asked);
  await claimReference(change.em);
  // Nobody waited while it was checked; where the tables were changed meanwhile, it is checked again.
  if (!(await isStill(change, day))) {
    day = await change.day();
    made = await checked(change, day, name, asked);
  }
  if (made === null) return changeWhole(change, name, asked, body);
  const { key, before, after, reference } = made;
  change.provisional();
  await writeReferenceRow(change.em, { key, before, after }, reference[key], change.now);
  for (const territory of concerned(day.tables.reference, made)) change.replan(territory);
  change.tell({ kind: 'dataset' });
  return changedReply(name, asked, reference[key].length);
}

const changedReply = (table: TableName, asked: RowChange, rows: number): Reply => ({
  status: asked.kind === 'add' ? 201 : 200,
  headers: {},
  body: { table, row: asked.kind === 'remove' ? null : asked.kind === 'add' ? rows + 1 : asked.row, rows },
});

const isStill = async ({ em }: Change, { referenceVersion, rotaVersion }: Day): Promise<boolean> =>
  (await readReferenceVersion(em)) === referenceVersion && (await readRotaVersion(em)) === rotaVersion;

/** @throws Refusal dataset-refused with every problem, row-changed. @returns null: it moves calls to another territory. */
async function checked(
  change: Change,
  { book, tables: { reference } }: Day,
  name: Exclude<TableName, 'calls'>,
  asked: RowChange,
): Promise<ChangedRow | null> {
  const made = withReferenceRow(reference, name, asked);
  if (!made.ok) {
    if ('changed' in made) throw refusal('row-changed', [made.changed]);
    throw datasetRefused(everyProblem(made));
  }
  if (movesCalls(reference, made)) return null;
  const { key, before, after } = made;
  await refuseWhereCallsName(change, reference, name, asked, made);
  const codes = (row: object | null): string[] => (row === null ? [] : [(row as { readonly code: string }).code]);
  const open = [...book.openNumbers].flatMap((number) => book.call(number) ?? []);
  const judged =
    key === 'devices'
      ? await callsOnDevices(change.em, [...new Set([...codes(before), ...codes(after)])])
      : key === 'contracts'
        ? [...open, ...(await callsAtEnds(change.em, codes(before)))]
        : RULES.has(key)
          ? open
          : [];
  if (judged.length === 0) return made;
  const opened = openBook({ ...made.reference, calls: judged }, change.now);
  if (!opened.ok) throw datasetRefused(opened.problems);
  return made;
}

/** A code that calls name, past ones too, stays: they are looked for by it, and not read. */
async function refuseWhereCallsName(
  { em }: Change,
  reference: Reference,
  name: TableName,
  asked: RowChange,
  { key, before, after }: ChangedRow,
): Promise<void> {
  const code = (before as { readonly code?: string } | null)?.code;
  if (code === undefined || code === (after as { readonly code?: string } | null)?.code) return;
  if (key !== 'devices' && key !== 'resources' && key !== 'skills' && key !== 'calendars') return;
  const calls = await callsNaming(em, key, code, SHOWN);
  if (calls.length === 0) return;
  const whole = withRowChange({ ...reference, calls }, name, asked);
  if (!whole.ok && 'problems' in whole) throw datasetRefused(everyProblem(whole));
}

/** Calls that are told at most. */
const SHOWN = 20;

/** Tables by which a call may have been logged, or not. */
const RULES: ReadonlySet<string> = new Set(['calendars', 'regimes', 'regimeRules', 'specialDays', 'sites']);

/** Whether a site, or a device, goes to another territory: its calls and their journals go along. */
function movesCalls(reference: Reference, { key, before, after, reference: next }: ChangedRow): boolean {
  if (before === null || after === null) return false;
  if (key === 'sites') return (before as Site).territory !== (after as Site).territory;
  if (key !== 'devices') return false;
  const territoryOf = ({ sites }: Reference, { site }: Device) => sites.find(({ code }) => code === site)?.territory;
  return territoryOf(reference, before as Device) !== territoryOf(next, after as Device);
}

/** As an import of the whole dataset with that row: for the few changes that move calls. */
async function changeWhole(change: Change, name: TableName, asked: RowChange, body: RowChangeBody): Promise<Reply> {
  const { dataset: before } = await readDataset(change.em);
  const made = withRowChange(before, name, asked);
  if (!made.ok) {
    if ('changed' in made) throw refusal('row-changed', [made.changed]);
    throw datasetRefused(everyProblem(made));
  }
  await takeIn(change, before, made.value, { who: body.who, why: `${body.change} a row of ${name}` });
  return changedReply(name, asked, tableRows({ ...made.value.dataset, calls: [] }, name).length);
}

/** Territories whose plans may be others by the change. */
function concerned({ territories, sites }: Reference, { key, before, after }: ChangedRow): string[] {
  const rows = [before, after].flatMap((row) => row ?? []);
  if (key === 'specialDays' || key === 'devices') {
    const at = new Set(rows.map((row) => (row as { readonly site: string }).site));
    return [...new Set(sites.flatMap(({ code, territory }) => (at.has(code) ? [territory] : [])))];
  }
  return territories.map(({ code }) => code);
}

function rowChangeOf(body: RowChangeBody): RowChange {
  const given = (cells: Cells) => Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text.trim()]));
  if (body.change === 'add') return { kind: 'add', cells: given(body.cells) };
  if (body.change === 'remove') return { kind: 'remove', row: body.row, was: body.was };
  return { kind: 'replace', row: body.row, was: body.was, cells: given(body.cells) };
}

function refuseCalls(name: TableName): void {
  if (name === CALLS) throw callsRefused();
}

const callsRefused = (): Refusal =>
  new Refusal('table-not-editable', 'Calls are read at /calls and changed by the events of their life.');
