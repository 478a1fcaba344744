import type { Dimension } from '../model/priority.ts';
import type { LocalDate } from '../model/units.ts';
import { addDays, startOfDay } from '../time/index.ts';
import { nearest } from './nearest.ts';
import type { ProblemList } from './problem-list.ts';
import { type ReadTable, reportAt } from './read-rows.ts';
import { columnsOf, fileOf, type TableName } from './table.ts';
import type { RowOf, TableKey } from './tables/index.ts';

/** Every table as it was read. */
export type ReadTables = { readonly [K in TableKey]: ReadTable<RowOf<K>> };

/** Reports every code that does not exist in the table it is to stand in, and special days that end before they begin. */
export function checkReferences(tables: ReadTables, problems: ProblemList): void {
  const byName = new Map<TableName, ReadTable<object>>(Object.values(tables).map((read) => [read.table.name, read]));
  for (const read of Object.values(tables)) checkColumns(read, byName, problems);
  checkPriorityCodes(tables, problems);
  checkGroups(tables, problems);
  checkSpecialDays(tables, problems);
  checkOncePerDay(tables.loans, 'is lent', problems);
  checkOncePerDay(tables.shiftChanges, 'has its hours changed', problems);
}

function checkColumns(
  read: ReadTable<object>,
  byName: ReadonlyMap<TableName, ReadTable<object>>,
  problems: ProblemList,
): void {
  for (const { name, property, column } of columnsOf(read.table)) {
    if (column.references === null) continue;
    const codes = byName.get(column.references)?.codes ?? null;
    if (codes === null) continue; // the file could not be read: told already
    for (const { sheetRow, values } of read.rows) {
      const value = (values as Record<string, unknown>)[property];
      if (value === null || value === undefined || (typeof value === 'string' && codes.has(value))) continue;
      for (const code of column.kind.codes?.(value) ?? [])
        if (!codes.has(code))
          reportAt(read.table, sheetRow, problems)(
            name,
            ...unknownCode(code, fileOf(column.references), codes, problems),
            code,
          );
    }
  }
}

/** Code, message and action for a code that stands in no table. */
function unknownCode(
  code: string,
  where: string,
  codes: ReadonlySet<string>,
  problems: ProblemList,
): [code: string, message: string, action: string] {
  const meant = problems.suggests ? nearest(code, codes) : null;
  return [
    'unknown-code',
    codes.size === 0 ? `"${code}" is not in ${where}, which has no rows.` : `"${code}" is not in ${where}.`,
    meant === null
      ? `Add it to ${where}, or correct the code.`
      : `Write ${meant}, if that is meant, or add the code to ${where}.`,
  ];
}

function checkPriorityCodes(tables: ReadTables, problems: ProblemList): void {
  const ofDimension: Record<Dimension, ReadTable<object>> = {
    contract: tables.contracts,
    site: tables.sites,
    zone: tables.zones,
    model: tables.models,
  };
  const { table, rows } = tables.priorityRules;
  for (const { sheetRow, values } of rows) {
    if (values.dimension === undefined || values.code === undefined) continue;
    const { table: target, codes } = ofDimension[values.dimension];
    if (codes !== null && !codes.has(values.code))
      reportAt(table, sheetRow, problems)('code', ...unknownCode(values.code, fileOf(target.name), codes, problems));
  }
}

/** Device groups have no table: a group is known when a device names it. */
function checkGroups(tables: ReadTables, problems: ProblemList): void {
  if (tables.devices.codes === null) return;
  const groups = new Set(tables.devices.rows.flatMap(({ values }) => values.groups ?? []));
  const { table, rows } = tables.reliabilityTargets;
  for (const { sheetRow, values } of rows)
    if (values.group && !groups.has(values.group))
      reportAt(
        table,
        sheetRow,
        problems,
      )('group', ...unknownCode(values.group, 'the groups of devices.csv', groups, problems));
}

/** Two loans, or two changes of hours, of one resource for one date contradict each other. */
function checkOncePerDay(
  { table, rows }: ReadTable<{ readonly resource: string; readonly on: LocalDate }>,
  what: string,
  problems: ProblemList,
): void {
  const first = new Map<string, number>();
  for (const { sheetRow, values } of rows) {
    if (values.resource === undefined || values.on === undefined) continue;
    const key = `${values.on} ${values.resource}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, sheetRow.shown);
    else
      reportAt(table, sheetRow, problems)(
        'on',
        'contradictory-values',
        `${values.resource} ${what} twice on ${values.on}: in rows ${other} and ${sheetRow.shown}.`,
        'Remove one of the rows.',
      );
  }
}

function checkSpecialDays(tables: ReadTables, problems: ProblemList): void {
  const zones = new Map(tables.sites.rows.map(({ values }) => [values.code, values.timeZone]));
  const { table, rows } = tables.specialDays;
  for (const { sheetRow, values } of rows) {
    const { from, to } = values;
    // Dates alone are compared without a zone; the zone of an unknown site does not matter otherwise.
    const zone = zones.get(values.site) ?? 'UTC';
    if (from === undefined || to === undefined) continue;
    const start = 'date' in from ? startOfDay(from.date, zone) : from.instant;
    const end = 'date' in to ? startOfDay(addDays(to.date, 1), zone) : to.instant;
    if (end <= start)
      reportAt(table, sheetRow, problems)(
        'to',
        'contradictory-values',
        'The special day ends before it begins.',
        'Give to a date that is not before from, or an instant after it.',
      );
  }
}
