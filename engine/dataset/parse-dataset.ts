import type { Problem } from '../model/problem.ts';
import { assemble, FILES, type ReadDataset, type Sources } from './assemble.ts';
import { parseJson } from './json.ts';
import { nearest } from './nearest.ts';
import { PAYMENT_TERMS_FILE } from './payment-terms.ts';
import { POLICY_FILE } from './policy.ts';
import { ProblemList } from './problem-list.ts';
import { EMPTY_SHEET, readSheet, type Sheet } from './sheet.ts';
import { fileOf, type Table } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/**
 * Reads a dataset (domain, section 2): the text of each file by its name (`calls.csv`), without a folder. Absent files
 * are empty tables. Either a whole dataset or every problem in it, by file and row; nothing in between.
 */
export function parseDataset(files: ReadonlyMap<string, string>): ReadDataset {
  const problems = new ProblemList();
  return assemble(readSources(files, problems), problems);
}

/** Splits the files of a dataset into rows, and reports files that no dataset has. */
export function readSources(files: ReadonlyMap<string, string>, problems: ProblemList): Sources {
  const notes: Problem[] = [];
  for (const name of files.keys()) checkFileName(name, files, problems, notes);
  const sheets = Object.fromEntries(
    Object.entries(TABLES).map(([key, table]) => {
      const text = files.get(fileOf(table.name));
      return [key, text === undefined ? EMPTY_SHEET : readSheet(table as unknown as Table, text, problems)];
    }),
  ) as Record<TableKey, Sheet>;
  const json = (name: string): unknown => {
    const text = files.get(name);
    return text === undefined ? null : (parseJson(name, text, problems) ?? null);
  };
  return { sheets, policy: json(POLICY_FILE), paymentTerms: json(PAYMENT_TERMS_FILE), notes };
}

function checkFileName(
  name: string,
  files: ReadonlyMap<string, string>,
  problems: ProblemList,
  notes: Problem[],
): void {
  if (FILES.includes(name)) return;
  const meant = nearest(
    name,
    FILES.filter((file) => !files.has(file)),
  );
  const rename = meant === null ? '' : `rename it to ${meant}, if that is meant`;
  if (/\.csv$/i.test(name))
    problems.add({
      code: 'unknown-file',
      file: name,
      message: `A dataset has no table ${name}.`,
      action: rename === '' ? 'Remove it, or give it the name of a table.' : `Remove it, or ${rename}.`,
    });
  else
    notes.push({
      code: 'ignored-file',
      file: name,
      message: `${name} is no part of a dataset and was passed over.`,
      action: rename === '' ? 'Nothing, unless it was meant to count.' : `Nothing; or ${rename}.`,
    });
}
