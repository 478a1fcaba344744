import { describe, expect, it } from 'vitest';
import { type Instant, type LocalDate, localDate } from '../../engine/model/units.ts';
import {
  ALWAYS,
  compileCoverage,
  compileShifts,
  formatInstant,
  formatLocal,
  type OpeningHours,
  parseInstant,
  parseOpeningHours,
} from '../../engine/time/index.ts';

const at = (text: string): Instant => parseInstant(text)!;
const hours = (text: string): OpeningHours => {
  const result = parseOpeningHours(text);
  if (!result.ok) throw new Error(result.message);
  return result.hours;
};
const coverage = (text: string, zone: string, from: string, to: string, holidays: string[] = []) => {
  const { start, end } = compileCoverage(hours(text), holidays.map(localDate), zone, at(from), at(to));
  return Array.from(start, (s, k) => `${formatLocal(s as Instant, zone)} to ${formatLocal(end[k] as Instant, zone)}`);
};

describe('coverage', () => {
  it('has the days that the stretch touches, and the day before', () => {
    expect(coverage('Mo-Fr 08:00-18:00', 'Europe/London', '2026-10-23T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-22 08:00 +01:00 to 2026-10-22 18:00 +01:00',
      '2026-10-23 08:00 +01:00 to 2026-10-23 18:00 +01:00',
      '2026-10-26 08:00 +00:00 to 2026-10-26 18:00 +00:00',
    ]);
  });

  it('of a band over midnight belongs to the day on which it begins', () => {
    expect(coverage('Fr 22:00-06:00', 'Europe/London', '2026-10-23T00:00Z', '2026-10-27T00:00Z')).toEqual([
      '2026-10-23 22:00 +01:00 to 2026-10-24 06:00 +01:00',
    ]);
    // The stretch begins in the small hours: the band of the day before is there.
    expect(coverage('Fr 22:00-06:00', 'Europe/London', '2026-10-24T01:00Z', '2026-10-24T02:00Z')).toHaveLength(1);
  });

  it('is closed on a holiday with no PH rule', () => {
    expect(
      coverage('Mo-Fr 08:00-18:00', 'Europe/London', '2026-12-25T00:00Z', '2026-12-26T00:00Z', ['2026-12-25']),
    ).toEqual(['2026-12-24 08:00 +00:00 to 2026-12-24 18:00 +00:00']);
  });

  it('on a holiday follows the PH rules alone', () => {
    const text = 'Mo-Fr 08:00-18:00; PH 10:00-12:00';
    expect(coverage(text, 'Europe/London', '2026-12-25T00:00Z', '2026-12-26T00:00Z', ['2026-12-25']).at(-1)).toBe(
      '2026-12-25 10:00 +00:00 to 2026-12-25 12:00 +00:00',
    );
    // A holiday on a day that is closed anyway opens too.
    expect(coverage(text, 'Europe/London', '2026-12-26T00:00Z', '2026-12-27T00:00Z', ['2026-12-26']).at(-1)).toBe(
      '2026-12-26 10:00 +00:00 to 2026-12-26 12:00 +00:00',
    );
  });

  it('of 24/7 is all of time; with holidays it is closed on them', () => {
    const always = (holidays: LocalDate[], text = '24/7') =>
      compileCoverage(hours(text), holidays, 'Europe/London', at('2026-12-24T00:00Z'), at('2026-12-27T00:00Z'));
    expect(always([])).toBe(ALWAYS);
    expect(always([], 'Mo-Su 00:00-24:00')).toBe(ALWAYS);
    expect(coverage('24/7', 'Europe/London', '2026-12-24T00:00Z', '2026-12-27T00:00Z', ['2026-12-25'])).toEqual([
      '2026-12-23 00:00 +00:00 to 2026-12-25 00:00 +00:00',
      '2026-12-26 00:00 +00:00 to 2026-12-27 00:00 +00:00',
    ]);
  });

  it('through the clock going back is an hour longer, going forward an hour shorter', () => {
    const night = (from: string, to: string) => {
      const { start, end } = compileCoverage(hours('Sa 22:00-06:00'), [], 'Europe/London', at(from), at(to));
      return (end[0]! - start[0]!) / 3_600_000;
    };
    expect(night('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(9);
    expect(night('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(7);
  });

  it('a band that begins in the gap begins after it, and one that lies in it moves', () => {
    expect(coverage('Su 01:30-04:00', 'Europe/London', '2026-03-29T00:00Z', '2026-03-30T00:00Z')).toEqual([
      '2026-03-29 02:30 +01:00 to 2026-03-29 04:00 +01:00',
    ]);
    expect(coverage('Su 01:30-02:15', 'Europe/London', '2026-03-29T00:00Z', '2026-03-30T00:00Z')).toEqual([]);
  });

  it('whole days without a midnight touch each other', () => {
    expect(coverage('Sa,Su 00:00-24:00', 'America/Sao_Paulo', '2018-11-03T12:00Z', '2018-11-05T12:00Z')).toEqual([
      '2018-11-03 00:00 -03:00 to 2018-11-05 00:00 -02:00',
    ]);
  });

  it('leaves out a day that the zone skipped', () => {
    expect(coverage('Th-Sa 08:00-18:00', 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-31T12:00Z')).toEqual([
      '2011-12-29 08:00 -10:00 to 2011-12-29 18:00 -10:00',
      '2011-12-31 08:00 +14:00 to 2011-12-31 18:00 +14:00',
    ]);
    expect(coverage('Fr 08:00-18:00', 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-31T12:00Z')).toEqual([]);
  });
});

describe('shifts', () => {
  const shifts = (text: string, from: string, to: string) =>
    compileShifts(hours(text), [], 'Europe/London', at(from), at(to)).map((shift) => [
      shift.date,
      ...shift.bands.map((b) => `${formatInstant(b.start)} ${formatInstant(b.end)}`),
    ]);

  it('are one a local day, with a break between bands', () => {
    expect(shifts('Mo-Fr 08:00-12:00,13:00-17:00', '2026-11-06T00:00Z', '2026-11-09T10:00Z')).toEqual([
      ['2026-11-06', '2026-11-06T08:00:00Z 2026-11-06T12:00:00Z', '2026-11-06T13:00:00Z 2026-11-06T17:00:00Z'],
      ['2026-11-09', '2026-11-09T08:00:00Z 2026-11-09T12:00:00Z', '2026-11-09T13:00:00Z 2026-11-09T17:00:00Z'],
    ]);
  });

  it('are whole, when they end after the start and begin before the end of the stretch', () => {
    expect(shifts('08:00-18:00', '2026-11-04T17:59Z', '2026-11-05T08:00Z').map((s) => s[0])).toEqual(['2026-11-04']);
    expect(shifts('08:00-18:00', '2026-11-04T18:00Z', '2026-11-05T08:01Z').map((s) => s[0])).toEqual(['2026-11-05']);
    expect(shifts('22:00-06:00', '2026-11-05T05:00Z', '2026-11-05T07:00Z')).toEqual([
      ['2026-11-04', '2026-11-04T22:00:00Z 2026-11-05T06:00:00Z'],
    ]);
  });

  it('of 24/7 are whole days', () => {
    expect(shifts('24/7', '2026-11-04T10:00Z', '2026-11-04T11:00Z')).toEqual([
      ['2026-11-04', '2026-11-04T00:00:00Z 2026-11-05T00:00:00Z'],
    ]);
  });
});
