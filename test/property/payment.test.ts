import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import { instant } from '../../engine/model/units.ts';
import {
  lintPasses,
  lintPaymentTerms,
  scopeKey,
  statementOf,
  summaryOf,
  summaryPeriods,
  summaryScopes,
} from '../../engine/payment/index.ts';
import { measureContract, parsePeriodCode } from '../../engine/performance/index.ts';
import { fault, town } from '../payment/history.ts';
import { termsOf } from '../payment/pay.ts';
import { at, device } from '../sla/world.ts';

const HOUR = 3_600_000;
const FROM = at('2026-09-01T00:00Z');
const NOW = at('2026-11-20T00:00Z');
const TABLES = town({ devices: ['D1', 'D2', 'D3'].map((code, k) => ({ ...device(code), weight: k + 0.5 })) });

const percent = fc.integer({ min: 1, max: 40 }).map((n) => n / 4);
const amount = fc
  .integer({ min: 1, max: 50_000 })
  .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`);
const metric = fc.constantFrom('respond', 'fix', 'clocks', 'availability');
const repeat = fc.constantFrom([], [{ failed: 1, factor: 2 }], [{ failed: 2, within: 3, factor: 1.5 }]);

/** Bands that touch, the better the milder; whether they are sound is for the linter to say. */
const bands = fc
  .record({
    metric,
    edges: fc.uniqueArray(fc.integer({ min: 40, max: 99 }), { minLength: 2, maxLength: 4 }),
    by: percent,
    repeat,
  })
  .map(({ metric, edges, by, repeat }) => {
    const sorted = edges.sort((a, b) => a - b);
    const lower = sorted.map((to, k) => ({
      ...(k === 0 ? {} : { from: sorted[k - 1] }),
      ...{ to, effect: 'abatement', percent: by * (sorted.length - k) },
    }));
    return {
      metric,
      repeat,
      rule: { kind: 'bands', bands: [...lower, { from: sorted.at(-1), effect: 'bonus', percent: by }] },
    };
  });
const steps = fc
  .record({
    metric,
    threshold: fc.integer({ min: 50, max: 99 }),
    step: fc.constantFrom(0.1, 0.5, 1, 7),
    by: percent,
    count: fc.constantFrom('full', 'started', 'exact'),
    repeat,
  })
  .map(({ metric, threshold, step, by, count, repeat }) => ({
    metric,
    repeat,
    rule: {
      ...{ kind: 'steps', threshold, side: 'under', step, count, effect: 'abatement', percent: by / 10 },
      tiers: [{ beyond: threshold / 2, percent: by / 5 }],
    },
  }));
const events = fc
  .record({
    metric: fc.constantFrom('respond', 'fix', 'clocks', 'unavailability', 'failures'),
    amount,
    growth: fc.constantFrom(
      [],
      [
        { from_count: 2, factor: 1.5 },
        { from_count: 5, factor: 3 },
      ],
    ),
    counts: fc.constantFrom('failures', 'events'),
    group: fc.boolean(),
    hourly: fc.boolean(),
    period: fc.constantFrom('PT1H', 'PT4H', 'PT24H'),
  })
  .map(({ metric, amount, growth, counts, group, hourly, period }) => ({
    ...{ metric, ...(metric === 'unavailability' ? { deduction_period: period } : {}) },
    ...(group ? { non_duplication: 'G' } : {}),
    rule: { kind: 'events', amount, growth, growth_counts: counts, ...(hourly ? { per_hour_late: '1.25' } : {}) },
  }));
const points = fc
  .record({ metric: fc.constantFrom('respond', 'fix'), amount, free: fc.integer({ min: 0, max: 5 }) })
  .map(({ metric, amount, free }) => ({
    metric,
    rule: { kind: 'points', points: 2, free, price: amount, bands: [{ up_to: free + 4, rate: 1 }, { rate: 1.5 }] },
  }));

const terms = fc
  .record({
    measures: fc.array(fc.oneof(bands, steps, events, points), { minLength: 1, maxLength: 4 }),
    money: fc.constantFrom('line', 'total'),
    mode: fc.constantFrom('half-even', 'half-up', 'down'),
    cap: fc.integer({ min: 5, max: 60 }),
  })
  .map(({ measures, money, mode, cap }) => ({
    measures: measures.map((each, k) => ({ code: `M${k}`, ...each })),
    caps: [
      { effect: 'abatement', percent: cap },
      { effect: 'bonus', percent: 5 },
    ],
    rounding: { money, mode },
  }));

const calls = fc.array(
  fc.record({
    device: fc.constantFrom('D1', 'D2', 'D3'),
    from: fc.integer({ min: 0, max: 75 * 24 }),
    hours: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 1, max: 300 }).map((n) => n / 10),
    ),
    service: fc.boolean(),
  }),
  { maxLength: 14 },
);
type Made = { device: string; from: number; hours: number | null; service: boolean };
const madeCalls = (made: readonly Made[]): Call[] =>
  made.map(({ device: on, from, hours, service }, k) =>
    fault(`C${String(k).padStart(3, '0')}`, new Date(FROM + from * HOUR).toISOString(), hours, {
      ...{ device: on, serviceAffecting: service },
    }),
  );

function state(source: unknown, list: readonly Call[], period = '2026-10') {
  const measures = measureContract({ ...TABLES, calls: list }, 'C1', { now: NOW, from: FROM })!;
  return statementOf(measures, termsOf(source), parsePeriodCode(measures.contract, period)!);
}
const passes = (source: unknown): boolean =>
  lintPasses(lintPaymentTerms(termsOf(source), TABLES.contracts[0]!, TABLES.devices));

describe('statements', () => {
  it('their lines add up to the total exactly, and the evidence to the lines', () => {
    fc.assert(
      fc.property(terms, calls, (source, made) => {
        const { lines, total, baseFee, bonus, abatement, rounding } = state(source, madeCalls(made));
        expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
        expect(baseFee + bonus - abatement + rounding).toBe(total);
        for (const { evidence, amount } of lines) {
          if (evidence.length === 0 || evidence.some((each) => each.amount === null)) continue;
          expect(evidence.reduce((sum, each) => sum + each.amount!, 0)).toBe(amount);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('from figures alone pay the same', () => {
    const plain = fc.array(fc.oneof(bands, steps), { minLength: 1, maxLength: 4 }).map((measures) => ({
      measures: measures.map((each, k) => ({
        code: `M${k}`,
        ...each,
        ...(k % 2 === 0 ? {} : { scope: { each: 'device' } }),
      })),
    }));
    fc.assert(
      fc.property(plain, calls, (source, made) => {
        const list = madeCalls(made);
        const read = termsOf(source);
        const measures = measureContract({ ...TABLES, calls: list }, 'C1', { now: NOW, from: FROM })!;
        const { contract, devices } = measures;
        const period = parsePeriodCode(contract, '2026-10')!;
        const scopes = summaryScopes('C1', devices, read)!;
        const periods = summaryPeriods(contract, read, period);
        const figures = new Map(
          scopes.map((scope) => [scopeKey(scope), periods.map((each) => measures.figuresOf(scope, each))]),
        );
        const full = state(source, list);
        const lines = full.lines.map((line) => ({ ...line, evidence: [] }));
        expect(summaryOf(contract, devices, read, period, NOW, figures)).toEqual({ ...full, lines });
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of the calls, nor on calls of other periods coming in parts', () => {
    fc.assert(
      fc.property(terms, calls, fc.infiniteStream(fc.nat()), (source, made, random) => {
        const list = madeCalls(made);
        const shuffled = list
          .map((call) => ({ call, by: random.next().value as number }))
          .sort((a, b) => a.by - b.by)
          .map(({ call }) => call);
        expect(state(source, shuffled)).toEqual(state(source, list));
      }),
      { numRuns: 60 },
    );
  });

  it('met targets never cost, and more downtime never pays more, for terms that the linter passes', () => {
    let tried = 0;
    fc.assert(
      fc.property(terms, calls, fc.nat(), fc.integer({ min: 1, max: 200 }), (source, made, which, later) => {
        if (!passes(source) || made.length === 0) return;
        tried++;
        const list = madeCalls(made);
        const before = state(source, list).total;
        const call = list[which % list.length]!;
        // Answered and fixed at once: no clock of it is missed, and it takes nothing down.
        const met = { ...call, respondedAt: call.loggedAt, fixedAt: instant(call.loggedAt + 1) };
        const better = state(
          source,
          list.map((each) => (each === call ? met : each)),
        );
        expect(better.total).toBeGreaterThanOrEqual(before);
        if (call.fixedAt === null) return;
        const longer = { ...call, fixedAt: instant(call.fixedAt + later * HOUR) };
        expect(
          state(
            source,
            list.map((each) => (each === call ? longer : each)),
          ).total,
        ).toBeLessThanOrEqual(before);
      }),
      { numRuns: 150 },
    );
    expect(tried).toBeGreaterThan(20);
  });
});
