import { describe, expect, it } from 'vitest';
import { event, paid } from './pay.ts';

describe('one failure is charged once', () => {
  const terms = {
    measures: [
      { code: 'RESPOND', metric: 'respond', non_duplication: 'LATE', rule: { kind: 'events', amount: '50.00' } },
      { code: 'FIX', metric: 'fix', non_duplication: 'LATE', rule: { kind: 'events', amount: '80.00' } },
    ],
  };
  it('under the measure that costs most', () => {
    const both = {
      RESPOND: { events: [event({ calls: ['X'] }), event({ calls: ['Y'] })] },
      FIX: { events: [event({ calls: ['X'] })] },
    };
    const { lines, total } = paid(terms, both);
    expect(lines).toEqual([
      ...['fee 100000.00', 'measure RESPOND -100.00', 'measure FIX -80.00', 'non-duplication RESPOND 50.00'],
    ]);
    expect(total).toBe('99870.00');
  });
});
