import { expect, test } from 'vitest';
import { createNumberRanks } from '../../engine/order/criteria/number-ranks.ts';

/** Numbers by slot, ranked; returns the numbers in the order of their ranks. */
function rankedAfter(filled: readonly string[], added: readonly string[]): string[] {
  const numbers = [...filled, ...added];
  const ranks = new Float64Array(numbers.length);
  const ranked = createNumberRanks(
    (slot) => numbers[slot]!,
    () => ranks,
  );
  ranked.fill(Int32Array.from(filled.keys()));
  for (let slot = filled.length; slot < numbers.length; slot++) ranked.add(slot);
  expect(new Set(ranks).size).toBe(numbers.length);
  return [...numbers.keys()].sort((a, b) => ranks[a]! - ranks[b]!).map((slot) => numbers[slot]!);
}

const counted = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(5, '0')}`);

test('numbers are compared by code units', () => {
  expect(rankedAfter(['b', 'B', 'é', '10', '9'], ['a', '', 'z', '\u{1F600}', '\uFFFD'])).toEqual([
    '',
    '10',
    '9',
    'B',
    'a',
    'b',
    'z',
    'é',
    '\u{1F600}',
    '\uFFFD',
  ]);
});

test.each([
  ['at the end', counted('z', 3000)],
  ['always between the same two, ascending', counted('c', 3000)],
  ['always between the same two, descending', counted('c', 3000).reverse()],
  ['before all', counted('A', 3000).reverse()],
])('newcomers find their place: %s', (_, added) => {
  const filled = ['a', 'b', 'd'];
  expect(rankedAfter(filled, added)).toEqual([...filled, ...added].sort());
});
