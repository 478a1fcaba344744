import type { Reference } from '../model/dataset.ts';
import { failed, ok, type Problem, type Result } from '../model/problem.ts';
import { formatDataset } from './format-dataset.ts';
import { mergeDatasets } from './merge-datasets.ts';
import { fileOf } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/** Tables of who works when: each refers to none but these. */
const PEOPLE: ReadonlySet<string> = new Set<TableKey>([
  ...(['territories', 'calendars', 'skills', 'resources'] as const),
  ...(['absences', 'loans', 'shiftChanges', 'breaks', 'onCall'] as const),
]);

/** Tables of `PEOPLE` that have no codes, and so are replaced as a whole. */
export type RotaKey = 'absences' | 'loans' | 'shiftChanges' | 'breaks' | 'onCall';

/**
 * The reference with one resource's rows of a rota table put in the place of those it has, checked as a dataset's are.
 * Problems name the column, not file and row: there is but the change to blame.
 */
export function withRotaRows(
  reference: Reference,
  key: RotaKey,
  resource: string,
  rows: readonly object[],
): Result<Reference> {
  const others = (reference[key] as readonly { readonly resource: string }[]).filter(
    (row) => row.resource !== resource,
  );
  if (rows.length === 0) return ok({ ...reference, [key]: others });
  const own = formatDataset({ ...peopleOf(reference), [key]: rows, calls: [] });
  const checked = readPart({ ...peopleOf(reference), [key]: [] }, key, own.get(fileOf(TABLES[key].name)) ?? '');
  if (!checked.ok) return checked;
  return ok({ ...reference, [key]: [...others, ...checked.value[key]] });
}

/**
 * The reference with a calendar or resource changed, or added at the end, checked as a dataset's row is.
 * @param cells text of each column, as it would stand in the file; columns left out are blank.
 */
export function withCodedRow(
  reference: Reference,
  key: 'calendars' | 'resources',
  cells: Readonly<Record<string, string>>,
): Result<Reference> {
  const columns = Object.keys(cells);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const text = `${columns.join(',')}\n${columns.map((column) => quoted(cells[column]!)).join(',')}\n`;
  const checked = readPart(peopleOf(reference), key, text);
  return checked.ok ? ok({ ...reference, [key]: checked.value[key] }) : checked;
}

/** The tables of people alone, so that a change costs what they cost and not what the whole dataset does. */
function peopleOf(reference: Reference): Reference {
  const entries = (Object.keys(TABLES) as TableKey[]).map((key) => [
    key,
    PEOPLE.has(key) && key !== 'calls' ? reference[key as keyof Reference] : [],
  ]);
  const policySource = { ...(reference.policySource as object | null), currency: reference.policy.currency };
  return { ...reference, ...Object.fromEntries(entries), policySource, paymentTerms: null };
}

function readPart(part: Reference, key: TableKey, text: string): Result<Reference> {
  const merged = mergeDatasets({ ...part, calls: [] }, new Map([[fileOf(TABLES[key].name), text]]));
  return merged.ok ? ok(merged.value.dataset) : failed(merged.problems.map(withoutPlace));
}

const withoutPlace = ({ file: _file, row: _row, ...problem }: Problem): Problem => problem;
