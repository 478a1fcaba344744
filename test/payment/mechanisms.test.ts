import { describe, expect, it } from 'vitest';
import { available, clocks, event, events, paid } from './pay.ts';

/** Published mechanisms of payment, each written as terms, with its published figure. */

describe('the examples of domain section 11', () => {
  const bandsAndSteps = {
    measures: [
      {
        code: 'BONUS',
        metric: 'availability',
        rule: { kind: 'bands', bands: [{ from: 99.5, effect: 'bonus', percent: 2 }] },
      },
      {
        code: 'LOW',
        metric: 'availability',
        rule: {
          kind: 'steps',
          threshold: 98,
          side: 'under',
          step: 0.1,
          count: 'full',
          effect: 'abatement',
          percent: 0.5,
        },
      },
    ],
  };
  it.each([
    ['97.34', '97000.00'],
    ['98.7', '100000.00'],
    ['99.5', '102000.00'],
    ['98', '100000.00'],
    ['97.9', '99500.00'],
    ['97.91', '100000.00'],
  ])('bands and steps: %s %% pays %s', (percent, total) => {
    const measured = available(percent);
    expect(paid(bandsAndSteps, { BONUS: measured, LOW: measured }).total).toBe(total);
  });

  const points = {
    measures: [
      {
        code: 'POINTS',
        metric: 'fix',
        rule: {
          ...{ kind: 'points', points: 1, free: 20, price: '3.00' },
          bands: [{ up_to: 100, rate: 1 }, { up_to: 200, rate: 1.2 }, { rate: 1.5 }],
        },
      },
    ],
  };
  it.each([
    [20, '0.00'],
    [21, '3.00'],
    [100, '240.00'],
    [120, '312.00'],
    [200, '600.00'],
    [201, '604.50'],
  ])('points: %i cost %s', (count, abatement) => {
    expect(paid(points, { POINTS: events(count) }).abatement).toBe(abatement);
  });
});

describe('published mechanisms', () => {
  it('availability bands with a bonus (lifts and escalators: bonus and malus)', () => {
    const terms = {
      measures: [
        {
          code: 'A',
          metric: 'availability',
          rule: {
            kind: 'bands',
            bands: [
              { to: 95, effect: 'abatement', percent: 10 },
              { from: 95, to: 97, effect: 'abatement', percent: 5 },
              { from: 97, up_to: 99, effect: 'none' },
              { above: 99, effect: 'bonus', percent: 1.5 },
            ],
          },
        },
      ],
    };
    const total = (percent: string) => paid(terms, { A: available(percent) }).total;
    expect([total('94.99'), total('95'), total('96.999'), total('97'), total('99'), total('99.01')]).toEqual([
      ...['90000.00', '95000.00', '95000.00', '100000.00', '100000.00', '101500.00'],
    ]);
  });

  it('a deduction for each started period of unavailability: rate × weight × periods × use factor × repeat factor', () => {
    const terms = {
      measures: [
        {
          code: 'U',
          metric: 'unavailability',
          deduction_period: 'PT4H',
          use_factor: 0.5,
          rule: {
            kind: 'events',
            amount: '12.50',
            growth: [{ from_count: 2, factor: 1.5 }],
          },
        },
      ],
    };
    const three = { n: 3n, d: 1n };
    const half = { n: 1n, d: 2n };
    const measured = {
      U: { events: [event({ times: 5, weight: three }), event({ times: 2, weight: three, use: half })] },
    };
    // 12.50 × 3 × 5 = 187.50; 12.50 × 3 × 2 × 0.5 × 1.5 = 56.25
    const { settled } = paid(terms, measured);
    expect(settled.lines[1]).toMatchObject({ amount: -24375 });
    expect(settled.lines[1]!.evidence.map(({ amount }) => amount)).toEqual([-18750, -5625]);
  });

  it('a credit for each full or partial point under a target (ITIL service credits)', () => {
    const terms = {
      measures: [
        {
          code: 'SLA',
          metric: 'fix',
          rule: {
            kind: 'steps',
            threshold: 95,
            side: 'under',
            step: 1,
            count: 'started',
            effect: 'abatement',
            percent: 2,
          },
        },
      ],
    };
    // 927 of 1000: 2.3 points under, of which three started.
    expect(paid(terms, { SLA: clocks(927, 73) }).abatement).toBe('6000.00');
    expect(paid(terms, { SLA: clocks(930, 70) }).abatement).toBe('4000.00');
    expect(paid(terms, { SLA: clocks(95, 5) }).abatement).toBe('0.00');
  });

  it('a rate that changes at thresholds (progressive)', () => {
    const terms = (tiers_apply: string) => ({
      measures: [
        {
          code: 'P',
          metric: 'availability',
          rule: {
            ...{
              kind: 'steps',
              threshold: 98,
              side: 'under',
              step: 0.5,
              count: 'full',
              effect: 'abatement',
              percent: 1,
            },
            tiers: [
              { beyond: 96, percent: 2 },
              { beyond: 95, percent: 4 },
            ],
            tiers_apply,
          },
        },
      ],
    });
    // 94.2: 7 full steps of 0.5; 4 at 1 %, 2 at 2 %, 1 at 4 %: 12 %.
    expect(paid(terms('slices'), { P: available('94.2') }).abatement).toBe('12000.00');
    expect(paid(terms('whole'), { P: available('94.2') }).abatement).toBe('28000.00');
    expect(paid(terms('whole'), { P: available('96') }).abatement).toBe('4000.00');
  });

  it('pro rata of the shortfall to the target', () => {
    const terms = {
      measures: [
        {
          code: 'PR',
          metric: 'respond',
          rule: {
            kind: 'steps',
            threshold: 90,
            side: 'under',
            step: 90,
            count: 'exact',
            effect: 'abatement',
            percent: 20,
          },
        },
      ],
    };
    // (90 − 75) / 90 × 20 % of 100,000.00 = 3,333.33
    expect(paid(terms, { PR: clocks(75, 25) }).abatement).toBe('3333.33');
  });

  it('a failed measure that doubles if it failed the period before', () => {
    const rule = { kind: 'bands', bands: [{ to: 90, effect: 'abatement', percent: 3 }] };
    const terms = { measures: [{ code: 'D', metric: 'fix', rule, repeat: [{ failed: 1, factor: 2 }] }] };
    expect(paid(terms, { D: clocks(8, 2) }).abatement).toBe('3000.00');
    expect(paid(terms, { D: clocks(8, 2) }, { short: { D: 1 } }).abatement).toBe('6000.00');
    expect(paid(terms, { D: clocks(9, 1) }, { short: { D: 1 } }).abatement).toBe('0.00');
    const byBand = {
      measures: [{ code: 'D', metric: 'fix', rule: { ...rule, bands: [{ ...rule.bands[0]!, repeat_factor: 2 }] } }],
    };
    // A bonus is not doubled for having fallen short.
    const bonus = {
      measures: [
        { ...terms.measures[0]!, rule: { kind: 'bands', bands: [{ from: 90, effect: 'bonus', percent: 1 }] } },
      ],
    };
    expect(paid(bonus, { D: clocks(9, 1) }, { short: { D: 1 } }).bonus).toBe('1000.00');
    expect(paid(byBand, { D: clocks(8, 2) }, { short: { D: 1 } }).abatement).toBe('6000.00');
    const thrice = {
      measures: [
        {
          ...terms.measures[0]!,
          repeat: [
            { failed: 1, factor: 2 },
            { failed: 2, factor: 3 },
          ],
        },
      ],
    };
    expect(paid(thrice, { D: clocks(8, 2) }, { short: { D: 2 } }).abatement).toBe('9000.00');
  });

  it('credit = pool × allocation × at-risk amount, capped (outsourcing)', () => {
    const level = (code: string, allocation: number) => ({
      code,
      metric: 'fix',
      rule: { kind: 'bands', bands: [{ to: 95, effect: 'abatement', percent: allocation, of: 'POOL' }] },
    });
    const terms = {
      bases: [
        { code: 'AT-RISK', percent: 15 },
        { code: 'POOL', percent: 200, of: 'AT-RISK' },
      ],
      measures: [level('S1', 30), level('S2', 25)],
      caps: [{ effect: 'abatement', percent: 100, of: 'AT-RISK' }],
    };
    // At risk 15,000.00, pool 30,000.00: 9,000.00 and 7,500.00, capped at 15,000.00.
    const bad = clocks(1, 1);
    expect(paid(terms, { S1: bad, S2: clocks(1, 0) }).abatement).toBe('9000.00');
    expect(paid(terms, { S1: bad, S2: bad }).lines).toEqual([
      ...['fee 100000.00', 'measure S1 -9000.00', 'measure S2 -7500.00', 'cap 1500.00'],
    ]);
  });

  it('points that several indicators score, charged together (hospital service failure points)', () => {
    const scores = (code: string, points: number) => ({
      code,
      metric: 'respond',
      rule: { kind: 'bands', bands: [{ to: 90, effect: 'abatement', points }] },
    });
    const rule = {
      ...{ kind: 'points', free: 5, price: '100.00' },
      bands: [{ up_to: 10, rate: 1 }, { rate: 2 }],
    };
    const terms = { measures: [scores('K1', 4), scores('K2', 8), { code: 'SFP', metric: 'points', rule }] };
    // The points are worked out where the lines are drafted together: see statement.test.ts.
    expect(paid(terms, { SFP: { points: { n: 12n, d: 1n } } }).abatement).toBe('900.00');
  });

  it('an amount for each started hour late, and a least amount', () => {
    const terms = {
      measures: [
        {
          code: 'L',
          metric: 'fix',
          rule: { kind: 'events', amount: '50.00', per_hour_late: '5.00', minimum: '60.00' },
        },
      ],
    };
    const { settled } = paid(terms, { L: { events: [event({ hoursLate: 1 }), event({ hoursLate: 7 })] } });
    expect(settled.lines[1]!.evidence.map(({ amount }) => amount)).toEqual([-6000, -8500]);
  });

  it('the first two go free, and from the fifth on all cost double', () => {
    const growth = [
      { from_count: 1, factor: 0 },
      { from_count: 3, factor: 1 },
    ];
    const later = { measures: [{ code: 'E', metric: 'fix', rule: { kind: 'events', amount: '10.00', growth } }] };
    expect(paid(later, { E: events(2) }).abatement).toBe('0.00');
    expect(paid(later, { E: events(5) }).abatement).toBe('30.00');
    const all = {
      measures: [
        {
          code: 'E',
          metric: 'fix',
          rule: { kind: 'events', amount: '10.00', growth: [{ from_count: 5, factor: 2 }], growth_applies: 'all' },
        },
      ],
    };
    expect(paid(all, { E: events(4) }).abatement).toBe('40.00');
    expect(paid(all, { E: events(5) }).abatement).toBe('100.00');
  });
});
