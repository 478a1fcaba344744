import { describe, expect, it } from 'vitest';
import { mergeDatasets } from '../../engine/dataset/index.ts';
import { brief, datasetOf, tiny } from './tiny.ts';

const held = datasetOf(tiny({ 'policy.json': '{"speed": 40}', 'payment_terms.json': '{"C1": {"measures": []}}' }));
const merge = (files: Record<string, string>) => mergeDatasets(held, new Map(Object.entries(files)));
function merged(files: Record<string, string>) {
  const result = merge(files);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.dataset;
}
const told = (files: Record<string, string>) => {
  const result = merge(files);
  return result.ok ? [] : result.problems.map(brief);
};

describe('importing into a dataset that is held', () => {
  it('nothing changes nothing', () => {
    expect(merged({})).toEqual(held);
  });

  it('a table with codes is merged row by row: replaced in place, or added at the end', () => {
    const { models } = merged({ 'models.csv': 'code,name,repair_time\nM3,New,PT1H\nM1,Lift II,PT3H\n' });
    expect(models.map(({ code, name }) => [code, name])).toEqual([
      ['M1', 'Lift II'],
      ['M2', 'Gate'],
      ['M3', 'New'],
    ]);
    expect(models[0]?.skills).toEqual([]);
  });

  it('a table without codes is replaced as a whole', () => {
    expect(merged({ 'regime_rules.csv': 'contract,regime\nC1,R2\n' }).regimeRules.map(({ regime }) => regime)).toEqual([
      'R2',
    ]);
    expect(merged({ 'absences.csv': 'resource,from,to\n' }).absences).toEqual([]);
  });

  it('calls are merged by number, and those without one are added', () => {
    const { calls } = merged({
      'calls.csv':
        'number,device,contact,description,logged_at\n1003,D3,Al,Other,2026-06-02T09:00:00Z\n,D3,Al,New,2026-06-02T09:00:00Z\n',
    });
    expect(calls.map(({ number, device, row }) => [number, device, row])).toEqual([
      ['1001', 'D1', 2],
      ['ROW-000003', 'D3', 3],
      ['1003', 'D3', 4],
      ['ROW-000005', 'D3', 5],
    ]);
  });

  it('the policy is replaced as a whole, payment terms contract by contract', () => {
    expect(merged({ 'policy.json': '{"churn": "1.00"}' }).policySource).toEqual({ churn: '1.00' });
    const contract = [...tiny().get('contracts.csv')!.split('\n')];
    const files = {
      'contracts.csv': [contract[0], contract[1]?.replace('C1', 'C2'), ''].join('\n'),
      'payment_terms.json': '{"C2": {"measures": []}}',
    };
    expect(merged(files).paymentTerms).toEqual({ C1: { measures: [] }, C2: { measures: [] } });
  });
});

describe('problems of a merge', () => {
  it('name file and row as given', () => {
    expect(told({ 'models.csv': 'code,name,repair_time,skills\nM3,New,PT1H,\nM1,Lift,PT3H,irish\n' })).toEqual([
      { code: 'unknown-code', file: 'models.csv', row: 3, field: 'skills', value: 'irish' },
    ]);
  });

  it('codes given twice are not merged in silence', () => {
    expect(told({ 'zones.csv': 'code\nZ1\nZ1\n' })).toEqual([
      { code: 'duplicate-code', file: 'zones.csv', row: 3, field: 'code', value: 'Z1' },
    ]);
  });

  it('in rows held before have no row, and say so', () => {
    const result = merge({ 'devices.csv': 'code,contract,site,model\nD1,C1,S1,M1\n' });
    expect(result.ok ? [] : result.problems.map(brief)).toEqual([
      { code: 'unknown-code', file: 'reliability_targets.csv', row: undefined, field: 'group', value: 'old' },
    ]);
    expect(result.ok || result.problems[0]?.message).toContain('held before');
  });

  it('in a file that cannot be read are told alone', () => {
    expect(told({ 'devices.csv': 'code,"' }).map(({ code }) => code)).toEqual(['bad-csv']);
  });
});
