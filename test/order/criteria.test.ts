import { describe, expect, test } from 'vitest';
import type { Criterion } from '../../engine/model/policy.ts';
import { CRITERION, decidingCriterion, slotComparator, totalOrder } from '../../engine/order/criteria/criteria.ts';
import { NOON, type SlotValues, viewOf } from './tables.ts';

const HOUR = 3_600_000;

/** For each criterion a pair that differs in it by the least that counts: the first stands above the second. */
const PAIRS: Readonly<Record<Criterion, readonly [above: SlotValues, below: SlotValues]>> = {
  class: [{ class: 0 }, { class: 1 }],
  priority: [{ priority: 1 }, { priority: 2 }],
  due: [{ due: NOON }, { due: NOON + 1 }],
  slack: [
    { due: NOON + HOUR, travelTime: 1 },
    { due: NOON + HOUR, travelTime: 0 },
  ],
  cost_of_delay: [
    { due: NOON + HOUR, priority: 4 },
    { due: NOON + HOUR, priority: 5 },
  ],
  contract: [{ levels: [4, 5, 5, 5] }, { levels: [5, 4, 4, 4] }],
  site: [{ levels: [5, 4, 5, 5] }, { levels: [5, 5, 4, 4] }],
  zone: [{ levels: [5, 5, 4, 5] }, { levels: [5, 5, 5, 4] }],
  model: [{ levels: [5, 5, 5, 4] }, { levels: [5, 5, 5, 5] }],
  logged_at: [{ loggedAt: NOON - 1 }, { loggedAt: NOON }],
  number: [{ rank: 3 }, { rank: 3.5 }],
};

describe('each criterion alone', () => {
  test.each(Object.entries(PAIRS))('%s puts the lesser value above', (name, pair) => {
    const criterion = name as Criterion;
    const view = viewOf(pair);
    const compare = slotComparator([criterion], view);
    expect(compare(0, 1)).toBe(-1);
    expect(compare(1, 0)).toBe(1);
    expect(decidingCriterion([criterion, 'number'], view, 0, 1)).toBe(criterion);
  });

  test.each(Object.keys(PAIRS))('%s leaves equal values to the next criterion', (name) => {
    const view = viewOf([{ rank: 1 }, { rank: 1 }]);
    expect(slotComparator([name as Criterion], view)(0, 1)).toBe(0);
  });

  test('due: a call without a running deadline stands after every deadline', () => {
    const compare = slotComparator(['due'], viewOf([{ due: Infinity }, { due: NOON + 1e12 }, { due: Infinity }]));
    expect(compare(0, 1)).toBe(1);
    expect(compare(0, 2)).toBe(0);
  });
});

describe('slack is due, less now, travel and work', () => {
  const view = viewOf([
    { due: NOON + 5 * HOUR, travelTime: HOUR, workTime: 2 * HOUR },
    { due: Infinity, workTime: HOUR },
  ]);
  test('two hours are left of five', () => expect(CRITERION.slack.read(view, 0)).toBe(2 * HOUR));
  test('none where there is no deadline', () => expect(CRITERION.slack.read(view, 1)).toBe(Infinity));
  test('negative where the deadline can no longer be kept', () => {
    expect(CRITERION.slack.read({ ...view, now: (NOON + 3 * HOUR) as typeof view.now }, 0)).toBe(-HOUR);
  });
});

describe('the order a policy names', () => {
  test('always ends in number, once', () => {
    expect(totalOrder(['class'])).toEqual(['class', 'number']);
    expect(totalOrder(['number', 'class'])).toEqual(['number']);
    expect(totalOrder(['due', 'class', 'due'])).toEqual(['due', 'class', 'number']);
    expect(totalOrder([])).toEqual(['number']);
  });
});
