import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Criterion } from '../../engine/model/policy.ts';
import { orderSlots } from '../../engine/order/book/full-order.ts';
import { NOON, type SlotValues, viewOf } from './tables.ts';

const DEFAULT: Criterion[] = ['class', 'priority', 'due', 'contract', 'site', 'zone', 'model', 'logged_at', 'number'];
const LEAST_SLACK: Criterion[] = [
  'class',
  'slack',
  'priority',
  'contract',
  'site',
  'zone',
  'model',
  'logged_at',
  'number',
];

function ordered(slots: readonly SlotValues[], order: Criterion[]): number[] {
  const { table, targets, now } = viewOf(slots);
  return [...orderSlots(table, targets, { ...defaultPolicy('EUR'), order }, now)];
}

describe('the default policy', () => {
  test('an emergency stands above all, a deferred call below all, whatever else they have', () => {
    const slots = [
      { class: 4, priority: 1, due: NOON - 1e9 },
      { class: 2, priority: 5 },
      { class: 3, priority: 2, due: NOON },
      { class: 0, priority: 9 },
      { class: 1, priority: 9 },
    ];
    expect(ordered(slots, DEFAULT)).toEqual([3, 4, 1, 2, 0]);
  });
  test('priority before deadline, deadline before levels, levels before logging', () => {
    const slots: SlotValues[] = [
      { priority: 4, due: NOON + 2, levels: [4, 5, 5, 5], loggedAt: NOON - 9 },
      { priority: 4, due: NOON + 1, levels: [5, 4, 5, 5] },
      { priority: 3, due: NOON + 9, levels: [5, 5, 3, 5] },
      { priority: 4, due: NOON + 2, levels: [4, 5, 5, 5], loggedAt: NOON - 10 },
    ];
    expect(ordered(slots, DEFAULT)).toEqual([2, 1, 3, 0]);
  });
  test('the number decides where nothing else does', () => {
    expect(ordered([{ rank: 2 }, { rank: 0 }, { rank: 1 }], DEFAULT)).toEqual([1, 2, 0]);
  });
});

describe('least slack', () => {
  test('the longer repair goes first at the same deadline, within its class', () => {
    const due = NOON + 10;
    const slots = [
      { due, workTime: 2 },
      { due, workTime: 3 },
      { due: NOON + 6, class: 3 },
      { due: NOON + 9, priority: 1 },
    ];
    expect(ordered(slots, LEAST_SLACK)).toEqual([1, 0, 3, 2]);
  });
});

test('slots that hold no open call are not in the order', () => {
  expect(ordered([{ live: false }, {}, { live: false }], DEFAULT)).toEqual([1]);
  expect(ordered([], DEFAULT)).toEqual([]);
});
