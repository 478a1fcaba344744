import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../engine/model/units.ts';
import { rateOf, ratePercent } from '../../engine/performance/index.ts';
import { at, call } from '../sla/world.ts';
import { CONTRACT, measured, month, office, period, scope, world } from './world.ts';

const NOW = '2026-12-31T00:00:00Z';

describe('domain section 11: respond % and fix %', () => {
  test('a clock counts in the period that contains its deadline, respond and fix each by its own', () => {
    // Logged at 22:30 on the last of June in London: respond by 23:30, fix by 02:30 of July.
    const late = call('A', '2026-06-30T22:30:00+01:00', {
      respondedAt: at('2026-06-30T23:00:00+01:00'),
      fixedAt: at('2026-07-01T02:30:00+01:00'),
    });
    const measures = measured(world(), [late], NOW);
    const june = measures.clockResults(CONTRACT, month('2026-06-10'));
    const july = measures.clockResults(CONTRACT, month('2026-07-10'));
    expect(june.map(({ clock, outcome }) => [clock, outcome])).toEqual([['respond', 'met']]);
    // At the deadline is met.
    expect(july.map(({ clock, outcome }) => [clock, outcome])).toEqual([['fix', 'met']]);
  });

  test('an open clock past its deadline is missed, before it open; no clocks: no value', () => {
    const running = call('A', '2026-06-10T10:00:00Z');
    const figures = (now: string) =>
      measured(world(), [running], now, '2026-07-01T00:00:00Z').figuresOf(CONTRACT, month('2026-06-10'));
    const before = figures('2026-06-10T11:00:00Z');
    expect(before.respond).toEqual({ met: 0, missed: 0, open: 1, excused: 0 });
    expect(ratePercent(before.respond)).toBeNull();
    const after = figures('2026-06-10T11:00:01Z');
    expect(after.respond).toEqual({ met: 0, missed: 1, open: 0, excused: 0 });
    expect(ratePercent(after.respond)).toBe(0);
    expect(after.fix.open).toBe(1);
    const empty = measured(world(), [], NOW).figuresOf(CONTRACT, month('2026-06-10'));
    expect([ratePercent(empty.respond), ratePercent(empty.fix)]).toEqual([null, null]);
  });

  test('late is counted by the clock on the wall, and in the clock’s own time', () => {
    // Friday 16:00 with one hour to respond: by 17:00; arrival on Monday at 09:00 is two covered hours later.
    const late = call('A', '2026-06-05T16:00:00+01:00', { respondedAt: at('2026-06-08T09:00:00+01:00') });
    const [respond] = measured(office(), [late], NOW).clockResults(CONTRACT, month('2026-06-10'));
    expect(respond).toMatchObject({ outcome: 'missed', late: 64 * HOUR, lateCounted: 2 * HOUR, target: HOUR });
  });

  test('a hold that stops the clock moves the deadline, and with it the period', () => {
    const held = call('A', '2026-06-30T20:00:00+01:00', {
      respondedAt: at('2026-06-30T20:10:00+01:00'),
      holds: [{ from: at('2026-06-30T21:00:00+01:00'), to: at('2026-07-01T09:00:00+01:00'), reason: 'no-access' }],
      fixedAt: at('2026-07-01T11:00:00+01:00'),
    });
    const measures = measured(world(), [held], NOW);
    expect(measures.clockResults(CONTRACT, month('2026-06-10')).map(({ clock }) => clock)).toEqual(['respond']);
    const [fix] = measures.clockResults(CONTRACT, month('2026-07-10'));
    expect(fix).toMatchObject({ clock: 'fix', outcome: 'met', deadline: at('2026-07-01T12:00:00+01:00') });
  });

  test('a running hold keeps the clock open, however long', () => {
    const held = call('A', '2026-06-10T10:00:00Z', {
      holds: [{ from: at('2026-06-10T10:30:00Z'), to: null, reason: 'no-access' }],
    });
    const measures = measured(world(), [held], '2026-06-20T10:00:00Z', '2026-07-01T00:00:00Z');
    expect(measures.figuresOf(CONTRACT, month('2026-06-10')).respond.open).toBe(1);
  });

  test('a fix without a known arrival answers the respond clock; closing one without a known fix the fix clock', () => {
    const calls = [
      call('A', '2026-06-10T10:00:00Z', { fixedAt: at('2026-06-10T10:40:00Z') }),
      call('B', '2026-06-11T10:00:00Z', { closedAt: at('2026-06-11T13:00:00Z'), status: 'closed' }),
      // Nothing says when: it is neither met nor missed.
      call('C', '2026-06-12T10:00:00Z', { status: 'fixed' }),
    ];
    const results = measured(world(), calls, NOW).clockResults(CONTRACT, month('2026-06-10'));
    expect(results.map((each) => [each.call, each.clock, each.outcome])).toEqual([
      ['A', 'respond', 'met'],
      ['A', 'fix', 'met'],
      ['B', 'respond', 'missed'],
      ['B', 'fix', 'met'],
    ]);
  });

  test('the regime as it was when the call was logged decides, whatever the rules say today', () => {
    const kept = {
      regime: 'OLD',
      respondWithin: (10 * MINUTE) as never,
      fixWithin: null,
      clock: 'elapsed' as const,
      calendar: 'OFFICE',
      decidedBy: [],
    };
    const one = call('A', '2026-06-06T10:00:00Z', { keptTerms: kept, respondedAt: at('2026-06-06T10:11:00Z') });
    const results = measured(office(), [one], NOW).clockResults(CONTRACT, month('2026-06-10'));
    expect(results).toMatchObject([
      { clock: 'respond', outcome: 'missed', late: MINUTE, deadline: at('2026-06-06T10:10:00Z') },
    ]);
  });

  test('what lies after now has not happened', () => {
    const calls = [
      call('A', '2026-06-10T10:00:00Z', {
        respondedAt: at('2026-06-10T12:00:00Z'),
        fixedAt: at('2026-06-10T12:00:00Z'),
      }),
      call('B', '2026-06-11T10:00:00Z'),
    ];
    const measures = measured(world(), calls, '2026-06-10T10:30:00Z', '2026-07-01T00:00:00Z');
    expect(measures.figuresOf(CONTRACT, month('2026-06-10')).respond).toMatchObject({ open: 1, missed: 0, met: 0 });
  });

  test('any stretch from one instant to another', () => {
    const calls = ['10:00', '11:00', '12:00'].map((time, k) => call(`${k}`, `2026-06-10T${time}:00Z`));
    const measures = measured(world(), calls, NOW);
    // Respond deadlines at 11:00, 12:00 and 13:00; the end does not belong to it.
    const results = measures.clockResults(
      scope('device', 'D1'),
      period('2026-06-10T11:00:00Z', '2026-06-10T13:00:00Z'),
    );
    expect(rateOf(results, 'respond').missed).toBe(2);
  });
});
