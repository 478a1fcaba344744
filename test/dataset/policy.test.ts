import { describe, expect, it } from 'vitest';
import { defaultPolicy, policyJsonSchema } from '../../engine/dataset/index.ts';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import { brief, datasetOf, problemsOf, tiny } from './tiny.ts';

const policyOf = (source: unknown) => datasetOf(tiny({ 'policy.json': JSON.stringify(source) })).policy;
const told = (source: unknown) =>
  problemsOf(tiny({ 'policy.json': typeof source === 'string' ? source : JSON.stringify(source) })).map(brief);
const problem = (code: string, field: string | undefined, value: string | undefined) => ({
  code,
  file: 'policy.json',
  row: undefined,
  field,
  value,
});

describe('defaults', () => {
  it('an empty policy is the default one', () => {
    expect(policyOf({})).toEqual(defaultPolicy('GBP'));
    expect(datasetOf(tiny()).policy).toEqual(defaultPolicy('GBP'));
  });

  it('amounts scale to the minor units of the currency', () => {
    expect(defaultPolicy('GBP').hourlyCost).toBe(4000);
    expect(defaultPolicy('JPY').hourlyCost).toBe(40);
    expect(defaultPolicy('KWD').hourlyCost).toBe(40_000);
  });

  it('a more urgent class costs more, and a call left out more than one a week late', () => {
    const { prices } = defaultPolicy('GBP');
    const late = CALL_CLASSES.map((name) => prices[name].respond.perHour + prices[name].fix.perHour);
    expect(late).toEqual(late.toSorted((a, b) => b - a));
    for (const [index, name] of CALL_CLASSES.entries())
      expect(prices[name].unplaced).toBeGreaterThan(24 * 4 * (late[index] ?? 0));
  });

  it('the currency is the one most contracts use, of several the first by alphabet', () => {
    const [header = '', contract = ''] = (tiny().get('contracts.csv') ?? '').split('\n');
    const inCurrency = (code: string, currency: string) => contract.replace('C1', code).replace('GBP', currency);
    const withContracts = (...rows: string[]) =>
      datasetOf(tiny({ 'contracts.csv': [header, ...rows, ''].join('\n') })).policy.currency;
    expect(withContracts(inCurrency('C1', 'USD'), inCurrency('C2', 'EUR'))).toBe('EUR');
    expect(withContracts(inCurrency('C1', 'USD'), inCurrency('C2', 'USD'), inCurrency('C3', 'EUR'))).toBe('USD');
    expect(datasetOf(new Map()).policy.currency).toBe('GBP');
  });
});

describe('what is given counts', () => {
  it('a price alone leaves the other defaults', () => {
    const policy = policyOf({
      prices: { high: { fix: { step: '1.25' } } },
      currency: 'EUR',
      horizon: 'P2D',
      route_end: 'open',
    });
    expect(policy.prices.high.fix).toEqual({ step: 125, perHour: 5000 });
    expect(policy).toMatchObject({ currency: 'EUR', horizon: 2 * 86_400_000, routeStart: 'home', routeEnd: 'open' });
  });

  it.each([
    ['default', ['class', 'priority', 'due', 'contract', 'site', 'zone', 'model', 'logged_at', 'number']],
    ['least-slack', ['class', 'slack', 'priority', 'due', 'contract', 'site', 'zone', 'model', 'logged_at', 'number']],
    [['due'], ['due', 'number']],
    [
      ['due', 'number', 'class'],
      ['due', 'number'],
    ],
  ])('order %s', (order, criteria) => {
    expect(policyOf({ order }).order).toEqual(criteria);
  });

  it('lendings', () => {
    const lent = [{ resource: 'ann', territory: 'north', on: '2026-06-01' }];
    expect(policyOf({ lent }).lent).toEqual(lent);
  });
});

describe('what is wrong is told with its path', () => {
  it.each([
    [{ sped: 50 }, problem('unknown-field', 'sped', '50')],
    [{ prices: { high: { fixx: {} } } }, problem('unknown-field', 'prices.high.fixx', '{}')],
    [{ speed: 0 }, problem('out-of-range', 'speed', '0')],
    [{ speed: 'fast' }, problem('bad-type', 'speed', 'fast')],
    [{ detour_factor: 0.9 }, problem('out-of-range', 'detour_factor', '0.9')],
    [{ hourly_cost: 40 }, problem('bad-type', 'hourly_cost', '40')],
    [{ hourly_cost: '-1.00' }, problem('bad-value', 'hourly_cost', '-1.00')],
    [{ hourly_cost: '1.005' }, problem('too-many-decimals', 'hourly_cost', '1.005')],
    [{ currency: 'JPY', churn: '1.5' }, problem('too-many-decimals', 'churn', '1.5')],
    [{ currency: 'pounds' }, problem('bad-value', 'currency', 'pounds')],
    [{ horizon: 'a week' }, problem('bad-value', 'horizon', 'a week')],
    [{ horizon: 'PT0S' }, problem('bad-value', 'horizon', 'PT0S')],
    [{ overtime_up_to: 'P2D' }, problem('bad-value', 'overtime_up_to', 'P2D')],
    [{ priority_factors: [1, 2, 3] }, problem('out-of-range', 'priority_factors', '[1,2,3]')],
    [{ priority_factors: [1, 2, 3, 4, 'x', 6, 7, 8, 9] }, problem('bad-type', 'priority_factors[4]', 'x')],
    [{ route_start: 'depot' }, problem('bad-value', 'route_start', 'depot')],
    [{ order: 'cost' }, problem('bad-value', 'order', 'cost')],
    [{ look_ahead: 'PT0S' }, problem('bad-value', 'look_ahead', 'PT0S')],
    [{ order: [] }, problem('out-of-range', 'order', '[]')],
    [{ iterations: 1.5 }, problem('bad-type', 'iterations', '1.5')],
    [{ lent: [{ resource: 'ann', territory: 'north' }] }, problem('missing-field', 'lent[0].on', undefined)],
    [
      { lent: [{ resource: 'zoe', territory: 'north', on: '2026-06-01' }] },
      problem('unknown-code', 'lent[0].resource', 'zoe'),
    ],
    [
      { lent: [{ resource: 'ann', territory: 'south', on: '2026-06-01' }] },
      problem('unknown-code', 'lent[0].territory', 'south'),
    ],
    ['{', problem('bad-json', undefined, undefined)],
    ['null', problem('bad-type', undefined, 'null')],
    ['[]', problem('bad-type', undefined, '[]')],
  ])('%j', (source, expected) => {
    expect(told(source)).toEqual([expected]);
  });

  it('a resource lent twice on one day', () => {
    const lending = { resource: 'ann', territory: 'north', on: '2026-06-01' };
    expect(told({ lent: [lending, lending] })).toEqual([problem('contradictory-values', 'lent[1]', 'ann')]);
  });

  it('several at once, with those of the tables', () => {
    const problems = problemsOf(tiny({ 'policy.json': '{"speed":-1,"sped":2}', 'zones.csv': 'code,name\nZ1,\n,x\n' }));
    expect(problems.map(({ code }) => code)).toEqual(['missing-value', 'out-of-range', 'unknown-field']);
  });

  it('values nested too deep to be shown', () => {
    const deep = `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(told(deep)).toEqual([problem('unknown-field', 'x', '…')]);
  });
});

it('the JSON Schema names every field with its default', () => {
  const schema = policyJsonSchema() as {
    properties: Record<string, { default?: unknown; description?: string }>;
    additionalProperties: boolean;
  };
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties.detour_factor).toMatchObject({ default: 1.3, minimum: 1 });
  expect(schema.properties.hourly_cost).toMatchObject({ default: '40.00', type: 'string' });
  expect(Object.keys(schema.properties)).toHaveLength(28);
});
