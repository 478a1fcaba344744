import { describe, expect, test } from 'vitest';
import { duplicatesAfter } from '../../engine/lifecycle/index.ts';
import type { Call } from '../../engine/model/call.ts';
import { instant } from '../../engine/model/units.ts';
import { call } from './world.ts';

const report = (number: string, minutes: number, more: Partial<Call> = {}): Call =>
  call(number, `2026-06-15T10:${String(minutes).padStart(2, '0')}:00Z`, more);
const FIXED_AT = instant(Date.UTC(2026, 5, 15, 12));

describe('a failure reported twice is one failure', () => {
  const second = report('C2', 5, { duplicateOf: 'C1', status: 'open' });
  const third = report('C3', 9, { duplicateOf: 'C1', status: 'on-hold' });

  test('the fix of the first report fixes the others at the same instant', () => {
    const original = report('C1', 0, { status: 'fixed', respondedAt: instant(FIXED_AT - 1), fixedAt: FIXED_AT });
    const after = duplicatesAfter(original, [second, third]);
    expect(after.map(({ number, status, fixedAt }) => [number, status, fixedAt])).toEqual([
      ['C2', 'fixed', FIXED_AT],
      ['C3', 'fixed', FIXED_AT],
    ]);
    expect(after[0]?.respondedAt).toBe(original.respondedAt);
  });

  test('a report that came after the arrival, or after a fix told later, is answered when it is logged, not before', () => {
    const arrived = instant(Date.UTC(2026, 5, 15, 10, 2));
    const original = report('C1', 0, { status: 'fixed', respondedAt: arrived, fixedAt: instant(arrived + 60_000) });
    const [after] = duplicatesAfter(original, [second]);
    expect([after?.respondedAt, after?.fixedAt]).toEqual([second.loggedAt, second.loggedAt]);
  });

  test('closing it closes those that it fixed', () => {
    const original = report('C1', 0, { status: 'closed', fixedAt: FIXED_AT, closedAt: FIXED_AT });
    const fixed = { ...second, status: 'fixed' as const };
    expect(duplicatesAfter(original, [fixed, third]).map(({ number, status }) => [number, status])).toEqual([
      ['C2', 'closed'],
    ]);
  });

  test('cancelling it leaves the next report standing for itself, with the rest riding on it', () => {
    const original = report('C1', 0, { status: 'cancelled' });
    const after = duplicatesAfter(original, [third, second]);
    expect(after.map(({ number, duplicateOf }) => [number, duplicateOf])).toEqual([
      ['C2', null],
      ['C3', 'C2'],
    ]);
  });

  test('reopening it has them open again with it, closed ones too, cancelled ones not', () => {
    const original = report('C1', 0, { status: 'reopened', fixedAt: null });
    const ended = { respondedAt: instant(FIXED_AT - 1), fixedAt: FIXED_AT, resolution: 'belt' };
    const duplicates = [
      { ...second, ...ended, status: 'fixed' as const },
      { ...third, ...ended, status: 'closed' as const, closedAt: FIXED_AT },
      report('C4', 10, { duplicateOf: 'C1', status: 'cancelled', closedAt: FIXED_AT }),
    ];
    const after = duplicatesAfter(original, duplicates);
    expect(
      after.map(({ number, status, fixedAt, closedAt, duplicateOf }) => [
        number,
        status,
        fixedAt,
        closedAt,
        duplicateOf,
      ]),
    ).toEqual([
      ['C2', 'reopened', null, null, 'C1'],
      ['C3', 'reopened', null, null, 'C1'],
    ]);
  });

  test('nothing happens to them while the first report is open', () => {
    expect(duplicatesAfter(report('C1', 0, { status: 'on-site' }), [second, third])).toEqual([]);
  });
});
