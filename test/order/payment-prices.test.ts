import { describe, expect, it } from 'vitest';
import { defaultPolicy, openBook, pricesOfDataset } from '../../engine/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Dataset } from '../../engine/model/dataset.ts';
import { fault, town } from '../payment/history.ts';
import { at, contract, device, regimeRule } from '../sla/world.ts';

/** Two contracts alike, one with a band that one more missed fix would tip. */
const TERMS = {
  measures: [
    {
      code: 'FIX',
      metric: 'fix',
      rule: {
        kind: 'bands',
        bands: [
          { to: 80, effect: 'abatement', percent: 10 },
          { from: 80, effect: 'none' },
        ],
      },
    },
    { code: 'EACH', metric: 'fix', rule: { kind: 'events', amount: '5.00' } },
  ],
  caps: [{ effect: 'abatement', percent: 11 }],
};
const NOW = '2026-10-20T12:00Z';
const base = town();
const [first] = base.contracts;

function dataset(calls: readonly Call[], terms: unknown = TERMS): Dataset {
  return {
    ...base,
    contracts: [first!, { ...contract('C2'), ...first!, code: 'C2' }],
    devices: [device('D1'), device('D2', { contract: 'C2' })],
    regimeRules: [...base.regimeRules, regimeRule({ contract: 'C2', regime: 'R' })],
    policy: { ...defaultPolicy('GBP'), order: ['class', 'cost_of_delay', 'number'] },
    paymentTerms: { C1: terms, C2: terms } as Dataset['paymentTerms'],
    calls,
  };
}

/** So many met and missed of a device earlier in the month. */
const past = (on: string, met: number, missed: number): Call[] =>
  Array.from({ length: met + missed }, (_, k) =>
    fault(`${on}-${k}`, `2026-10-${String(k + 1).padStart(2, '0')}T08:00Z`, k < met ? 1 : 5, { device: on }),
  );
const open = (number: string, on: string): Call =>
  fault(number, '2026-10-20T10:00Z', null, { device: on, respondedAt: at('2026-10-20T10:30Z') });

describe('the price of a call', () => {
  it('is what missing its target would lose, given the state of its period', () => {
    // D1: 7 of 9, so that 8 of 10 is on the edge; D2: 10 of 10.
    const calls = [...past('D1', 7, 2), ...past('D2', 10, 0), open('A', 'D1'), open('B', 'D2')];
    const prices = pricesOfDataset(dataset(calls), at(NOW));
    // The band: 10 % of 10,000.00, and 5.00 for the event.
    expect(prices.get('A')).toMatchObject({ respondMissed: 0, fixMissed: 1005_00 });
    expect(prices.get('B')).toMatchObject({ fixMissed: 5_00 });
  });

  it('is nothing once the cap is reached', () => {
    const capped = { ...TERMS, caps: [{ effect: 'abatement', percent: 10 }] };
    const calls = [...past('D1', 2, 6), open('A', 'D1')];
    expect(pricesOfDataset(dataset(calls, capped), at(NOW)).get('A')).toMatchObject({ fixMissed: 0 });
    expect(pricesOfDataset(dataset(calls), at(NOW)).get('A')).toMatchObject({ fixMissed: 5_00 });
  });

  it('grows with repeats', () => {
    const growth = [{ from_count: 3, factor: 4 }];
    const terms = { measures: [{ ...TERMS.measures[1], rule: { kind: 'events', amount: '5.00', growth } }] };
    const price = (missed: number) =>
      pricesOfDataset(dataset([...past('D1', 1, missed), open('A', 'D1')], terms), at(NOW)).get('A')!.fixMissed;
    expect([price(1), price(2)]).toEqual([5_00, 20_00]);
  });

  it('of each further hour is what downtime costs', () => {
    const rule = { kind: 'events', amount: '12.00' };
    const terms = { measures: [{ code: 'U', metric: 'unavailability', deduction_period: 'PT2H', rule }] };
    const price = pricesOfDataset(dataset([open('A', 'D1')], terms), at(NOW)).get('A')!;
    expect(price.eachHour).toBeCloseTo(6_00, 5);
  });
});

it('a call overtakes another because it would tip a band', () => {
  const both = [open('A', 'D1'), open('B', 'D2')];
  const order = (calls: readonly Call[]) => {
    const all = dataset(calls);
    const opened = openBook(all, at(NOW));
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    opened.value.price(pricesOfDataset(all, at(NOW)));
    return opened.value.all().map(({ number }) => number);
  };
  // Alike but for their numbers; then the contract of B stands on the edge of a band.
  expect(order([...past('D1', 10, 0), ...past('D2', 10, 0), ...both])).toEqual(['A', 'B']);
  expect(order([...past('D1', 10, 0), ...past('D2', 7, 2), ...both])).toEqual(['B', 'A']);
});
