import { describe, expect, it } from 'vitest';
import { ALWAYS, fromPairs, type Intervals, NEVER, replaceStretches, subtract } from '../../engine/time/index.ts';

const pairs = (i: Intervals) => Array.from(i.start, (s, k) => [s, i.end[k]]);

describe('intervals', () => {
  it('are sorted, merged where they touch, and never empty', () => {
    expect(
      pairs(
        fromPairs([
          [5, 6],
          [1, 3],
          [3, 4],
          [9, 9],
          [8, 7],
        ]),
      ),
    ).toEqual([
      [1, 4],
      [5, 6],
    ]);
  });
  it('all of time less a stretch has two sides', () => {
    const without = subtract(ALWAYS, fromPairs([[0, 10]]));
    expect(without.end[0]).toBe(0);
    expect(without.start[1]).toBe(10);
  });
});

describe('a stretch replaced', () => {
  const base = fromPairs([
    [0, 10],
    [20, 30],
  ]);
  it('has the replacement within, the base without', () => {
    const replacement = fromPairs([
      [0, 22],
      [24, 60],
    ]);
    expect(pairs(replaceStretches(base, [{ start: 5, end: 25, replacement }]))).toEqual([
      [0, 22],
      [24, 30],
    ]);
    expect(pairs(replaceStretches(base, [{ start: 5, end: 25, replacement: NEVER }]))).toEqual([
      [0, 5],
      [25, 30],
    ]);
    expect(pairs(replaceStretches(base, [{ start: 12, end: 18, replacement: ALWAYS }]))).toEqual([
      [0, 10],
      [12, 18],
      [20, 30],
    ]);
  });
  it('is ruled by the later of two that overlap', () => {
    const stretches = [
      { start: 0, end: 30, replacement: NEVER },
      { start: 10, end: 15, replacement: ALWAYS },
    ];
    expect(pairs(replaceStretches(base, stretches))).toEqual([[10, 15]]);
    expect(pairs(replaceStretches(base, [...stretches].reverse()))).toEqual([]);
  });
  it('changes nothing where there is none', () => expect(replaceStretches(base, [])).toBe(base));
});
