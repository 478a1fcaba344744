import type { Call } from '../model/call.ts';
import type { Dataset } from '../model/dataset.ts';
import { assemble, type ReadDataset } from './assemble.ts';
import { formatDataset } from './format-dataset.ts';
import { readSources } from './parse-dataset.ts';
import { ProblemList } from './problem-list.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { fileOf } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/**
 * Brings the files of a dataset into one that is held already. In tables whose rows have a code (calls: a number) an
 * incoming row replaces the whole row of its code or is added at the end; a table without codes is replaced as a whole.
 * `policy.json` is replaced as a whole, payment terms contract by contract. What has no file stays.
 * A call that is on the same device and logged at the same instant as before keeps its terms where its new row gives none.
 * The merged dataset is checked like any other; problems name file and row as given, without a row where they lie in rows held before.
 */
export function mergeDatasets(current: Dataset, incoming: ReadonlyMap<string, string>): ReadDataset {
  const problems = new ProblemList();
  const held = readSources(formatDataset(current), new ProblemList());
  const given = readSources(incoming, problems);
  const sheets = Object.fromEntries(
    (Object.keys(TABLES) as TableKey[]).map((key) => {
      const { name, key: codes } = TABLES[key];
      const sheet = { ...held.sheets[key], rows: held.sheets[key].rows.map((row) => ({ ...row, held: true })) };
      if (!incoming.has(fileOf(name))) return [key, sheet];
      return [key, codes === null ? given.sheets[key] : mergeSheets(sheet, given.sheets[key])];
    }),
  ) as Record<TableKey, Sheet>;
  const merged = assemble(
    {
      sheets,
      policy: given.policy ?? held.policy,
      paymentTerms: mergeTerms(held.paymentTerms, given.paymentTerms),
      notes: given.notes,
    },
    problems,
  );
  if (!merged.ok) return merged;
  const { dataset } = merged.value;
  const calls = withHeldTerms(current.calls, dataset.calls);
  return { ok: true, value: { ...merged.value, dataset: { ...dataset, calls } } };
}

/** Later edits change no past call, those of its own row neither, as long as it is the same failure. */
function withHeldTerms(held: readonly Call[], calls: readonly Call[]): Call[] {
  const byNumber = new Map(held.map((call) => [call.number, call]));
  return calls.map((call) => {
    const former = byNumber.get(call.number);
    const same = former !== undefined && former.device === call.device && former.loggedAt === call.loggedAt;
    return same && call.keptTerms === null ? { ...call, keptTerms: former.keptTerms } : call;
  });
}

/** Row by row by code; rows are counted anew. */
function mergeSheets(held: Sheet, given: Sheet): Sheet {
  const rows: SheetRow[] = [...held.rows];
  const places = new Map(rows.map((row, index) => [row.key, index]));
  for (const row of given.rows) {
    const place = row.key === '' ? undefined : places.get(row.key);
    if (place === undefined) rows.push(row);
    else rows[place] = row;
  }
  return {
    rows: rows.map((row, index) => ({ ...row, row: index + 2 })),
    missing: given.missing,
    readable: given.readable,
  };
}

/** Terms that are not objects are left for their check to refuse. */
function mergeTerms(held: unknown, given: unknown): unknown {
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject(held) && isObject(given) ? { ...held, ...given } : (given ?? held);
}
