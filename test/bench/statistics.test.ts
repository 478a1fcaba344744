import { expect, test } from 'vitest';
import { readArguments } from '../../bench/arguments.ts';
import { slopeOf, spreadOf } from '../../bench/statistics.ts';

test('the median of an even number of samples lies between the middle two', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ runs: 4, median: 2.5, min: 1, max: 4 });
  expect(spreadOf([5, 1, 3])).toEqual({ runs: 3, median: 3, min: 1, max: 5 });
});

test('growth in proportion has slope 1, growth by the square 2, one point none', () => {
  const points = (power: number) => [10, 100, 1000].map((n) => ({ n, ms: 3 * n ** power }));
  expect(slopeOf(points(1))).toBeCloseTo(1);
  expect(slopeOf(points(2))).toBeCloseTo(2);
  expect(slopeOf([{ n: 10, ms: 1 }])).toBeNull();
});

test('arguments: sizes ascend, runs default to 7', () => {
  expect(readArguments(['order', '--json', '--sizes', '10000,1000'], ['order', 'plan'])).toEqual({
    only: 'order',
    json: true,
    sizes: [1000, 10000],
    runs: 7,
    plainRuns: null,
  });
});

test.each([
  ['--sizes', ''],
  ['--sizes', '0'],
  ['--sizes', '1000,'],
  ['--sizes', '2000000'],
  ['--runs', '0'],
  ['--runs', '1.5'],
  ['--runs'],
  ['--plain-runs', 'x'],
  ['sort'],
  ['order', 'plan'],
  ['--json'],
])('arguments that make no sense are refused: %s %s', (...given) => {
  expect(readArguments(given, ['order', 'plan'])).toHaveProperty('wrong');
});
