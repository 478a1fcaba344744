import {
  type Dataset,
  everyProblem,
  type Finding,
  formatDataset,
  keepTerms,
  mergeDatasets,
  openBook,
  type ParsedDataset,
  type Problem,
  parseDataset,
  unzipDataset,
  withoutImpliedTerms,
  zipDataset,
} from '#engine';
import type { Change, Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { characterProblems, Refusal } from '../../problem.ts';
import {
  claimReference,
  type DatasetRead,
  type Em,
  mergeDataset,
  readDataset,
  readReferenceVersion,
  readRotaVersion,
  writeDataset,
} from '../../store/index.ts';
import { lintDataset } from '../statements/payment-terms.ts';

/** `merge`: rows are added or replaced by their code; `replace`: the dataset takes the place of everything. */
export type ImportMode = 'merge' | 'replace';

/** The files of a request's body: a zip, or text by file name. */
export function filesOf(body: Buffer | { readonly files: Readonly<Record<string, string>> }): Map<string, string> {
  if (!Buffer.isBuffer(body)) return new Map(Object.entries(body.files));
  const unzipped = unzipDataset(body);
  if (!unzipped.ok) throw datasetRefused(unzipped.problems);
  return unzipped.value;
}

/** Whatever is wrong in a dataset, and however little: the reply is of one kind. */
export const datasetRefused = (problems: readonly Problem[]): Refusal =>
  new Refusal(
    'dataset-refused',
    `The dataset has ${problems.length === 1 ? 'an error' : `${problems.length} errors`}; nothing was imported.`,
    problems,
  );

/** Imports a dataset: all of it, or nothing and every error. All territories are planned afterwards. */
export async function importDataset(
  change: Change,
  files: ReadonlyMap<string, string>,
  mode: ImportMode,
  who: string,
): Promise<Reply> {
  // A merge of nothing is harmless; a replacement by no tables would empty everything.
  if (mode === 'replace' && ![...files.keys()].some((name) => name.endsWith('.csv'))) {
    throw datasetRefused([
      {
        code: 'dataset-empty',
        field: 'files',
        message: 'This dataset has no tables.',
        action: 'Send at least one table, such as sites.csv.',
      },
    ]);
  }
  const unstorable = [...files].flatMap(([name, text]) =>
    characterProblems(text, '').map((problem) => ({ ...problem, file: name, field: '', value: '' })),
  );
  if (unstorable.length > 0) throw datasetRefused(unstorable);
  const read = async () => {
    const held = await readDataset(change.em);
    return { held, parsed: mode === 'replace' ? parseDataset(files) : mergeDatasets(held.dataset, files) };
  };
  let { held, parsed } = await read();
  if (mode === 'merge') {
    // Nobody waits while it is read; what others have changed meanwhile (somebody is sick) stays, and is merged too.
    await claimReference(change.em);
    if (!(await isStill(change.em, held))) ({ held, parsed } = await read());
  }
  const before = held.dataset;
  if (!parsed.ok) throw datasetRefused(everyProblem(parsed));
  const { notes } = parsed.value;
  const dataset = await takeIn(change, before, parsed.value, { who, why: `import (${mode})` }, mode);
  const rows = Object.fromEntries(
    Object.entries(dataset)
      .filter(([, table]) => Array.isArray(table))
      .map(([name, table]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), table.length]),
  );
  return {
    status: 200,
    headers: {},
    body: { mode, rows, notes: [...notes, ...lintDataset(dataset).map(findingNote)] },
  };
}

/** Whether the tables are still those that were read. */
const isStill = async (em: Em, { referenceVersion, rotaVersion }: DatasetRead): Promise<boolean> =>
  (await readReferenceVersion(em)) === referenceVersion && (await readRotaVersion(em)) === rotaVersion;

/** Payment terms that deserve a look are imported all the same. */
const findingNote = ({ code, severity, contract, path, message, action }: Finding) => ({
  ...{ code, severity, file: 'payment_terms.json', field: `${contract}.${path}`, message, action },
});
/**
 * Puts a dataset that was read in the place of the one that is held, judged by the rules once more: all of it, or nothing
 * and every error. All territories are planned afterwards. `before` is what the database holds.
 */
export async function takeIn(
  change: Change,
  before: Dataset,
  read: ParsedDataset,
  by: { readonly who: string; readonly why: string },
  mode: ImportMode = 'merge',
): Promise<Dataset> {
  const { dataset: given } = read;
  const opened = openBook(given, change.now);
  const problems = [...unstorableJson(given), ...(opened.ok ? [] : inGivenRows(opened.problems, read))];
  if (problems.length > 0 || !opened.ok) throw datasetRefused(problems);
  // From now on later edits change none of them: a call that brings no terms keeps those of this dataset's rules.
  const dataset: Dataset = { ...given, calls: keepTerms(opened.value.terms, given.calls) };
  const options = { at: change.now, ...by };
  change.provisional();
  if (mode === 'replace') await writeDataset(change.em, dataset, options);
  else for (const call of await mergeDataset(change.em, before, dataset, options)) change.settle(call);
  for (const { code } of dataset.territories) change.replan(code);
  change.tell({ kind: 'dataset' });
  return dataset;
}

/** Problems of calls by the rows that were sent: nobody has seen those of the merged table. */
const inGivenRows = (problems: readonly Problem[], { givenRow }: ParsedDataset): Problem[] =>
  problems.map(({ row, ...problem }) => {
    const given = row === undefined ? null : givenRow(row);
    return given === null ? problem : { ...problem, row: given };
  });

/** Escapes in the JSON files may stand for characters that their text doesn't have. */
const unstorableJson = ({ policySource, paymentTerms }: Dataset): Problem[] => [
  ...characterProblems(policySource, '').map((problem) => ({ ...problem, file: 'policy.json' })),
  ...characterProblems(paymentTerms, '').map((problem) => ({ ...problem, file: 'payment_terms.json' })),
];

/** Everything as a dataset, zipped or as text by file name. */
export async function exportDataset(office: Office, zipped: boolean): Promise<Reply> {
  const { dataset } = await readDataset(office.store.em());
  const files = formatDataset(withoutImpliedTerms(dataset, office.clock()));
  if (!zipped) return { status: 200, headers: {}, body: { files: Object.fromEntries(files) } };
  const headers = { 'content-disposition': 'attachment; filename="turnout-dataset.zip"' };
  return { status: 200, headers, body: Buffer.from(zipDataset(files)) };
}
