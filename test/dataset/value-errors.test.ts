import { describe, expect, it } from 'vitest';
import { brief, problemsOf, withCell } from './tiny.ts';

type Case = [file: string, row: number, column: string, value: string, code: string];

/** One cell is spoilt, and exactly one problem names it. */
function tells(cases: readonly Case[]): void {
  it.each(cases)('%s row %i: %s = "%s" is %s', (file, row, field, value, code) => {
    const problems = problemsOf(withCell(file, row, field, value));
    expect(problems.map(brief)).toEqual([{ code, file, row, field, value: value === '' ? undefined : value }]);
  });
}

describe('required cells', () => {
  tells([
    ['customers.csv', 2, 'name', '', 'missing-value'],
    ['regimes.csv', 2, 'calendar', '', 'missing-value'],
    ['special_days.csv', 2, 'to', '', 'missing-value'],
    ['resources.csv', 2, 'territory', '', 'missing-value'],
  ]);
});

describe('numbers', () => {
  tells([
    ['resources.csv', 2, 'latitude', '90.1', 'out-of-range'],
    ['resources.csv', 2, 'latitude', '-90.1', 'out-of-range'],
    ['resources.csv', 2, 'longitude', '180.5', 'out-of-range'],
    ['resources.csv', 2, 'longitude', '51°', 'bad-number'],
    ['resources.csv', 2, 'latitude', '51,5', 'bad-number'],
    ['resources.csv', 2, 'latitude', 'NaN', 'bad-number'],
    ['resources.csv', 2, 'latitude', '0x10', 'bad-number'],
    ['resources.csv', 2, 'latitude', '1e999', 'bad-number'],
    ['resources.csv', 2, 'speed', '0', 'out-of-range'],
    ['resources.csv', 2, 'max_calls', '2.5', 'bad-number'],
    ['resources.csv', 2, 'max_calls', '-1', 'out-of-range'],
    ['devices.csv', 2, 'weight', '0', 'out-of-range'],
    ['devices.csv', 2, 'weight', '-2', 'out-of-range'],
    ['regimes.csv', 2, 'availability_target', '100.1', 'out-of-range'],
    ['escalations.csv', 2, 'at', '-1', 'out-of-range'],
    ['priority_rules.csv', 2, 'level', '0', 'out-of-range'],
    ['priority_rules.csv', 2, 'level', '10', 'out-of-range'],
    ['zones.csv', 2, 'required_available', '0', 'out-of-range'],
    ['reliability_targets.csv', 2, 'max_failures', '-1', 'out-of-range'],
  ]);
});

describe('money', () => {
  tells([
    ['contracts.csv', 2, 'base_fee', '1000.005', 'too-many-decimals'],
    ['contracts.csv', 2, 'base_fee', '1,000.00', 'bad-money'],
    ['contracts.csv', 2, 'base_fee', '£100', 'bad-money'],
    ['contracts.csv', 2, 'base_fee', '-1.00', 'out-of-range'],
    ['contracts.csv', 2, 'base_fee', '99999999999999999', 'out-of-range'],
    ['resources.csv', 2, 'hourly_cost', '42.505', 'too-many-decimals'],
    ['resources.csv', 2, 'hourly_cost', '-1', 'out-of-range'],
  ]);

  it.each([
    ['JPY', '1000', []],
    ['JPY', '1000.0', ['too-many-decimals']],
    ['KWD', '1000.125', []],
    ['KWD', '1000.1255', ['too-many-decimals']],
  ])('%s %s has the decimals of its currency', (currency, fee, codes) => {
    const files = withCell('contracts.csv', 2, 'currency', currency);
    files.set('contracts.csv', (files.get('contracts.csv') ?? '').replace('100000.00', fee));
    files.set('resources.csv', (files.get('resources.csv') ?? '').replace('42.50', '42'));
    expect(problemsOf(files).map(({ code }) => code)).toEqual(codes);
  });
});

describe('words', () => {
  tells([
    ['contracts.csv', 2, 'currency', 'gbp', 'bad-currency'],
    ['contracts.csv', 2, 'currency', 'ZZZ', 'bad-currency'],
    ['contracts.csv', 2, 'time_zone', 'Europe/Londn', 'bad-time-zone'],
    ['territories.csv', 2, 'time_zone', '+01:00', 'bad-time-zone'],
    ['contracts.csv', 2, 'auto_renew', 'maybe', 'bad-boolean'],
    ['contracts.csv', 2, 'payment_period', 'week', 'unknown-value'],
    ['contracts.csv', 2, 'reopen', 'continued', 'unknown-value'],
    ['regimes.csv', 2, 'clock', 'covrage', 'unknown-value'],
    ['special_days.csv', 2, 'effect', 'closed', 'unknown-value'],
    ['priority_rules.csv', 2, 'dimension', 'device', 'unknown-value'],
    ['escalations.csv', 2, 'clock', 'repair', 'unknown-value'],
    ['escalations.csv', 2, 'raise_to', 'urgent', 'unknown-value'],
    ['calls.csv', 3, 'type', 'repair', 'unknown-value'],
    ['calls.csv', 3, 'status', 'done', 'unknown-value'],
    ['calls.csv', 3, 'excuse', 'weather', 'unknown-value'],
    ['calendars.csv', 2, 'hours', 'Mo-Fr 8-18', 'bad-hours'],
    ['regime_rules.csv', 3, 'hours', 'weekends', 'bad-hours'],
  ]);

  it('a closed list names what is allowed, and the nearest', () => {
    const [problem] = problemsOf(withCell('regimes.csv', 2, 'clock', 'covrage'));
    expect(problem?.message).toContain('coverage, elapsed');
    expect(problem?.action).toContain('Write coverage');
  });

  it('codes and texts that are too long', () => {
    for (const [column, length] of [
      ['code', 201],
      ['name', 20_001],
    ] as const)
      expect(problemsOf(withCell('territories.csv', 2, column, 'x'.repeat(length)))[0]).toMatchObject({
        code: 'too-long',
        row: 2,
        field: column,
      });
  });

  it('a skill code holds no sign that skill lists use', () => {
    expect(problemsOf(withCell('skills.csv', 3, 'code', 'a:2'))[0]).toMatchObject({
      code: 'bad-code',
      file: 'skills.csv',
      row: 3,
      field: 'code',
      value: 'a:2',
    });
  });
});

describe('times', () => {
  tells([
    ['calls.csv', 3, 'logged_at', '2026-06-01T09:00:00', 'bad-instant'],
    ['calls.csv', 3, 'logged_at', '2026-06-01', 'bad-instant'],
    ['calls.csv', 3, 'logged_at', '01/06/2026 09:00', 'bad-instant'],
    ['calls.csv', 3, 'logged_at', '2026-02-30T09:00:00Z', 'bad-instant'],
    ['calls.csv', 3, 'logged_at', '1066-10-14T09:00:00Z', 'out-of-range'],
    ['absences.csv', 2, 'to', '9999-12-31T00:00:00Z', 'out-of-range'],
    ['contracts.csv', 2, 'starts_on', '2026-13-01', 'bad-date'],
    ['contracts.csv', 2, 'ends_on', '31/12/2026', 'bad-date'],
    ['special_days.csv', 2, 'from', '4 July', 'bad-instant'],
    ['models.csv', 2, 'repair_time', '2h', 'bad-duration'],
    ['models.csv', 2, 'repair_time', 'PT0S', 'out-of-range'],
    ['models.csv', 2, 'repair_time', 'P1M', 'bad-duration'],
    ['models.csv', 2, 'maintenance_every', 'P0D', 'out-of-range'],
    ['contracts.csv', 2, 'renewal_term', 'PT1H', 'bad-period'],
    ['contracts.csv', 2, 'notice_period', 'three months', 'bad-period'],
    ['regimes.csv', 2, 'fix_within', 'P99999D', 'out-of-range'],
    ['reliability_targets.csv', 2, 'window', 'PT0S', 'out-of-range'],
  ]);
});

describe('lists name the entry that is wrong', () => {
  it.each([
    ['calendars.csv', 2, 'holidays', '2026-12-25;25 Dec', 'bad-date', '25 Dec'],
    ['contracts.csv', 2, 'approval_over', 'PT4H;long', 'bad-duration', 'long'],
    ['models.csv', 2, 'skills', 'lift:12', 'out-of-range', 'lift:12'],
    ['models.csv', 2, 'skills', 'lift:x;welsh', 'bad-number', 'lift:x'],
    ['models.csv', 2, 'skills', ':3', 'bad-code', ':3'],
    [
      'calls.csv',
      3,
      'holds',
      '2026-06-01T10:00:00Z/2026-06-01T11:00:00Z',
      'bad-hold',
      '2026-06-01T10:00:00Z/2026-06-01T11:00:00Z',
    ],
    ['calls.csv', 3, 'holds', '2026-06-01T10:00:00Z//', 'bad-hold', '2026-06-01T10:00:00Z//'],
    ['calls.csv', 3, 'holds', 'noon//no access', 'bad-instant', 'noon//no access'],
  ])('%s row %i %s: %s', (file, row, field, text, code, value) => {
    expect(problemsOf(withCell(file, row, field, text)).map(brief)).toEqual([{ code, file, row, field, value }]);
  });
});
