import { expect, test } from 'vitest';
import { instant } from '../../engine/model/units.ts';
import { spokenLength, spokenTime } from '../../engine/time/index.ts';

const MINUTE = 60_000;

test.each([
  [20_000, '20 s'],
  [59_700, '60 s'],
  [MINUTE, '1 min'],
  [45 * MINUTE, '45 min'],
  [60 * MINUTE, '1 h'],
  [336 * MINUTE + 2000, '5 h 36 min'],
  [1440 * MINUTE, '1 day'],
  [(1440 + 185) * MINUTE, '1 day 3 h'],
  [7 * 1440 * MINUTE, '7 days'],
])('%i ms are said as %s', (ms, said) => expect(spokenLength(ms)).toBe(said));

test('a moment is said in the zone, summer time counted', () => {
  expect(spokenTime(instant(Date.UTC(2026, 0, 5, 8, 30)), 'Europe/London')).toBe('Mon 5 Jan 08:30');
  expect(spokenTime(instant(Date.UTC(2026, 5, 30, 23, 5)), 'Europe/London')).toBe('Wed 1 Jul 00:05');
});
