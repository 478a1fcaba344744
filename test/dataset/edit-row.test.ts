import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  describeTables,
  instant,
  parseDataset,
  type RowChange,
  type TableName,
  tableRows,
  withReferenceRow,
  withRowChange,
} from '../../engine/index.ts';
import { generateDataset } from '../../fixtures/index.ts';

const generated = parseDataset(
  generateDataset({ calls: 30, seed: 4, now: instant(Date.parse('2026-06-01T09:00:00Z')) }),
);
if (!generated.ok) throw new Error('the generated dataset is not valid');
const dataset = { ...generated.value.dataset, calls: [] };
const tables = describeTables().filter(({ name }) => name !== 'calls');
const rowsOf = new Map(tables.map(({ name }) => [name, tableRows(dataset, name)]));

/** A row of a table with some cells of another row of it, at times nonsense: valid as often as not. */
const edits = fc
  .record({
    table: fc.constantFrom(...tables.filter(({ name }) => rowsOf.get(name)!.length > 0)),
    kind: fc.constantFrom('add', 'replace', 'remove'),
    row: fc.nat(),
    other: fc.nat(),
    column: fc.nat(),
    text: fc.constantFrom(null, null, '', 'NOBODY', '7', '2026-05-01', 'new'),
  })
  .map(({ table, kind, row, other, column, text }) => {
    const rows = rowsOf.get(table.name)!;
    const at = row % rows.length;
    const was = rows[at]!;
    const { name } = table.columns[column % table.columns.length]!;
    const cells = { ...was, [name]: text ?? rows[other % rows.length]![name] ?? '' };
    if (kind === 'add' && table.key !== null && row % 2 === 0) cells[table.key] = `NEW-${row}`;
    const change: RowChange =
      kind === 'add'
        ? { kind, cells }
        : kind === 'replace'
          ? { kind, row: at + 2, was, cells }
          : { kind: 'remove', row: at + 2, was };
    return { name: table.name as Exclude<TableName, 'calls'>, change };
  });

describe('a row checked against the tables in memory', () => {
  test('gives what the whole dataset with that row gives, and the same problems', () => {
    let taken = 0;
    fc.assert(
      fc.property(edits, ({ name, change }) => {
        const whole = withRowChange(dataset, name, change);
        const row = withReferenceRow(dataset, name, change);
        expect(row.ok).toBe(whole.ok);
        if (whole.ok && row.ok) {
          taken += 1;
          const { calls: _, ...reference } = whole.value.dataset;
          const { policySource: _1, ...expected } = reference;
          const { policySource: _2, calls: _3, ...found } = row.reference as typeof dataset;
          expect(found).toEqual(expected);
        } else if (!whole.ok && !row.ok && 'problems' in whole && 'problems' in row)
          expect(row.problems).toEqual(whole.problems);
      }),
      { numRuns: 120 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  test('is not taken where it is another one by now', () => {
    const was = { ...rowsOf.get('sites')![0]!, name: 'Elsewhere' };
    expect(withReferenceRow(dataset, 'sites', { kind: 'replace', row: 2, was, cells: was })).toMatchObject({
      ok: false,
      changed: { code: 'row-changed', row: 2 },
    });
    expect(withReferenceRow(dataset, 'skills', { kind: 'remove', row: 9999, was: {} })).toMatchObject({ ok: false });
  });
});
