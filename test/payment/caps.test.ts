import { describe, expect, it } from 'vitest';
import { clocks, paid } from './pay.ts';

describe('caps', () => {
  const measure = (code: string, percent: number) => ({
    code,
    metric: 'fix',
    rule: { kind: 'bands', bands: [{ to: 90, effect: 'abatement', percent }] },
  });
  const terms = {
    measures: [measure('A', 8), measure('B', 6), measure('C', 4)],
    caps: [
      { effect: 'abatement', percent: 12 },
      { effect: 'abatement', percent: 10, measures: ['A', 'B'] },
    ],
  };
  it('for some measures first, then for all', () => {
    const bad = clocks(1, 1);
    const { lines, total } = paid(terms, { A: bad, B: bad, C: bad });
    expect(lines.slice(4)).toEqual(['cap 4000.00', 'cap 2000.00']);
    expect(total).toBe('88000.00');
  });

  it('leave the same however far they are exceeded: 10 % of 100.05 is 10.00, line by line', () => {
    const taken = (amount: string) =>
      paid(
        {
          measures: [
            { code: 'A', metric: 'fix', rule: { kind: 'bands', bands: [{ to: 90, effect: 'abatement', amount }] } },
          ],
          caps: [{ effect: 'abatement', percent: 10 }],
        } as never,
        { A: clocks(1, 1) },
        { fee: 100_05 },
      ).abatement;
    expect(['10.00', '20.00', '20.01', '20.02', '20.03'].map(taken)).toEqual(Array(5).fill('10.00'));
  });
});
