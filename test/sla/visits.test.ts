import { describe, expect, it } from 'vitest';
import {
  approvalLevel,
  asksApproval,
  callFromJournal,
  changedFields,
  visitsAfter,
} from '../../engine/lifecycle/index.ts';
import { HOUR, instant } from '../../engine/model/units.ts';
import type { Visit } from '../../engine/model/visit.ts';
import { at, call, hours } from './world.ts';

const EIGHT = at('2026-06-01T08:00:00Z');
const visit = (over: Partial<Visit> = {}): Visit => ({
  visit: 1,
  resource: 'ANN',
  travelledAt: null,
  arrivedAt: EIGHT,
  leftAt: null,
  timeSpent: null,
  outcome: null,
  ...over,
});
const ten = instant(EIGHT + 2 * HOUR);

describe('visits (section 12: time spent is recorded per visit)', () => {
  it('an arrival begins one, somebody else’s arrival ends the first', () => {
    const arrive = { kind: 'arrive', at: ten, resource: 'BOB', plannedStart: null } as const;
    expect(visitsAfter([visit()], arrive, EIGHT, false)).toEqual([
      visit({ leftAt: ten, timeSpent: hours(2), outcome: 'taken-over' }),
      visit({ visit: 2, resource: 'BOB', travelledAt: EIGHT, arrivedAt: ten }),
    ]);
    expect(visitsAfter([visit()], { ...arrive, resource: 'ANN' }, null, false)).toEqual([]);
  });

  it('a fix without anybody on site makes none', () => {
    expect(visitsAfter([], { kind: 'fix', at: ten, resolution: null }, null, false)).toEqual([]);
    const over = visit({ leftAt: ten, timeSpent: hours(2), outcome: 'follow-up' });
    expect(visitsAfter([over], { kind: 'fix', at: ten, resolution: null }, null, false)).toEqual([]);
  });

  it('an estimate that needs approval sends the technician home', () => {
    const estimate = { kind: 'estimate', at: ten, estimatedTime: hours(30) } as const;
    expect(visitsAfter([visit()], { ...estimate, approval: true }, null, false)).toMatchObject([
      { outcome: 'awaiting-approval', timeSpent: hours(2) },
    ]);
    expect(visitsAfter([visit()], { ...estimate, approval: false }, null, false)).toEqual([]);
  });
});

describe('approval thresholds', () => {
  const contract = { approvalOver: [hours(8), hours(20), hours(80)] };
  it.each([
    [null, 0],
    [8, 0],
    [8.1, 1],
    [20, 1],
    [21, 2],
    [81, 3],
  ])('an estimate of %s h is over %i of 8 h, 20 h, 80 h', (estimate, level) => {
    expect(approvalLevel(estimate === null ? null : hours(estimate), contract)).toBe(level);
  });

  it('a higher threshold asks again, the same or a lower one does not', () => {
    expect(asksApproval(hours(21), contract, 1)).toBe(true);
    expect(asksApproval(hours(21), contract, 2)).toBe(false);
    expect(asksApproval(hours(9), contract, 2)).toBe(false);
  });
});

describe('a call as a function of its journal', () => {
  const logged = call('C-1', '2026-06-01T08:00:00Z');
  const held = { ...logged, status: 'on-hold' as const, holds: [{ from: EIGHT, to: null, reason: 'no-access' }] };

  it('what changes are fields with new values; put together they are the call', () => {
    expect(changedFields(logged, held)).toEqual({ status: 'on-hold', holds: held.holds });
    const journal = [
      { kind: 'logged', data: { set: changedFields(null, logged) } },
      { kind: 'comment', data: { text: 'hm' } },
      { kind: 'hold', data: { reason: 'no-access', set: changedFields(logged, held) } },
    ];
    expect(callFromJournal(journal.slice(0, 2))).toEqual(logged);
    expect(callFromJournal(journal)).toEqual(held);
    expect(callFromJournal([])).toBeNull();
  });

  it('an import enters the whole record', () => {
    expect(
      callFromJournal([
        { kind: 'logged', data: { set: logged } },
        { kind: 'imported', data: { ...held } },
      ]),
    ).toEqual(held);
  });
});
