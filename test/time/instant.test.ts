import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../engine/time/index.ts';

describe('an instant is ISO 8601 with an offset', () => {
  it.each([
    ['2026-10-23T15:30:00Z', '2026-10-23T15:30:00Z'],
    ['2026-10-23T16:30+01:00', '2026-10-23T15:30:00Z'],
    ['2026-10-23T10:00:00-05:30', '2026-10-23T15:30:00Z'],
    ['2026-10-23T15:30:00.25Z', '2026-10-23T15:30:00.250Z'],
    ['2026-10-23T15:30:00.123456Z', '2026-10-23T15:30:00.123Z'],
    ['2024-02-29T00:00Z', '2024-02-29T00:00:00Z'],
    ['0001-01-01T00:00Z', '0001-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, canonical) => {
    const i = parseInstant(text)!;
    expect(formatInstant(i)).toBe(canonical);
    expect(parseInstant(canonical)).toBe(i);
  });

  it.each([
    ['', 'empty'],
    ['2026-10-23T15:30:00', 'no offset'],
    ['2026-10-23', 'a date alone'],
    ['2026-10-23 15:30Z', 'no T'],
    ['2026-10-23t15:30z', 'small letters'],
    ['2026-02-29T00:00Z', 'no such date'],
    ['2026-13-01T00:00Z', 'no such month'],
    ['2026-00-10T00:00Z', 'month 0'],
    ['2026-04-31T00:00Z', 'no 31 April'],
    ['2026-04-00T00:00Z', 'day 0'],
    ['2026-10-23T24:00Z', 'no such hour'],
    ['2026-10-23T23:60Z', 'no such minute'],
    ['2026-10-23T23:59:60Z', 'no such second'],
    ['2026-10-23T15:30+19:00', 'no such offset'],
    ['2026-10-23T15:30+0100', 'offset without colon'],
    ['2026-10-23T15:30Z ', 'something after'],
    ['+012026-10-23T15:30Z', 'long year'],
  ])('%s is none: %s', (text) => expect(parseInstant(text)).toBeNull());
});
