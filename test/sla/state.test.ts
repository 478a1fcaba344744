import { describe, expect, test } from 'vitest';
import { heldAt, isOpenAt, originalOf, standsInOrder, statusAt } from '../../engine/lifecycle/index.ts';
import type { Call } from '../../engine/model/call.ts';
import { at, call, contract, hours } from './world.ts';

const time = (text: string) => at(`2026-06-01T${text}:00Z`);
const C = contract('C1', { approvalOver: [hours(8), hours(20)] });
const status = (more: Partial<Call>, now = '12:00') => statusAt(call('1', '2026-06-01T09:00:00Z', more), C, time(now));
const hold = (from: string, to: string | null) => ({
  from: time(from),
  to: to === null ? null : time(to),
  reason: 'any',
});

describe('state of a call at now (decision 3)', () => {
  test('not logged yet', () => {
    expect(status({}, '08:59')).toBeNull();
    expect(status({}, '09:00')).toBe('open');
  });

  test('closed and fixed from their instants on', () => {
    const ended = { respondedAt: time('09:30'), fixedAt: time('10:00'), closedAt: time('11:00') };
    expect(['09:10', '09:30', '10:00', '11:00'].map((now) => status(ended, now))).toEqual([
      'open',
      'on-site',
      'fixed',
      'closed',
    ]);
  });

  test('an end given as status without its instant stands', () => {
    expect(status({ status: 'cancelled' })).toBe('cancelled');
    expect(status({ status: 'fixed' })).toBe('fixed');
    expect(status({ status: 'closed' })).toBe('closed');
  });

  test('an end whose instant lies after now has not come: on-site if responded, else open', () => {
    const later = { status: 'closed', fixedAt: time('13:00'), closedAt: time('14:00'), resource: 'X' } as const;
    expect(status(later)).toBe('open');
    expect(status({ ...later, respondedAt: time('11:00') })).toBe('on-site');
    expect(status(later, '13:00')).toBe('fixed');
    expect(status(later, '14:00')).toBe('closed');
  });

  test('awaiting approval by status, or by an estimate over the contract’s least threshold', () => {
    expect(status({ status: 'awaiting-approval' })).toBe('awaiting-approval');
    expect(status({ estimatedTime: hours(8) })).toBe('open');
    expect(status({ estimatedTime: hours(9) })).toBe('awaiting-approval');
    expect(status({ estimatedTime: hours(9), status: 'open' })).toBe('open');
  });

  test('on hold while a hold contains now, whatever the status says', () => {
    const held = { status: 'accepted', resource: 'X', holds: [hold('11:00', '12:00')] } as const;
    expect(['10:59', '11:00', '11:59', '12:00'].map((now) => status(held, now))).toEqual([
      'accepted',
      'on-hold',
      'on-hold',
      'accepted',
    ]);
    expect(status({ holds: [hold('11:00', null)] })).toBe('on-hold');
  });

  test('a status of on-hold stands alone, but not against holds that are over', () => {
    expect(status({ status: 'on-hold' })).toBe('on-hold');
    expect(status({ status: 'on-hold', holds: [hold('10:00', '11:00')], resource: 'X' })).toBe('allocated');
  });

  test('a status given stands; without one it follows from arrival and resource', () => {
    expect(status({ status: 'travelling', resource: 'X' })).toBe('travelling');
    expect(status({ resource: 'X' })).toBe('allocated');
    expect(status({ resource: 'X', respondedAt: time('11:00') })).toBe('on-site');
    expect(status({ resource: 'X', respondedAt: time('13:00') })).toBe('allocated');
    expect(status({ status: 'on-site', resource: 'X', respondedAt: time('13:00') })).toBe('allocated');
    expect(status({})).toBe('open');
  });

  test('open from logged until fixed, closed or cancelled', () => {
    const ended = call('1', '2026-06-01T09:00:00Z', { fixedAt: time('10:00') });
    expect(['08:59', '09:00', '09:59', '10:00'].map((now) => isOpenAt(ended, time(now)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isOpenAt(call('1', '2026-06-01T09:00:00Z', { status: 'cancelled' }), time('12:00'))).toBe(false);
  });

  test('held from a hold’s beginning up to its end', () => {
    const held = call('1', '2026-06-01T09:00:00Z', { holds: [hold('10:00', '11:00')] });
    expect(['09:59', '10:00', '11:00'].map((now) => heldAt(held, time(now)))).toEqual([false, true, false]);
  });

  test('what awaits approval, or has ended, does not stand in the order', () => {
    expect(
      ['open', 'on-hold', 'reopened', 'awaiting-approval', 'fixed', 'cancelled', null].map((s) =>
        standsInOrder(s as Parameters<typeof standsInOrder>[0]),
      ),
    ).toEqual([true, true, true, false, false, false, false]);
  });
});

describe('the original of a duplicate', () => {
  const LOGGED = '2026-06-01T09:00:00Z';
  const find = (calls: Call[]) => (number: string) => calls.find((each) => each.number === number);

  test('chains lead to the first call', () => {
    const calls = [call('1', LOGGED), call('2', LOGGED, { duplicateOf: '1' }), call('3', LOGGED, { duplicateOf: '2' })];
    expect(calls.map((each) => originalOf(each, find(calls))?.number)).toEqual([undefined, '1', '1']);
  });

  test('a circle leads nowhere', () => {
    const calls = [call('1', LOGGED, { duplicateOf: '2' }), call('2', LOGGED, { duplicateOf: '1' })];
    expect(calls.map((each) => originalOf(each, find(calls)))).toEqual([null, null]);
  });
});
