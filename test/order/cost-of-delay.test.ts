import { describe, expect, test } from 'vitest';
import { HOUR, instant } from '../../engine/model/units.ts';
import { costDrifts, hourlyLoss, nextDelayChange, readCostOfDelay } from '../../engine/order/criteria/cost-of-delay.ts';
import { slotComparator } from '../../engine/order/criteria/criteria.ts';
import { differenceInWords, valueInWords } from '../../engine/order/words.ts';
import { NOON, type SlotValues, viewOf } from './tables.ts';

/** The rule as Vepsalainen and Morton give it: the highest index goes first. */
function index(view: ReturnType<typeof viewOf>, slot: number): number {
  const { table, targets, now } = view;
  const work = table.travelTime[slot]! + table.workTime[slot]!;
  const slack = Math.max(0, targets.due[slot]! - work - now);
  return (hourlyLoss(view, slot) / (work / HOUR)) * Math.exp(-slack / (4 * HOUR));
}

const some: SlotValues[] = [
  { due: NOON + 9 * HOUR, workTime: HOUR, priority: 1 },
  { due: NOON + 3 * HOUR, workTime: 2 * HOUR, travelTime: HOUR / 2, priority: 7 },
  { due: NOON + 3 * HOUR, workTime: HOUR, priority: 5, awaits: 'respond' },
  { due: NOON - HOUR, workTime: 4 * HOUR, priority: 3 },
  { due: NOON + 30 * HOUR, workTime: HOUR / 2, class: 1 },
  { due: NOON, workTime: HOUR, class: 3 },
];

test('calls stand by the falling index of the apparent tardiness cost rule', () => {
  const view = viewOf(some);
  const slots = [...some.keys()];
  const compare = slotComparator(['cost_of_delay', 'number'], view);
  expect(slots.toSorted(compare)).toEqual(slots.toSorted((a, b) => index(view, b) - index(view, a)));
});

describe('money lost by an hour of delay', () => {
  const view = viewOf([
    { due: NOON + HOUR, awaits: 'respond' },
    { due: NOON + HOUR, awaits: 'fix' },
    { due: NOON, awaits: 'fix' },
    { due: NOON - 1, awaits: 'fix', priority: 1 },
  ]);
  const losses = [0, 1, 2, 3].map((slot) => hourlyLoss(view, slot));
  test('the target that would be missed and the hour, of the clock that runs', () => {
    expect(losses.slice(0, 2)).toEqual([2000 + 1000, 4000 + 2000]);
  });
  test('a target can still be met at its deadline', () => expect(losses[2]).toBe(6000));
  test('of a target that is missed only the further hours count, by the factor of the priority', () => {
    expect(losses[3]).toBe(3 * 2000);
  });
});

describe('what nothing is lost by stands last', () => {
  test('no deadline is running', () => expect(readCostOfDelay(viewOf([{ workTime: HOUR }]), 0)).toBe(Infinity));
  test('no price', () => {
    const view = viewOf([{ due: NOON, workTime: HOUR }]);
    const free = { respondMissed: 0, fixMissed: 0, eachHour: 0 };
    expect(readCostOfDelay({ ...view, delay: { ...view.delay, priceOf: () => free } }, 0)).toBe(Infinity);
  });
});

test('it drifts while there is slack, stands still after, and falls when the target is missed', () => {
  const view = viewOf([{ due: NOON + 3 * HOUR, workTime: HOUR }]);
  const at = (now: number) => ({ ...view, now: instant(now) });
  expect([costDrifts(view, 0), nextDelayChange(view, 0)]).toEqual([true, NOON + 2 * HOUR]);
  const pressing = at(NOON + 2 * HOUR);
  expect([costDrifts(pressing, 0), nextDelayChange(pressing, 0)]).toEqual([false, NOON + 3 * HOUR + 1]);
  expect(readCostOfDelay(view, 0) - readCostOfDelay(pressing, 0)).toBe(2 * HOUR);
  const missed = at(NOON + 3 * HOUR + 1);
  expect([costDrifts(missed, 0), nextDelayChange(missed, 0)]).toEqual([false, Infinity]);
  expect(readCostOfDelay(missed, 0)).toBeGreaterThan(readCostOfDelay(at(NOON + 3 * HOUR), 0));
});

test('it is said as money, work and slack', () => {
  const view = viewOf([
    { due: NOON + 3 * HOUR, workTime: HOUR },
    { due: NOON, workTime: HOUR, priority: 1 },
  ]);
  expect(valueInWords('cost_of_delay', view, 0, 'C-1')).toMatch(/^-P1DT8H/);
  const said = differenceInWords(view, {
    criterion: 'cost_of_delay',
    slot: 0,
    number: 'C-1',
    other: 1,
    otherNumber: 'C-2',
  });
  expect(said).toBe(
    'EUR 60.00 lost by an hour of delay, 1 hour of travel and work, 2 hours of slack; ' +
      'C-2: EUR 180.00 lost by an hour of delay, 1 hour of travel and work, no slack',
  );
});
