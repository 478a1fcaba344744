import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, localDate, MINUTE } from '../../engine/model/units.ts';
import {
  ALWAYS,
  addCovered,
  addCoveredWithHolds,
  buildTimelines,
  compileCoverage,
  countCovered,
  countCoveredWithHolds,
  formatLocal,
  fromPairs,
  isOpen,
  NEVER,
  nextClosing,
  nextOpening,
  parseDuration,
  parseInstant,
  parseOpeningHours,
} from '../../engine/time/index.ts';

const at = (text: string): Instant => parseInstant(text)!;

describe('the worked examples of the clocks', () => {
  it.each([
    ['Mo-Fr 10:00-18:00', 'UTC', '2026-10-19T08:00Z', 'PT1H', '2026-10-19 11:00 +00:00', []],
    ['Mo-Fr 10:00-18:00', 'UTC', '2026-10-19T20:00Z', 'PT30M', '2026-10-20 10:30 +00:00', []],
    ['Mo-Fr 08:00-18:00', 'Europe/London', '2026-10-23T16:30+01:00', 'PT4H', '2026-10-26 10:30 +00:00', []],
    [
      'Mo-Fr 08:00-18:00',
      'Europe/London',
      '2026-12-24T16:00Z',
      'PT6H',
      '2026-12-29 12:00 +00:00',
      ['2026-12-25', '2026-12-28'],
    ],
    ['Mo-Su 22:00-06:00', 'Europe/London', '2026-10-24T23:00+01:00', 'PT8H', '2026-10-25 06:00 +00:00', []],
    ['24/7', 'Europe/London', '2026-03-29T00:30Z', 'PT4H', '2026-03-29 05:30 +01:00', []],
  ])('%s in %s, logged %s, target %s: %s', (text, zone, logged, target, deadline, holidays) => {
    const parsed = parseOpeningHours(text);
    if (!parsed.ok) throw new Error(parsed.message);
    const from = at(logged);
    const days = holidays.map(localDate);
    const t = buildTimelines([compileCoverage(parsed.hours, days, zone, from, (from + 30 * DAY) as Instant)]);
    expect(formatLocal(addCovered(t, 0, from, parseDuration(target)!) as Instant, zone)).toBe(deadline);
  });
});

// Three timelines side by side: none may see the others' intervals. Hours after the epoch.
const pairs = fromPairs([
  [10, 20],
  [30, 40],
  [50, 60],
]);
const t = buildTimelines([NEVER, pairs, ALWAYS, fromPairs([[15, 16]])]);

describe('covered time', () => {
  it('is open from the opening until just before the closing', () => {
    expect([9, 10, 19, 20, 30, 59, 60].map((x) => isOpen(t, 1, x))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(isOpen(t, 0, 10)).toBe(false);
    expect(isOpen(t, 2, -1e12)).toBe(true);
  });

  it('is counted in half-open stretches', () => {
    expect(countCovered(t, 1, 0, 100)).toBe(30);
    expect(countCovered(t, 1, 15, 35)).toBe(10);
    expect(countCovered(t, 1, 20, 30)).toBe(0);
    expect(countCovered(t, 1, 35, 15)).toBe(0);
    expect(countCovered(t, 2, -5, 7)).toBe(12);
    expect(countCovered(t, 0, 0, 100)).toBe(0);
  });

  it('reaches a target at the closing instant, never at the next opening', () => {
    expect(addCovered(t, 1, 0, 10)).toBe(20);
    expect(addCovered(t, 1, 10, 10)).toBe(20);
    expect(addCovered(t, 1, 20, 10)).toBe(40);
    expect(addCovered(t, 1, 0, 11)).toBe(31);
    expect(addCovered(t, 1, 15, 25)).toBe(60);
  });

  it('reaches no target after the last closing', () => {
    expect(addCovered(t, 1, 15, 26)).toBeNaN();
    expect(addCovered(t, 1, 60, 1)).toBeNaN();
    expect(addCovered(t, 0, 0, 1)).toBeNaN();
    expect(addCovered(t, 3, 15.5, 0.5)).toBe(16);
  });

  it('reaches a target of nothing at once, even when closed', () => {
    expect(addCovered(t, 1, 5, 0)).toBe(5);
    expect(addCovered(t, 0, 5, 0)).toBe(5);
  });

  it('with no closing counts all time', () => {
    expect(addCovered(t, 2, at('2026-03-29T00:30Z'), 4 * HOUR)).toBe(at('2026-03-29T04:30Z'));
    expect(nextClosing(t, 2, 0)).toBeNaN();
  });

  it('knows its next opening and closing', () => {
    expect([0, 10, 19, 20, 59, 60].map((x) => nextOpening(t, 1, x))).toEqual([10, 10, 19, 30, 59, Number.NaN]);
    expect([0, 10, 19, 20, 59, 60].map((x) => nextClosing(t, 1, x))).toEqual([20, 20, 20, 40, 60, Number.NaN]);
  });
});

describe('holds that stop the clocks', () => {
  const holds = (list: [number, number][]) =>
    [Float64Array.from(list, (h) => h[0]), Float64Array.from(list, (h) => h[1]), 0, list.length] as const;

  it('move the deadline so that the counted time stays the same', () => {
    expect(addCoveredWithHolds(t, 1, 10, 12, ...holds([[12, 15]]))).toBe(35);
    expect(addCoveredWithHolds(t, 2, 0, 4 * HOUR, ...holds([[HOUR, HOUR + 30 * MINUTE]]))).toBe(4.5 * HOUR);
  });

  it('outside covered time change nothing', () => {
    expect(addCoveredWithHolds(t, 1, 10, 12, ...holds([[20, 30]]))).toBe(32);
  });

  it('after the deadline change nothing, at the deadline neither', () => {
    expect(addCoveredWithHolds(t, 1, 10, 5, ...holds([[15, 18]]))).toBe(15);
    expect(addCoveredWithHolds(t, 1, 10, 5, ...holds([[16, 18]]))).toBe(15);
  });

  it('that overlap count once', () => {
    expect(
      addCoveredWithHolds(
        t,
        2,
        0,
        10,
        ...holds([
          [2, 8],
          [3, 5],
          [7, 9],
        ]),
      ), // union [2, 9)
    ).toBe(17);
  });

  it('that began before the call was logged count from then on', () => {
    expect(addCoveredWithHolds(t, 2, 10, 5, ...holds([[0, 12]]))).toBe(17);
    expect(addCoveredWithHolds(t, 2, 10, 5, ...holds([[0, 10]]))).toBe(15);
  });

  it('without an end leave no deadline, unless it was reached before', () => {
    expect(addCoveredWithHolds(t, 2, 0, 10, ...holds([[5, Number.POSITIVE_INFINITY]]))).toBeNaN();
    expect(addCoveredWithHolds(t, 2, 0, 5, ...holds([[5, Number.POSITIVE_INFINITY]]))).toBe(5);
  });

  it('are read from their own slice', () => {
    const from = Float64Array.of(0, 12, 0);
    const to = Float64Array.of(100, 15, 100);
    expect(addCoveredWithHolds(t, 1, 10, 12, from, to, 1, 1)).toBe(35);
    expect(addCoveredWithHolds(t, 1, 10, 12, from, to, 1, 0)).toBe(32);
  });

  it('are left out of what is counted', () => {
    expect(countCoveredWithHolds(t, 1, 10, 35, ...holds([[12, 15]]))).toBe(12);
    expect(countCoveredWithHolds(t, 1, 10, 14, ...holds([[12, 15]]))).toBe(2);
    expect(
      countCoveredWithHolds(
        t,
        2,
        0,
        20,
        ...holds([
          [2, 8],
          [3, 5],
          [7, 9],
        ]),
      ),
    ).toBe(13);
  });
});
