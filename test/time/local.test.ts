import { describe, expect, it } from 'vitest';
import { type Instant, localDate } from '../../engine/model/units.ts';
import {
  addDays,
  type Edge,
  formatInstant,
  formatLocal,
  isTimeZone,
  localDateAt,
  localTime,
  parseInstant,
  parseLocalDate,
  startOfDay,
} from '../../engine/time/index.ts';

const at = (text: string): Instant => parseInstant(text)!;
const clock = (date: string, time: string, zone: string, edge: Edge) => {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return formatInstant(localTime(localDate(date), hour * 60 + minute, zone, edge));
};

describe('a time zone is an IANA name', () => {
  it.each(['Europe/London', 'America/New_York', 'UTC', 'Etc/GMT+1', 'Asia/Kolkata'])('%s is', (name) =>
    expect(isTimeZone(name)).toBe(true),
  );
  it.each(['', 'local', 'system', '+01:00', '-0500', 'UTC+1', 'Europe/Atlantis', 'Europe/London\n', '__proto__'])(
    '"%s" is not',
    (name) => expect(isTimeZone(name)).toBe(false),
  );
});

describe('a local date', () => {
  it('exists on the calendar', () => {
    expect(parseLocalDate('2024-02-29')).toBe('2024-02-29');
    for (const text of ['2026-02-29', '2026-2-9', '2026-10-23T00:00Z', '', '2026-00-01']) {
      expect(parseLocalDate(text)).toBeNull();
    }
  });
  it('is the one on the wall of the zone', () => {
    expect(localDateAt(at('2026-10-23T23:30Z'), 'Europe/London')).toBe('2026-10-24');
    expect(localDateAt(at('2026-10-23T23:30Z'), 'America/New_York')).toBe('2026-10-23');
  });
  it('moves by days over months and leap years', () => {
    expect(addDays(localDate('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(localDate('2026-03-01'), -1)).toBe('2026-02-28');
    expect(addDays(localDate('1969-12-31'), 365)).toBe('1970-12-31');
  });
});

describe('a local time that does not exist moves forward by the gap', () => {
  it.each([
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29T01:30:00Z'], // 02:30 summer time
    ['America/New_York', '2026-03-08', '02:15', '2026-03-08T07:15:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:10', '2026-10-03T15:40:00Z'], // by half an hour
    ['Africa/Cairo', '2026-04-24', '00:00', '2026-04-23T22:00:00Z'], // no midnight
    ['America/Sao_Paulo', '2018-11-04', '00:20', '2018-11-04T03:20:00Z'],
    ['Pacific/Apia', '2011-12-30', '12:00', '2011-12-30T22:00:00Z'], // by a whole day
  ])('%s %s %s', (zone, date, time, expected) => {
    expect(clock(date, time, zone, 'opening')).toBe(expected);
    expect(clock(date, time, zone, 'closing')).toBe(expected);
  });
});

describe('of a local time that exists twice an opening takes the first, a closing the second', () => {
  it.each([
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
    ['America/New_York', '2026-11-01', '01:00', '2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z'],
    ['Africa/Cairo', '2026-10-29', '23:30', '2026-10-29T20:30:00Z', '2026-10-29T21:30:00Z'],
  ])('%s %s %s', (zone, date, time, first, second) => {
    expect(clock(date, time, zone, 'opening')).toBe(first);
    expect(clock(date, time, zone, 'closing')).toBe(second);
  });

  it('a time that exists once is the same for both', () => {
    expect(clock('2026-10-25', '02:00', 'Europe/London', 'opening')).toBe('2026-10-25T02:00:00Z');
    expect(clock('2026-10-25', '02:00', 'Europe/London', 'closing')).toBe('2026-10-25T02:00:00Z');
    expect(clock('2026-10-25', '00:59', 'Europe/London', 'closing')).toBe('2026-10-24T23:59:00Z');
  });
});

describe('the start of a day', () => {
  it('is the first instant of its date', () => {
    expect(formatInstant(startOfDay(localDate('2026-10-25'), 'Europe/London'))).toBe('2026-10-24T23:00:00Z');
    expect(formatInstant(startOfDay(localDate('2018-11-04'), 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00Z');
    expect(formatInstant(startOfDay(localDate('2026-11-01'), 'America/Havana'))).toBe('2026-11-01T04:00:00Z');
  });
  it('24:00 is midnight at the end of the day', () => {
    expect(clock('2026-10-25', '24:00', 'Europe/London', 'closing')).toBe('2026-10-26T00:00:00Z');
  });
});

it('an instant is shown as a wall clock with its offset', () => {
  expect(formatLocal(at('2026-10-23T15:30Z'), 'Europe/London')).toBe('2026-10-23 16:30 +01:00');
  expect(formatLocal(at('2026-10-23T15:30Z'), 'America/St_Johns')).toBe('2026-10-23 13:00 -02:30');
  expect(formatLocal(at('2026-10-23T15:30Z'), 'UTC')).toBe('2026-10-23 15:30 +00:00');
});
