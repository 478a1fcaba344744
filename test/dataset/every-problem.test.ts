import { describe, expect, it } from 'vitest';
import { mergeDatasets, parseDataset } from '../../engine/dataset/index.ts';
import { everyProblem } from '../../engine/dataset-problems.ts';
import { datasetOf, TINY, tiny } from './tiny.ts';

type Changes = Parameters<typeof tiny>[0];
const CALLS = 'number,device,contact,description,logged_at';
const told = (changes: Changes) => {
  const parsed = parseDataset(tiny(changes));
  return parsed.ok ? [] : everyProblem(parsed).map(({ code, file, row }) => [file, row, code]);
};
/** One more device: D4, retired on 31 May 2026. */
const DEVICES = `${TINY['devices.csv']}D4,C1,S1,M1,,,,2020-01-01,2026-05-31,\n`;
const onDevice = (device: string, contact = 'Jo') => `${CALLS}\n1,${device},${contact},Stuck,2026-06-01T09:00:00Z\n`;

describe('every problem of a dataset at once (domain, section 2)', () => {
  it('those of entitlement along with those of other rows', () => {
    const calls = `${onDevice('D4')}2,NOPE,Jo,Stuck,2026-06-01T09:00:00Z\n3,D1,Jo,Stuck,2025-06-01T09:00:00Z\n`;
    expect(told({ 'devices.csv': DEVICES, 'calls.csv': calls })).toEqual([
      ['calls.csv', 2, 'device-retired'],
      ['calls.csv', 3, 'unknown-code'],
      ['calls.csv', 4, 'contract-not-in-force'],
    ]);
  });

  it('those of entitlement along with those of the same row, and of other files', () => {
    expect(
      told({
        'devices.csv': DEVICES,
        'calls.csv': onDevice('D4', ''),
        'skills.csv': 'code,colour\nlift,\nwelsh,\n',
        'absences.csv': 'resource,from,to\nann,x,2026-06-01T12:00:00+01:00\n',
      }),
    ).toEqual([
      ['skills.csv', 1, 'unknown-column'],
      ['absences.csv', 2, 'bad-instant'],
      ['calls.csv', 2, 'missing-value'],
    ]);
    expect(
      told({ 'devices.csv': DEVICES, 'calls.csv': onDevice('D4', ''), 'absences.csv': 'resource,from,to\nann,x,y\n' }),
    ).toEqual([
      ['absences.csv', 2, 'bad-instant'],
      ['absences.csv', 2, 'bad-instant'],
      ['calls.csv', 2, 'missing-value'],
      ['calls.csv', 2, 'device-retired'],
    ]);
  });

  it('nothing is said of a device whose own row, or one that it refers to, has a problem', () => {
    const devices = DEVICES.replace('D4,C1,S1,M1,,,,', 'D4,C1,S1,M1,,,-1,');
    expect(told({ 'devices.csv': devices, 'calls.csv': onDevice('D4') })).toEqual([['devices.csv', 5, 'out-of-range']]);
    const contracts = (TINY['contracts.csv'] ?? '').replace('quarter', 'week');
    expect(told({ 'contracts.csv': contracts, 'devices.csv': DEVICES, 'calls.csv': onDevice('D4') })).toEqual([
      ['contracts.csv', 2, 'unknown-value'],
    ]);
  });

  it('that no rule applies is said only where no rule is lacking', () => {
    const none = 'contract,customer,regime\n';
    const calls = `${onDevice('D1')}2,NOPE,Jo,Stuck,2026-06-01T09:00:00Z\n`;
    expect(told({ 'regime_rules.csv': none, 'calls.csv': calls })).toEqual([
      ['calls.csv', 2, 'no-regime'],
      ['calls.csv', 3, 'unknown-code'],
    ]);
    expect(told({ 'regime_rules.csv': `${none}C1,,NOPE\n`, 'calls.csv': onDevice('D1') })).toEqual([
      ['regime_rules.csv', 2, 'unknown-code'],
    ]);
  });

  it('after a merge, by the rows that were given', () => {
    const merged = mergeDatasets(
      datasetOf(tiny({ 'devices.csv': DEVICES })),
      new Map([['calls.csv', `${onDevice('D4')}2,NOPE,Jo,Stuck,2026-06-01T09:00:00Z\n`]]),
    );
    expect(merged.ok ? [] : everyProblem(merged).map(({ row, code }) => [row, code])).toEqual([
      [2, 'device-retired'],
      [3, 'unknown-code'],
    ]);
  });
});
