import { describe, expect, it } from 'vitest';
import { formatDataset, parseMoney } from '../../engine/dataset/index.ts';
import { formatMoney, minorDigits } from '../../engine/model/money.ts';
import { minor } from '../../engine/model/units.ts';
import { datasetOf, TINY, tiny } from './tiny.ts';

describe('export', () => {
  const dataset = datasetOf(tiny({ 'policy.json': '{"speed": 40}', 'payment_terms.json': '{"C1": {"measures": []}}' }));

  it('and import give the same dataset', () => {
    expect(datasetOf(formatDataset(dataset))).toEqual(dataset);
  });

  it('of an export gives the same text', () => {
    const files = formatDataset(dataset);
    expect(formatDataset(datasetOf(files))).toEqual(files);
  });

  it('writes empty tables with their header, and the columns of domain section 2', () => {
    const empty = formatDataset(datasetOf(new Map()));
    expect([...empty.keys()]).toEqual(Object.keys(TINY));
    for (const [name, text] of Object.entries(TINY)) expect(empty.get(name)).toBe(`${text.split('\n')[0]}\n`);
  });

  it('writes extension columns only when some row needs them', () => {
    const plain = formatDataset(dataset).get('calls.csv') ?? '';
    expect(plain.split('\n')[0]).toMatch(/,excuse$/);
    const calls = dataset.calls.map((call, index) => (index === 1 ? { ...call, raisedTo: 'high' as const } : call));
    const raised = formatDataset({ ...dataset, calls });
    expect(raised.get('calls.csv')?.split('\n')[0]).toMatch(/,excuse,raised_to$/);
    expect(datasetOf(raised)).toEqual({ ...dataset, calls });
  });

  it('writes rows without gaps: what was row 3 after a blank line is row 2', () => {
    const gap = datasetOf(tiny({ 'absences.csv': (TINY['absences.csv'] ?? '').replace('\n', '\n\n') }));
    expect(gap.absences[0]?.row).toBe(3);
    expect(datasetOf(formatDataset(gap))).toEqual(datasetOf(tiny()));
  });
});

describe('money', () => {
  it.each([
    ['GBP', 2, 123_456, '1234.56'],
    ['GBP', 2, -5, '-0.05'],
    ['JPY', 0, 1234, '1234'],
    ['KWD', 3, 7, '0.007'],
  ])('%s has %i decimals: %i is %s', (currency, digits, units, text) => {
    expect(minorDigits(currency)).toBe(digits);
    expect(formatMoney(minor(units), currency)).toBe(text);
    expect(parseMoney(text, currency)).toBe(units);
  });
});
