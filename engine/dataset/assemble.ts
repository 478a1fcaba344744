import type { Dataset } from '../model/dataset.ts';
import { withFirstReports } from '../model/first-report.ts';
import type { Problem } from '../model/problem.ts';
import { completeCalls } from './calls.ts';
import { checkPaymentTerms, PAYMENT_TERMS_FILE } from './payment-terms.ts';
import { checkLent, defaultPolicy, POLICY_FILE, readPolicy, usualCurrency } from './policy.ts';
import type { ProblemList } from './problem-list.ts';
import { type ReadRow, readRows } from './read-rows.ts';
import { checkReferences, type ReadTables } from './references.ts';
import { withoutCancelledOriginals } from './settle-duplicates.ts';
import type { Sheet } from './sheet.ts';
import { type SoundPart, soundPart } from './sound-part.ts';
import { fileOf, TABLE_NAMES, type Table } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/** Order in which problems are listed. */
export const FILES: readonly string[] = [...TABLE_NAMES.map(fileOf), POLICY_FILE, PAYMENT_TERMS_FILE];

/** A dataset whose every code is known, and what is worth saying of the files it came from. */
export interface ParsedDataset {
  readonly dataset: Dataset;
  /** Not errors: files that were passed over. */
  readonly notes: readonly Problem[];
  /** Row of `calls.csv` as it was given, for a call's row of the dataset (after a merge they differ); null: held before. */
  givenRow(row: number): number | null;
}

/** A dataset with problems: nothing of it is taken in. */
export interface RefusedDataset {
  readonly ok: false;
  /** What is wrong with its files. */
  readonly problems: readonly Problem[];
  readonly sound: SoundPart;
  /** Its problems and further ones, in the order of files and rows. */
  with(further: readonly Problem[]): readonly Problem[];
}

export type ReadDataset = { readonly ok: true; readonly value: ParsedDataset } | RefusedDataset;

/** Everything of a dataset before its cells are read. */
export interface Sources {
  readonly sheets: Readonly<Record<TableKey, Sheet>>;
  /** Parsed JSON; null: none given. */
  readonly policy: unknown;
  readonly paymentTerms: unknown;
  readonly notes: readonly Problem[];
}

/** Reads the cells of all tables and checks them against each other: a dataset, or every problem found so far. */
export function assemble(sources: Sources, problems: ProblemList): ReadDataset {
  const { sheets } = sources;
  const contracts = readRows(TABLES.contracts, sheets.contracts, null, problems);
  const policy = readPolicySource(sources.policy, usualCurrency(contracts.rows.map(({ values }) => values)), problems);
  const currency = policy?.currency ?? null;
  const tables = Object.fromEntries(
    Object.entries(TABLES).map(([key, table]) => [
      key,
      key === 'contracts'
        ? contracts
        : readRows(table as unknown as Table, sheets[key as TableKey], currency, problems),
    ]),
  ) as unknown as ReadTables;
  checkReferences(tables, problems);
  const calls = completeCalls(tables, problems);
  if (policy !== undefined)
    checkLent(policy, { resources: tables.resources.codes, territories: tables.territories.codes }, problems);
  if (sources.paymentTerms !== null) checkPaymentTerms(sources.paymentTerms, paymentCodes(tables), problems);
  if (problems.count > 0 || policy === undefined) return refused(problems, soundPart(tables, calls, problems));

  const dataset: Dataset = {
    customers: whole(tables.customers.rows),
    territories: whole(tables.territories.rows),
    calendars: whole(tables.calendars.rows),
    contracts: whole(tables.contracts.rows),
    skills: whole(tables.skills.rows),
    models: whole(tables.models.rows),
    sites: whole(tables.sites.rows),
    zones: whole(tables.zones.rows),
    devices: whole(tables.devices.rows),
    regimes: whole(tables.regimes.rows),
    regimeRules: numbered(tables.regimeRules.rows),
    priorityRules: numbered(tables.priorityRules.rows),
    reliabilityTargets: numbered(tables.reliabilityTargets.rows),
    specialDays: numbered(tables.specialDays.rows),
    escalations: numbered(tables.escalations.rows),
    resources: whole(tables.resources.rows),
    absences: numbered(tables.absences.rows),
    loans: numbered(tables.loans.rows),
    shiftChanges: numbered(tables.shiftChanges.rows),
    breaks: numbered(tables.breaks.rows),
    onCall: numbered(tables.onCall.rows),
    calls: withFirstReports(withoutCancelledOriginals(calls)),
    policy,
    policySource: sources.policy,
    paymentTerms: sources.paymentTerms as Dataset['paymentTerms'],
  };
  return { ok: true, value: { dataset, notes: sources.notes, givenRow: givenRows(tables.calls.rows) } };
}

function refused(problems: ProblemList, sound: SoundPart): RefusedDataset {
  return {
    ok: false,
    problems: problems.sorted(FILES),
    sound,
    with(further) {
      for (const problem of further) problems.add(problem);
      return problems.sorted(FILES);
    },
  };
}

function givenRows(rows: readonly ReadRow<object>[]): (row: number) => number | null {
  const given = new Map(rows.map(({ sheetRow: { row, held, shown } }) => [row, held ? null : shown]));
  return (row) => given.get(row) ?? null;
}

/** No problem was reported, so that no value is lacking. */
const whole = <Row extends object>(rows: readonly ReadRow<Row>[]) => rows.map(({ values }) => values as Row);
const numbered = <Row extends object>(rows: readonly ReadRow<Row>[]) =>
  rows.map(({ sheetRow, values }) => ({ ...(values as Row), row: sheetRow.row }));

function readPolicySource(source: unknown, currency: string, problems: ProblemList) {
  if (source === null) return defaultPolicy(currency);
  const policy = readPolicy(source, currency);
  if (policy.ok) return policy.value;
  for (const problem of policy.problems) problems.add(problem);
  return undefined;
}

function paymentCodes(tables: ReadTables) {
  const { contracts, devices } = tables;
  return {
    contracts:
      contracts.codes === null
        ? null
        : new Map(contracts.rows.map(({ sheetRow, values }) => [sheetRow.key, values.currency ?? null] as const)),
    site: tables.sites.codes,
    zone: tables.zones.codes,
    model: tables.models.codes,
    device: devices.codes,
    group: devices.codes === null ? null : new Set(devices.rows.flatMap(({ values }) => values.groups ?? [])),
  };
}
