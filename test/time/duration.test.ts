import { describe, expect, it } from 'vitest';
import { localDate } from '../../engine/model/units.ts';
import { addPeriod, formatDuration, formatPeriod, parseDuration, parsePeriod } from '../../engine/time/index.ts';

describe('a duration is weeks, days of 24 hours, hours, minutes and seconds', () => {
  it.each([
    ['PT4H', 4 * 3_600_000, 'PT4H'],
    ['P30D', 30 * 86_400_000, 'P30D'],
    ['P2W', 14 * 86_400_000, 'P14D'],
    ['PT90M', 90 * 60_000, 'PT1H30M'],
    ['P1DT12H', 36 * 3_600_000, 'P1DT12H'],
    ['PT36H', 36 * 3_600_000, 'P1DT12H'],
    ['PT0.5H', 30 * 60_000, 'PT30M'],
    ['PT1,5S', 1500, 'PT1.5S'],
    ['PT0S', 0, 'PT0S'],
  ])('%s is %d ms, %s', (text, ms, canonical) => {
    expect(parseDuration(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(canonical);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P1M',
    'P1Y',
    '-PT1H',
    'PT-1H',
    'PT1.5H30M',
    'PT0.0001S',
    '4H',
    'PT1H1H',
    'pt1h',
    ' PT1H',
  ])('"%s" is none', (text) => expect(parseDuration(text)).toBeNull());

  it('is refused when too long to be counted in milliseconds', () => {
    expect(parseDuration('P999999999999999D')).toBeNull();
  });
});

describe('a period is years, months, weeks and days', () => {
  it.each([
    ['P1Y', { years: 1, months: 0, days: 0 }, 'P1Y'],
    ['P6M', { years: 0, months: 6, days: 0 }, 'P6M'],
    ['P2W', { years: 0, months: 0, days: 14 }, 'P14D'],
    ['P1Y6M10D', { years: 1, months: 6, days: 10 }, 'P1Y6M10D'],
    ['P0D', { years: 0, months: 0, days: 0 }, 'P0D'],
  ])('%s', (text, period, canonical) => {
    expect(parsePeriod(text)).toEqual(period);
    expect(formatPeriod(period)).toBe(canonical);
  });

  it.each(['', 'P', 'PT1H', 'P1.5M', 'P-1M', 'P1D1M'])('"%s" is none', (text) => expect(parsePeriod(text)).toBeNull());

  it('from the end of a month stays at the end of a month, and does not drift', () => {
    const month = parsePeriod('P1M')!;
    const start = localDate('2026-01-31');
    expect(addPeriod(start, month)).toBe('2026-02-28');
    expect(addPeriod(start, month, 2)).toBe('2026-03-31');
    expect(addPeriod(start, month, 25)).toBe('2028-02-29');
    expect(addPeriod(start, month, -1)).toBe('2025-12-31');
  });

  it('adds months before days', () => {
    expect(addPeriod(localDate('2026-01-30'), parsePeriod('P1M1D')!)).toBe('2026-03-01');
    expect(addPeriod(localDate('2024-02-29'), parsePeriod('P1Y')!)).toBe('2025-02-28');
  });
});
