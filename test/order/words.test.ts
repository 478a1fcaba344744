import { expect, test } from 'vitest';
import type { Criterion } from '../../engine/model/policy.ts';
import { differenceInWords, lengthInWords, valueInWords } from '../../engine/order/words.ts';
import { NOON, type SlotValues, viewOf } from './tables.ts';

const MINUTE = 60_000;

test.each([
  [0, '0 milliseconds'],
  [-1, '1 millisecond'],
  [59_999, '59 seconds'],
  [MINUTE, '1 minute'],
  [61 * MINUTE, '1 hour 1 minute'],
  [24 * 60 * MINUTE + 5 * MINUTE, '1 day'],
  [-51 * 60 * MINUTE, '2 days 3 hours'],
])('%d ms are %s', (length, words) => expect(lengthInWords(length)).toBe(words));

test.each<[Criterion, SlotValues, SlotValues, string, string]>([
  ['class', { class: 2 }, { class: 1 }, 'class normal, C-2 is high', 'class high, C-1 is normal'],
  ['priority', { priority: 5 }, { priority: 3 }, 'priority 5, C-2 has 3', 'priority 3, C-1 has 5'],
  [
    'due',
    { due: NOON + 12 * MINUTE },
    { due: NOON },
    'due 12 minutes later than C-2',
    'due 12 minutes earlier than C-1',
  ],
  [
    'due',
    {},
    { due: NOON },
    'no deadline is running, C-2 is due at 2026-06-01T12:00:00Z',
    'due at 2026-06-01T12:00:00Z, no deadline of C-1 is running',
  ],
  [
    'slack',
    { due: NOON + 3 * MINUTE },
    { due: NOON, workTime: MINUTE },
    '4 minutes more slack than C-2',
    '4 minutes less slack than C-1',
  ],
  ['slack', {}, { due: NOON - MINUTE }, 'slack none, C-2 has -PT1M', 'slack -PT1M, C-1 has none'],
  ['zone', { levels: [5, 5, 5, 5] }, { levels: [5, 5, 2, 5] }, 'zone level 5, C-2 has 2', 'zone level 2, C-1 has 5'],
  [
    'logged_at',
    { loggedAt: NOON },
    { loggedAt: NOON - 12 * MINUTE },
    'logged 12 minutes later than C-2',
    'logged 12 minutes earlier than C-1',
  ],
  [
    'number',
    { rank: 2 },
    { rank: 1 },
    'equal in all else, and its number sorts after C-2',
    'equal in all else, and its number sorts before C-1',
  ],
])('a difference in %s is said from either side', (criterion, first, second, said, saidBack) => {
  const view = viewOf([first, second]);
  const one = { slot: 0, number: 'C-1', other: 1, otherNumber: 'C-2' };
  const two = { slot: 1, number: 'C-2', other: 0, otherNumber: 'C-1' };
  expect(differenceInWords(view, { criterion, ...one })).toBe(said);
  expect(differenceInWords(view, { criterion, ...two })).toBe(saidBack);
});

test('a number is said as it is, not as its rank', () => {
  expect(valueInWords('number', viewOf([{}]), 0, 'C-1')).toBe('C-1');
});
