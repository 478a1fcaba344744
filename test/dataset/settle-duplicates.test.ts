import { describe, expect, test } from 'vitest';
import { withoutCancelledOriginals } from '../../engine/dataset/settle-duplicates.ts';
import type { Call } from '../../engine/model/call.ts';
import { call } from '../sla/world.ts';

const report = (number: string, minutes: number, more: Partial<Call> = {}): Call =>
  call(number, `2026-06-15T10:${String(minutes).padStart(2, '0')}:00Z`, more);

describe('duplicates of cancelled calls in a dataset', () => {
  test('the first of them stands for itself, the others ride with it', () => {
    const calls = [
      report('C1', 0, { status: 'cancelled' }),
      report('C3', 9, { duplicateOf: 'C1' }),
      report('C2', 5, { duplicateOf: 'C1' }),
    ];
    expect(withoutCancelledOriginals(calls).map(({ number, duplicateOf }) => [number, duplicateOf])).toEqual([
      ['C1', null],
      ['C3', 'C2'],
      ['C2', null],
    ]);
  });

  test('a cancelled duplicate in between is passed over', () => {
    const calls = [
      report('C1', 0),
      report('C2', 5, { duplicateOf: 'C1', status: 'cancelled' }),
      report('C3', 9, { duplicateOf: 'C2' }),
    ];
    expect(withoutCancelledOriginals(calls)[2]?.duplicateOf).toBe('C1');
  });

  test('a circle of cancelled calls leads to nobody', () => {
    const calls = [
      report('C1', 0, { duplicateOf: 'C2', status: 'cancelled' }),
      report('C2', 5, { duplicateOf: 'C1', status: 'cancelled' }),
      report('C3', 9, { duplicateOf: 'C2' }),
      report('C4', 12, { duplicateOf: 'C1' }),
    ];
    expect(withoutCancelledOriginals(calls).map(({ duplicateOf }) => duplicateOf)).toEqual(['C2', 'C1', null, 'C3']);
  });

  test('without any, the same list is given back', () => {
    const calls = [report('C1', 0), report('C2', 5, { duplicateOf: 'C1' })];
    expect(withoutCancelledOriginals(calls)).toBe(calls);
  });
});
