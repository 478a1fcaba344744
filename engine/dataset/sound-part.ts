import type { Call, CallOnDevice } from '../model/call.ts';
import type { Reference } from '../model/dataset.ts';
import { defaultPolicy, usualCurrency } from './policy.ts';
import type { ProblemList } from './problem-list.ts';
import type { ReadRow } from './read-rows.ts';
import type { ReadTables } from './references.ts';
import { columnsOf, fileOf, type TableName } from './table.ts';
import { TABLES, type TableKey } from './tables/index.ts';

/**
 * What can be relied on in a dataset with problems, so that its calls can be asked for theirs too: rows without a
 * problem that refer to none with one. Tables that entitlement does not depend on are left empty.
 */
export interface SoundPart {
  readonly reference: Reference;
  /** Calls on a device of the reference, whatever else is wrong with their rows. */
  readonly calls: readonly CallOnDevice[];
  /** Whether no rule that a call may fall under is lacking: else it can't be said that none applies. */
  readonly hasAllRules: boolean;
}

/** Each refers to tables before it alone. */
const NEEDED: readonly TableKey[] = [
  ...(['customers', 'territories', 'calendars', 'contracts', 'skills', 'models', 'sites', 'zones', 'devices'] as const),
  ...(['regimes', 'regimeRules', 'specialDays'] as const),
];
/** A rule may be lacking for a problem in one of these. Problems elsewhere take its devices along. */
const RULES: readonly TableName[] = ['calendars', 'regimes', 'regime_rules', 'special_days'];

/** `calls`: one for each row of their table, in its order. */
export function soundPart(tables: ReadTables, calls: readonly Call[], problems: ProblemList): SoundPart {
  const rows = new Map<TableKey, ReadRow<object>[]>();
  const codes = new Map<TableName, ReadonlySet<unknown>>();
  for (const key of NEEDED) {
    const sound = soundRows(tables, key, codes, problems);
    rows.set(key, sound);
    codes.set(TABLES[key].name, new Set(sound.map(({ values }) => (values as { code?: string }).code)));
  }
  const records = Object.fromEntries(
    (Object.keys(TABLES) as TableKey[]).map((key) => [
      key,
      (rows.get(key) ?? []).map(({ sheetRow, values }) => ({ ...values, row: sheetRow.row })),
    ]),
  );
  const policy = defaultPolicy(usualCurrency([]));
  return {
    // Sound rows lack no value.
    reference: { ...records, policy, policySource: null, paymentTerms: null } as unknown as Reference,
    calls: tables.calls.rows.flatMap(({ sheetRow, values: { type, loggedAt, keptTerms } }, index) => {
      const device = calls[index]!.device;
      if (loggedAt === undefined || type === undefined || keptTerms === undefined || !codes.get('devices')?.has(device))
        return [];
      return [{ row: sheetRow.held ? null : sheetRow.shown, device, type: type ?? 'fault', loggedAt, keptTerms }];
    }),
    hasAllRules: !RULES.some((name) => problems.concerns(fileOf(name))),
  };
}

function soundRows(
  tables: ReadTables,
  key: TableKey,
  codes: ReadonlyMap<TableName, ReadonlySet<unknown>>,
  problems: ProblemList,
): ReadRow<object>[] {
  const { table, rows } = tables[key];
  const references = columnsOf(table).filter(({ column }) => column.references !== null);
  const isSound = ({ sheetRow, values }: ReadRow<object>): boolean =>
    !problems.concerns(fileOf(table.name), sheetRow.shown) &&
    references.every(({ property, column }) => {
      const value = (values as Record<string, unknown>)[property];
      if (value === null || value === undefined) return true;
      const named = column.kind.codes?.(value) ?? [value];
      return [...named].every((code) => codes.get(column.references!)?.has(code));
    });
  return rows.filter(isSound);
}
