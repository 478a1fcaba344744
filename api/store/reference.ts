import { IsolationLevel } from '@mikro-orm/core';
import { sql } from 'kysely';
import { completePolicy, type Instant, type Policy, type Reference, type RotaKey } from '#engine';
import { type Em, kysely } from './database.ts';
import { lockExclusively, sharedLock } from './locks.ts';
import { readSetting, writeSetting } from './settings.ts';
import { sendAll } from './statements.ts';
import { contracts, customers } from './tables/customers.ts';
import { absences, calendars, resources } from './tables/people.ts';
import { devices, models, sites, skills, territories, zones } from './tables/places.ts';
import { breaks, loans, onCall, shiftChanges } from './tables/rota.ts';
import { escalations, priorityRules, regimeRules, regimes, reliabilityTargets, specialDays } from './tables/rules.ts';
import { insertRecords, selectRecords, type Table } from './tables/table.ts';

/** Each list of the reference and its table. */
const TABLES = {
  customers,
  territories,
  calendars,
  contracts,
  skills,
  models,
  sites,
  zones,
  devices,
  regimes,
  regimeRules,
  priorityRules,
  reliabilityTargets,
  specialDays,
  escalations,
  resources,
  absences,
  loans,
  shiftChanges,
  breaks,
  onCall,
};
type TableName = keyof typeof TABLES;
/** The same, for whoever reads what they were. */
export const referenceTables: Readonly<Record<TableName, { readonly name: string }>> = TABLES;
const tables = Object.entries(TABLES) as [TableName, Table<object>][];

/** Another whenever the reference tables have changed: who has an older one in memory reads them, and all calls, again. */
export async function readReferenceVersion(em: Em): Promise<string> {
  return String((await readSetting<number>(em, 'reference_version')) ?? 0);
}

/** Keeps the reference tables from changing until the transaction ends. Whoever writes a call judged by them asks first. */
export const holdReference = (em: Em): Promise<void> => sendAll(em, [HOLD_REFERENCE]);
/** The same as a statement, to be sent with others. */
export const HOLD_REFERENCE = sharedLock('reference');

/** Keeps the reference and the rota from changing until the transaction ends. Taken before any plan is locked. */
export const holdTables = (em: Em): Promise<void> => sendAll(em, [HOLD_REFERENCE, sharedLock('rota')]);

/** Whether no dataset was ever written, or an empty one. */
export async function isEmpty(em: Em): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from customers)
    and not exists (select from calls) as empty`.execute(kysely(em));
  return rows[0]?.empty === true;
}

/** Has others who would write the reference tables wait until the transaction ends. */
export const claimReference = (em: Em): Promise<void> => lockExclusively(em, 'reference');

/** All reference tables as they stood at one moment; empty ones where no dataset was ever written. */
export async function readReference(em: Em): Promise<{ reference: Reference; version: string; rotaVersion: string }> {
  return atOneMoment(em, async (at) => {
    // First: where a snapshot is taken for each statement, what comes meanwhile makes the versions too old, and all is read again.
    const [version, rotaVersion] = [await readReferenceVersion(at), await readRotaVersion(at)];
    const lists: Record<string, unknown> = {};
    for (const [name, table] of tables) lists[name] = await selectRecords(at, table);
    const reference = {
      ...lists,
      policy: completePolicy(await readSetting<Policy>(at, 'policy')),
      policySource: await readSetting(at, 'policy_source'),
      paymentTerms: await readSetting(at, 'payment_terms'),
    } as unknown as Reference;
    return { reference, version, rotaVersion };
  });
}

const rotaTables = { absences, loans, shiftChanges, breaks, onCall };

/** Another whenever the tables of the rota have changed, by themselves or with all others. */
export async function readRotaVersion(em: Em): Promise<string> {
  return String((await readSetting<number>(em, 'rota_version')) ?? 0);
}

/** The tables of the rota as they stood at one moment. */
export async function readRota(em: Em): Promise<{ rota: Pick<Reference, RotaKey>; version: string }> {
  return atOneMoment(em, async (at) => {
    const version = await readRotaVersion(at);
    const lists: Record<string, unknown> = {};
    for (const [name, table] of Object.entries(rotaTables)) lists[name] = await selectRecords<object>(at, table);
    return { rota: lists as unknown as Pick<Reference, RotaKey>, version };
  });
}

/** Has others who would change the rota wait until the transaction ends, an import too. */
export async function claimRota(em: Em): Promise<void> {
  await holdReference(em);
  await lockExclusively(em, 'rota');
}

/** Puts the rows of one resource in the place of those that it has in a table of the rota; the rota claimed before. */
export async function replaceRotaRows(
  em: Em,
  key: RotaKey,
  resource: string,
  rows: readonly object[],
  at: Instant,
): Promise<void> {
  await stampReference(em, at);
  const table: Table<object> = rotaTables[key];
  const db = kysely(em);
  await sql`delete from ${sql.table(table.name)} where resource = ${resource}`.execute(db);
  const { rows: last } = await sql<{
    row: number | null;
  }>`select max("row") as row from ${sql.table(table.name)}`.execute(db);
  const first = (last[0]?.row ?? 1) + 1;
  await insertRecords<object>(em, table, rows, (_row, index) => ({ row: first + index }));
  await writeSetting(em, 'rota_version', Number(await readRotaVersion(em)) + 1);
}

/** A changed row of a reference table: `before` null where it is added, `after` null where it is removed. */
export interface ReferenceRow {
  readonly key: TableName;
  readonly before: object | null;
  readonly after: object | null;
}

/**
 * Writes one row of a reference table, the reference claimed before, and no other. One that is replaced keeps its place, a
 * new one comes last; where one without a code goes, those behind it are written anew, since their numbers are others.
 * `list`: the table's records as they are from now on.
 */
export async function writeReferenceRow(
  em: Em,
  { key, before, after }: ReferenceRow,
  list: readonly object[],
  at: Instant,
): Promise<void> {
  await stampReference(em, at);
  const table: Table<object> = TABLES[key];
  const name = sql.table(table.name);
  const db = kysely(em);
  const positioned = table.columns.some((column) => column.name === 'position');
  if (positioned) {
    const code = ((before ?? after) as { readonly code: string }).code;
    const { rows } = await sql<{
      position: number;
    }>`delete from ${name} where code = ${code} returning position`.execute(db);
    const { rows: last } = await sql<{
      next: number;
    }>`select coalesce(max(position) + 1, 0) as next from ${name}`.execute(db);
    const position = rows[0]?.position ?? last[0]?.next ?? 0;
    if (after !== null) await insertRecords<object>(em, table, [after], () => ({ position }));
  } else {
    const row = (before as { readonly row: number } | null)?.row ?? null;
    const gone = after === null && !(key in rotaTables) ? sql`"row" >= ${row}` : sql`"row" = ${row}`;
    if (row !== null) await sql`delete from ${name} where ${gone}`.execute(db);
    const { rows } = await sql<{ next: number }>`select coalesce(max("row") + 1, 2) as next from ${name}`.execute(db);
    const first = row ?? rows[0]!.next;
    // Rows of the rota bear numbers with gaps: only their order counts.
    const rest = key in rotaTables ? [] : list.filter((record) => (record as { readonly row: number }).row >= first);
    const come = after === null ? rest : [{ ...after, row: first }];
    await insertRecords<object>(em, table, come, () => ({}));
  }
  const version = key in rotaTables ? 'rota_version' : 'reference_version';
  await writeSetting(em, version, Number((await readSetting<number>(em, version)) ?? 0) + 1);
}

/** Writes a calendar or resource, the reference claimed before. It keeps its place, or comes last. */
export const writeCodedRow = (
  em: Em,
  key: 'calendars' | 'resources',
  record: { readonly code: string },
  at: Instant,
): Promise<void> => writeReferenceRow(em, { key, before: record, after: record }, [], at);

/** Replaces the payment terms of all contracts, within a transaction that has claimed the reference. */
export async function writePaymentTerms(em: Em, terms: Reference['paymentTerms']): Promise<void> {
  await writeSetting(em, 'payment_terms', terms);
  await writeSetting(em, 'reference_version', Number(await readReferenceVersion(em)) + 1);
}

/** Says when the tables change, for their history, which the database keeps. */
const stampReference = async (em: Em, at: Instant): Promise<void> => {
  await sql`select set_config('turnout.now', ${String(at)}, true)`.execute(kysely(em));
};

/** Replaces the content of all reference tables, within a transaction. Other writers wait until it ends. */
export async function writeReference(em: Em, reference: Reference, at: Instant): Promise<void> {
  await lockExclusively(em, 'reference');
  await stampReference(em, at);
  for (const [name, table] of tables) {
    await sql`delete from ${sql.table(table.name)}`.execute(kysely(em));
    await insertRecords<object>(em, table, reference[name]);
  }
  await writeSetting(em, 'policy', reference.policy);
  await writeSetting(em, 'policy_source', reference.policySource);
  await writeSetting(em, 'payment_terms', reference.paymentTerms);
  await writeSetting(em, 'reference_version', Number(await readReferenceVersion(em)) + 1);
  await writeSetting(em, 'rota_version', Number(await readRotaVersion(em)) + 1);
  // Calls come with all tables: who holds some reads them again.
  await writeSetting(em, 'dataset_version', Number(await readDatasetVersion(em)) + 1);
}

/** Another whenever a whole dataset was written or merged: calls too, not tables alone. */
export async function readDatasetVersion(em: Em): Promise<string> {
  return String((await readSetting<number>(em, 'dataset_version')) ?? 0);
}

/** Runs several reads on one snapshot; within a transaction, on that transaction's. */
export async function atOneMoment<T>(em: Em, read: (em: Em) => Promise<T>): Promise<T> {
  if (em.isInTransaction()) return read(em);
  return em
    .fork()
    .transactional((at) => read(at as Em), { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
}
