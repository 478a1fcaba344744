import { describe, expect, it } from 'vitest';
import { available, paid } from './pay.ts';

describe('rounding', () => {
  const thirds = (rounding: object) => ({
    measures: ['A', 'B', 'C'].map((code) => ({
      code,
      metric: 'availability',
      rule: {
        kind: 'steps',
        threshold: 99,
        side: 'under',
        step: 3,
        count: 'exact',
        effect: 'abatement',
        amount: '1.00',
      },
    })),
    rounding,
  });
  const one = available('98');
  it('by line: each line to the penny', () => {
    const { lines, total } = paid(thirds({}), { A: one, B: one, C: one });
    expect(lines).toEqual(['fee 100000.00', 'measure A -0.33', 'measure B -0.33', 'measure C -0.33']);
    expect(total).toBe('99999.01');
  });
  it('at the total: a line of its own tells the difference', () => {
    const { lines, total } = paid(thirds({ money: 'total' }), { A: one, B: one, C: one });
    expect(lines.at(-1)).toBe('rounding -0.01');
    expect(total).toBe('99999.00');
  });
  it('half-even, half-up, down and whole pounds', () => {
    const half = (rounding: object) => ({
      measures: [
        {
          code: 'A',
          metric: 'availability',
          rule: {
            kind: 'steps',
            threshold: 99,
            side: 'under',
            step: 2,
            count: 'exact',
            effect: 'abatement',
            amount: '0.05',
          },
        },
      ],
      rounding,
    });
    const abated = (rounding: object) => paid(half(rounding), { A: one }).abatement;
    expect(abated({})).toBe('0.02');
    expect(abated({ mode: 'half-up' })).toBe('0.03');
    expect(abated({ mode: 'down' })).toBe('0.02');
    expect(abated({ mode: 'up' })).toBe('0.03');
    expect(abated({ mode: 'up', money_decimals: 0 })).toBe('1.00');
  });
  it('of the metric, before it is looked up', () => {
    const terms = (metric_decimals: number | undefined) => ({
      measures: [
        {
          code: 'A',
          metric: 'availability',
          rule: { kind: 'bands', bands: [{ from: 99.5, effect: 'bonus', percent: 2 }] },
        },
      ],
      rounding: metric_decimals === undefined ? {} : { metric_decimals },
    });
    const bonus = (decimals: number | undefined) => paid(terms(decimals), { A: available('99.4951') }).bonus;
    expect([bonus(undefined), bonus(2), bonus(1)]).toEqual(['0.00', '2000.00', '2000.00']);
    expect(paid(terms(2), { A: available('99.4949') }).bonus).toBe('0.00');
  });
});
