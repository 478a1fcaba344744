import { describe, expect, test } from 'vitest';
import { formatDataset, parseDataset } from '../../engine/dataset/index.ts';
import { datasetOf, tiny } from './tiny.ts';

const ROTA = {
  'loans.csv': 'resource,territory,on,reason\nann,north,2026-06-02,storm\n',
  'shift_changes.csv': 'resource,on,hours\nann,2026-06-03,"06:00-10:00,11:00-14:00"\nann,2026-06-04,off\n',
  'breaks.csv': 'resource,hours,valid_from,valid_to\nann,Mo-Fr 12:00-12:30,,2026-12-31\n',
  'on_call.csv': 'resource,from,to,up_to\nann,2026-06-05T18:00:00+01:00,2026-06-08T08:00:00+01:00,\n',
};
const problems = (files: Record<string, string>) => {
  const parsed = parseDataset(tiny(files));
  return parsed.ok ? [] : parsed.problems.map(({ code, file, row, field }) => [code, file, row, field]);
};

describe('tables of the rota', () => {
  test('are read, and written only where they have rows', () => {
    const dataset = datasetOf(tiny(ROTA));
    expect(dataset.loans).toMatchObject([{ resource: 'ann', territory: 'north', on: '2026-06-02', reason: 'storm' }]);
    expect(dataset.shiftChanges.map(({ hours }) => hours)).toEqual(['06:00-10:00,11:00-14:00', 'off']);
    expect(dataset.breaks).toMatchObject([{ hours: 'Mo-Fr 12:00-12:30', validFrom: null, validTo: '2026-12-31' }]);
    expect(dataset.onCall).toMatchObject([{ upTo: 'high' }]);
    expect([...formatDataset(dataset).keys()]).toEqual(expect.arrayContaining(Object.keys(ROTA)));
    const written = [...formatDataset(datasetOf(tiny())).keys()];
    for (const file of Object.keys(ROTA)) expect(written).not.toContain(file);
  });

  test('two loans, or two changes of hours, of one resource on one date contradict each other', () => {
    expect(
      problems({
        'loans.csv': `${ROTA['loans.csv']}ann,north,2026-06-02,again\n`,
        'shift_changes.csv': `${ROTA['shift_changes.csv']}ann,2026-06-04,08:00-09:00\n`,
      }),
    ).toEqual([
      ['contradictory-values', 'loans.csv', 3, 'on'],
      ['contradictory-values', 'shift_changes.csv', 4, 'on'],
    ]);
  });

  test('every error is told: unknown codes, bad hours, ends before starts', () => {
    expect(
      problems({
        'loans.csv': 'resource,territory,on\nnobody,nowhere,2026-13-01\n',
        'shift_changes.csv': 'resource,on,hours\nann,2026-06-03,all day\n',
        'breaks.csv': 'resource,hours,valid_from,valid_to\nann,12:00-12:30,2026-12-31,2026-01-01\n',
        'on_call.csv': 'resource,from,to,up_to\nann,2026-06-05T18:00:00Z,2026-06-05T18:00:00Z,urgent\n',
      }),
    ).toEqual([
      ['bad-date', 'loans.csv', 2, 'on'],
      ['unknown-code', 'loans.csv', 2, 'resource'],
      ['unknown-code', 'loans.csv', 2, 'territory'],
      ['bad-hours', 'shift_changes.csv', 2, 'hours'],
      ['contradictory-values', 'breaks.csv', 2, 'valid_to'],
      ['unknown-value', 'on_call.csv', 2, 'up_to'],
      ['contradictory-values', 'on_call.csv', 2, 'to'],
    ]);
  });
});
