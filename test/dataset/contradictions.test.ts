import { describe, expect, it } from 'vitest';
import { brief, problemsOf, withCell } from './tiny.ts';

describe('values that contradict each other', () => {
  it.each([
    ['contracts.csv', 2, 'ends_on', '2025-12-31', 'ends_on'],
    ['devices.csv', 3, 'retired_on', '2019-12-31', 'retired_on'],
    ['regime_rules.csv', 3, 'valid_to', '2025-12-31', 'valid_to'],
    ['special_days.csv', 2, 'to', '2026-07-03', 'to'],
    ['special_days.csv', 2, 'to', '2026-07-04T00:00:00+01:00', 'to'],
    ['special_days.csv', 3, 'to', '2026-07-31', 'to'],
    ['special_days.csv', 3, 'to', '2026-07-31T23:00:00Z', 'to'],
    ['absences.csv', 2, 'to', '2026-06-01T07:00:00Z', 'to'],
    ['calls.csv', 3, 'occurred_at', '2026-06-01T09:00:01+01:00', 'occurred_at'],
    ['calls.csv', 3, 'latest', '2026-06-02T08:59:00+01:00', 'latest'],
    ['calls.csv', 3, 'responded_at', '2026-06-01T08:59:59+01:00', 'responded_at'],
    ['calls.csv', 3, 'fixed_at', '2026-06-01T08:59:59+01:00', 'fixed_at'],
    ['calls.csv', 3, 'closed_at', '2026-06-01T08:59:59+01:00', 'closed_at'],
    ['calls.csv', 4, 'closed_at', '2026-06-01T11:59:59+01:00', 'closed_at'],
    ['calls.csv', 3, 'holds', '2026-06-01T10:00:00Z/2026-06-01T10:00:00Z/parts', 'holds'],
    ['calls.csv', 3, 'holds', '2026-06-01T10:00:00Z//parts;2026-06-01T11:00:00Z/2026-06-01T12:00:00Z/parts', 'holds'],
    ['calls.csv', 3, 'holds', '2026-06-01T10:00:00Z//parts;2026-06-01T11:00:00Z//access', 'holds'],
  ])('%s row %i: %s = %s', (file, row, column, text, field) => {
    const problems = problemsOf(withCell(file, row, column, text)).map(brief);
    expect(problems.map(({ value: _, ...rest }) => rest)).toEqual([{ code: 'contradictory-values', file, row, field }]);
  });

  it('a priority rule for one contract that names another', () => {
    const files = withCell('priority_rules.csv', 3, 'contract', 'C2');
    const [header = '', contract = ''] = (files.get('contracts.csv') ?? '').split('\n');
    files.set('contracts.csv', [header, contract, contract.replace('C1', 'C2'), ''].join('\n'));
    expect(problemsOf(files).map(brief)).toEqual([
      { code: 'contradictory-values', file: 'priority_rules.csv', row: 3, field: 'contract', value: 'C2' },
    ]);
  });

  it('overlapping holds are no contradiction', () => {
    expect(
      problemsOf(
        withCell('calls.csv', 3, 'holds', '2026-06-01T10:00:00Z/2026-06-01T12:00:00Z/a;2026-06-01T11:00:00Z//b'),
      ),
    ).toEqual([]);
  });

  it('a special day may begin and end on one date, or at an instant before the end of its last date', () => {
    expect(problemsOf(withCell('special_days.csv', 3, 'to', '2026-08-01'))).toEqual([]);
  });
});

describe('one of several columns', () => {
  it.each([
    ['regime_rules.csv', 2, 'contract', '', 'none-of-one', 'contract', undefined],
    ['regime_rules.csv', 2, 'customer', 'metro', 'several-of-one', 'customer', 'metro'],
    ['escalations.csv', 2, 'contract', '', 'none-of-one', 'contract', undefined],
    ['escalations.csv', 2, 'customer', 'metro', 'several-of-one', 'customer', 'metro'],
    ['reliability_targets.csv', 2, 'group', '', 'none-of-one', 'device', undefined],
    ['reliability_targets.csv', 2, 'zone', 'Z1', 'several-of-one', 'zone', 'Z1'],
  ])('%s row %i: %s = "%s" is %s', (file, row, column, text, code, field, value) => {
    expect(problemsOf(withCell(file, row, column, text)).map(brief)).toEqual([{ code, file, row, field, value }]);
  });
});
