import { describe, expect, test } from 'vitest';
import { HOUR } from '../../engine/model/units.ts';
import { parsePeriodCode, periodAfter, periodAt } from '../../engine/performance/index.ts';
import { at, contract } from '../sla/world.ts';

const monthly = contract('C1');
const quarterly = contract('C1', { paymentPeriod: 'quarter' });
const yearly = contract('C1', { paymentPeriod: 'year' });

describe('domain section 11: periods are calendar months, quarters or years in the contract’s zone', () => {
  test.each([
    [monthly, '2026-10-15T12:00:00Z', '2026-10', '2026-10-01T00:00:00+01:00', '2026-11-01T00:00:00Z'],
    // Half past eleven at night in UTC is July in London already.
    [monthly, '2026-06-30T23:30:00Z', '2026-07', '2026-07-01T00:00:00+01:00', '2026-08-01T00:00:00+01:00'],
    [quarterly, '2026-12-31T23:59:59Z', '2026-Q4', '2026-10-01T00:00:00+01:00', '2027-01-01T00:00:00Z'],
    [yearly, '2026-01-01T00:00:00Z', '2026', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('%#', (of, instant, code, start, end) => {
    expect(periodAt(of, at(instant))).toEqual({ code, start: at(start), end: at(end) });
    expect(parsePeriodCode(of, code)).toEqual(periodAt(of, at(instant)));
  });

  test('months of 743 and 745 hours', () => {
    const hours = (code: string) => {
      const { start, end } = parsePeriodCode(monthly, code)!;
      return (end - start) / HOUR;
    };
    expect([hours('2026-03'), hours('2026-10')]).toEqual([743, 745]);
  });

  test('one after the other, back and forth', () => {
    const first = parsePeriodCode(quarterly, '2026-Q1')!;
    expect(periodAfter(quarterly, first).code).toBe('2026-Q2');
    expect(periodAfter(quarterly, first, -1).code).toBe('2025-Q4');
    expect(periodAfter(monthly, parsePeriodCode(monthly, '2026-12')!).code).toBe('2027-01');
  });

  test.each(['2026', '2026-Q1', '2026-13', '2026-00', '26-10', ''])('%j is no month', (code) => {
    expect(parsePeriodCode(monthly, code)).toBeNull();
  });
});
