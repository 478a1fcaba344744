import { describe, expect, it } from 'vitest';
import { brief, problemsOf, tiny, withCell } from './tiny.ts';

describe('a code that exists in no table', () => {
  it.each([
    ['contracts.csv', 2, 'customer', 'metr', 'metr'],
    ['models.csv', 2, 'skills', 'lift;escalators:2', 'escalators'],
    ['sites.csv', 2, 'customer', 'nobody', 'nobody'],
    ['devices.csv', 2, 'contract', 'C9', 'C9'],
    ['devices.csv', 3, 'site', 'S9', 'S9'],
    ['devices.csv', 3, 'zone', 'Z9', 'Z9'],
    ['regimes.csv', 2, 'calendar', 'offices', 'offices'],
    ['regime_rules.csv', 2, 'contract', 'C9', 'C9'],
    ['regime_rules.csv', 3, 'customer', 'C1', 'C1'],
    ['regime_rules.csv', 3, 'site', 'S9', 'S9'],
    ['regime_rules.csv', 3, 'zone', 'Z9', 'Z9'],
    ['regime_rules.csv', 3, 'model', 'M9', 'M9'],
    ['regime_rules.csv', 2, 'regime', 'R9', 'R9'],
    ['priority_rules.csv', 2, 'code', 'C1', 'C1'],
    ['priority_rules.csv', 2, 'contract', 'C9', 'C9'],
    ['reliability_targets.csv', 2, 'group', 'new', 'new'],
    ['reliability_targets.csv', 3, 'device', 'D9', 'D9'],
    ['special_days.csv', 2, 'site', 'S9', 'S9'],
    ['special_days.csv', 2, 'regime', 'R9', 'R9'],
    ['escalations.csv', 2, 'contract', 'C9', 'C9'],
    ['resources.csv', 2, 'skills', 'lift:3;irish', 'irish'],
    ['resources.csv', 2, 'territory', 'south', 'south'],
    ['resources.csv', 2, 'calendar', 'always', 'always'],
    ['absences.csv', 2, 'resource', 'zoe', 'zoe'],
    ['calls.csv', 3, 'resource', 'zoe', 'zoe'],
    ['calls.csv', 3, 'site', 'S9', 'S9'],
    ['calls.csv', 3, 'model', 'M9', 'M9'],
    ['calls.csv', 4, 'device', 'D9', 'D9'],
    ['calls.csv', 4, 'duplicate_of', '999', '999'],
  ])('%s row %i: %s = %s', (file, row, field, text, value) => {
    expect(problemsOf(withCell(file, row, field, text)).map(brief)).toEqual([
      { code: 'unknown-code', file, row, field, value },
    ]);
  });

  it('is told with the nearest code', () => {
    expect(problemsOf(withCell('contracts.csv', 2, 'customer', 'metr'))[0]?.action).toContain('Write metro');
  });

  it('of a table without rows says so', () => {
    expect(problemsOf(tiny({ 'zones.csv': null })).map(({ code, message }) => [code, message])[0]).toEqual([
      'unknown-code',
      '"Z1" is not in zones.csv, which has no rows.',
    ]);
  });
});

describe('the device of a call', () => {
  it('is not at the site named', () => {
    expect(problemsOf(withCell('calls.csv', 4, 'site', 'S2')).map(brief)).toEqual([
      { code: 'device-not-at-site', file: 'calls.csv', row: 4, field: 'site', value: 'S2' },
    ]);
  });
  it('is not of the model named', () => {
    expect(problemsOf(withCell('calls.csv', 4, 'model', 'M2')).map(brief)).toEqual([
      { code: 'device-not-of-model', file: 'calls.csv', row: 4, field: 'model', value: 'M2' },
    ]);
  });
  it('is named neither directly nor by site and model', () => {
    expect(problemsOf(withCell('calls.csv', 3, 'model', '')).map(brief)).toEqual([
      { code: 'device-missing', file: 'calls.csv', row: 3, field: 'device', value: undefined },
    ]);
  });
  it('does not exist at the site', () => {
    expect(problemsOf(withCell('calls.csv', 3, 'site', 'S2')).map(brief)).toEqual([
      { code: 'no-device-matches', file: 'calls.csv', row: 3, field: 'model', value: 'M2' },
    ]);
  });
  it('was not in service on the day', () => {
    const [problem] = problemsOf(withCell('calls.csv', 3, 'logged_at', '2019-12-31T23:59:00Z'));
    expect(problem).toMatchObject({ code: 'no-device-matches', row: 3 });
    expect(problem?.message).toContain('in service');
  });
  it('is one of several', () => {
    expect(problemsOf(withCell('devices.csv', 3, 'retired_on', '')).map(brief)).toEqual([
      { code: 'several-devices-match', file: 'calls.csv', row: 3, field: 'model', value: 'M2' },
    ]);
  });
});

describe('duplicates', () => {
  it('of themselves', () => {
    expect(problemsOf(withCell('calls.csv', 4, 'duplicate_of', '1003')).map(brief)).toEqual([
      { code: 'circular-duplicate', file: 'calls.csv', row: 4, field: 'duplicate_of', value: '1003' },
    ]);
  });
  it('in a circle: each call of the circle is named, those that lead into it are not', () => {
    const calls = ['1,2', '2,3', '3,2', '4,', '5,4'].map((ends) => {
      const [number, duplicateOf] = ends.split(',');
      return `${number},D1,Jo,x,2026-06-01T09:00:00Z,${duplicateOf}\n`;
    });
    expect(
      problemsOf(
        tiny({ 'calls.csv': `number,device,contact,description,logged_at,duplicate_of\n${calls.join('')}` }),
      ).map(brief),
    ).toEqual([
      { code: 'circular-duplicate', file: 'calls.csv', row: 3, field: 'duplicate_of', value: '3' },
      { code: 'circular-duplicate', file: 'calls.csv', row: 4, field: 'duplicate_of', value: '2' },
    ]);
  });
});
