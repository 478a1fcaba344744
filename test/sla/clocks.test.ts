import { describe, expect, test } from 'vitest';
import type { Hold } from '../../engine/model/call.ts';
import type { Regime } from '../../engine/model/regime.ts';
import { localDate } from '../../engine/model/units.ts';
import { at, call, hours, reference, regime, rule, ruleOne } from './world.ts';

const hold = (from: string, to: string | null, reason = 'no-access'): Hold => ({
  from: at(from),
  to: to === null ? null : at(to),
  reason,
});
/** Monday 2026-06-01, London (+01:00). */
const monday = (time: string) => `2026-06-01T${time}:00+01:00`;
const utc = (time: string) => `2026-06-01T${time}:00Z`;
const world = (more: Partial<Regime> = {}) =>
  reference({ regimes: [regime('R', { respondWithin: hours(2), fixWithin: hours(4), ...more })] });

describe('domain section 6: worked examples', () => {
  test.each([
    ['Mo-Fr 10:00-18:00', [], '2026-06-01T08:00:00+01:00', 1, '2026-06-01T10:00:00Z'],
    ['Mo-Fr 10:00-18:00', [], '2026-06-01T20:00:00+01:00', 0.5, '2026-06-02T09:30:00Z'],
    ['Mo-Fr 08:00-18:00', [], '2026-10-23T16:30:00+01:00', 4, '2026-10-26T10:30:00Z'],
    ['Mo-Fr 08:00-18:00', ['2026-12-25', '2026-12-28'], '2026-12-24T16:00:00Z', 6, '2026-12-29T12:00:00Z'],
    ['Mo-Su 22:00-06:00', [], '2026-10-24T23:00:00+01:00', 8, '2026-10-25T06:00:00Z'],
    ['24/7', [], '2026-03-29T00:30:00Z', 4, '2026-03-29T04:30:00Z'],
  ])('%s, logged %s', (opening, holidays, loggedAt, target, expected) => {
    const one = reference({
      calendars: [{ code: 'OFFICE', hours: opening, holidays: holidays.map(localDate) }],
      regimes: [regime('R', { fixWithin: hours(target) })],
    });
    expect(ruleOne(one, call('1', loggedAt)).fixBy).toBe(expected);
  });
});

describe('domain section 6: clocks', () => {
  test('a deadline on a closing instant is that closing, never the next opening', () => {
    expect(ruleOne(world(), call('1', monday('14:00'))).fixBy).toBe(utc('17:00'));
  });

  test('an elapsed clock counts all time', () => {
    const one = ruleOne(world({ clock: 'elapsed' }), call('1', '2026-06-06T23:00:00+01:00'));
    expect(one.fixBy).toBe('2026-06-07T02:00:00Z');
  });

  test('due is the respond deadline until responded, then the fix deadline', () => {
    expect(ruleOne(world(), call('1', monday('09:00'))).due).toBe(utc('10:00'));
    const responded = call('1', monday('09:00'), { respondedAt: at(monday('09:30')) });
    expect(ruleOne(world(), responded, monday('09:29')).due).toBe(utc('10:00'));
    expect(ruleOne(world(), responded, monday('09:30')).due).toBe(utc('12:00'));
  });

  test('an overdue respond deadline stays due until somebody arrives', () => {
    expect(ruleOne(world(), call('1', monday('09:00')), monday('17:00')).due).toBe(utc('10:00'));
  });

  test('without a respond target the fix deadline is due; without any there is none', () => {
    expect(ruleOne(world({ respondWithin: null }), call('1', monday('09:00'))).due).toBe(utc('12:00'));
    const none = ruleOne(world({ respondWithin: null, fixWithin: null }), call('1', monday('09:00')));
    expect([none.regime, none.respondBy, none.fixBy, none.due]).toEqual(['R', null, null, null]);
  });

  test('a target that is never reached gives no deadline', () => {
    const closed = { ...world(), calendars: [{ code: 'OFFICE', hours: 'Mo off', holidays: [] }] };
    expect(ruleOne(closed, call('1', monday('09:00'))).fixBy).toBeNull();
  });

  test('timelines reach as far as the longest target needs', () => {
    const rare = {
      ...world({ fixWithin: hours(300) }),
      calendars: [{ code: 'OFFICE', hours: 'Mo 09:00-10:00', holidays: [] }],
    };
    // 300 Mondays, the first of them this one.
    expect(ruleOne(rare, call('1', monday('08:00'))).fixBy).toBe('2032-02-23T10:00:00Z');
  });
});

describe('domain section 6: holds', () => {
  const held = (...holds: Hold[]) => call('1', monday('09:00'), { holds });
  const fixBy = (now: string, ...holds: Hold[]) => ruleOne(world(), held(...holds), now).fixBy;

  test('a hold with a clock-stopping reason moves both deadlines by its covered length', () => {
    const one = ruleOne(world(), held(hold(monday('09:30'), monday('10:30'))), monday('11:00'));
    expect([one.respondBy, one.fixBy]).toEqual([utc('11:00'), utc('13:00')]);
  });

  test('a hold with another reason moves nothing', () => {
    expect(fixBy(monday('11:00'), hold(monday('09:30'), monday('10:30'), 'spare-part'))).toBe(utc('12:00'));
  });

  test('a hold outside coverage moves nothing, one across an opening by its covered part', () => {
    const night = hold('2026-06-01T19:00:00+01:00', '2026-06-02T07:00:00+01:00');
    const late = (...holds: Hold[]) => call('1', monday('16:00'), { holds });
    const now = '2026-06-02T12:00:00+01:00';
    expect(ruleOne(world(), late(), now).fixBy).toBe('2026-06-02T09:00:00Z');
    expect(ruleOne(world(), late(night), now).fixBy).toBe('2026-06-02T09:00:00Z');
    const morning = hold('2026-06-02T07:00:00+01:00', '2026-06-02T08:30:00+01:00');
    expect(ruleOne(world(), late(morning), now).fixBy).toBe('2026-06-02T09:30:00Z');
  });

  test('a hold that began before the call counts from logged_at', () => {
    expect(fixBy(monday('11:00'), hold(monday('08:00'), monday('10:00')))).toBe(utc('13:00'));
  });

  test('overlapping holds count once', () => {
    const holds = [hold(monday('09:30'), monday('10:30')), hold(monday('10:00'), monday('11:00'))];
    expect(fixBy(monday('12:00'), ...holds)).toBe(utc('13:30'));
  });

  test('a hold that lasts counts up to now, and nothing is due while it does', () => {
    const lasting = held(hold(monday('10:00'), null));
    for (const [now, by] of [
      [monday('11:00'), utc('13:00')],
      [monday('12:00'), utc('14:00')],
    ] as const) {
      const one = ruleOne(world(), lasting, now);
      expect([one.fixBy, one.due]).toEqual([by, null]);
    }
  });

  test('a hold that lasts beside one whose end is known counts up to that end, and from then on up to now', () => {
    const both = held(hold(monday('10:00'), null), hold(monday('10:30'), monday('13:00')));
    for (const [now, by] of [
      [monday('11:00'), utc('15:00')],
      [monday('14:00'), utc('16:00')],
    ] as const) {
      const one = ruleOne(world(), both, now);
      expect([one.fixBy, one.due]).toEqual([by, null]);
    }
  });

  test('a hold whose end is known to come is counted whole', () => {
    const one = ruleOne(world(), held(hold(monday('10:00'), monday('13:00'))), monday('11:00'));
    expect([one.fixBy, one.due]).toEqual([utc('15:00'), null]);
  });

  test('a hold after now has not happened yet', () => {
    const one = ruleOne(world(), held(hold(monday('10:00'), monday('13:00'))), monday('09:30'));
    expect([one.fixBy, one.due]).toEqual([utc('12:00'), utc('10:00')]);
  });

  test('a hold of another reason leaves the deadline running', () => {
    const one = ruleOne(world(), held(hold(monday('10:00'), null, 'spare-part')), monday('11:00'));
    expect(one.due).toBe(utc('10:00'));
  });

  test('a hold after the arrival moves the fix deadline alone', () => {
    const one = call('1', monday('09:00'), {
      respondedAt: at(monday('09:30')),
      holds: [hold(monday('09:45'), monday('10:45'))],
    });
    const { respondBy, fixBy: by } = ruleOne(world(), one, monday('11:00'));
    expect([respondBy, by]).toEqual([utc('10:00'), utc('13:00')]);
  });

  test('going from held straight to fixed still counts the hold, up to the fix', () => {
    const one = call('1', monday('09:00'), {
      respondedAt: at(monday('09:10')),
      fixedAt: at(monday('11:00')),
      holds: [hold(monday('10:00'), null)],
    });
    expect(ruleOne(world(), one, monday('15:00')).fixBy).toBe(utc('13:00'));
  });

  test('a hold that ran past the deadline does not bring it back', () => {
    expect(fixBy(monday('17:00'), hold(monday('14:00'), monday('15:00')))).toBe(utc('12:00'));
  });

  test('holds of many calls lie side by side and don’t touch one another', () => {
    const calls = Array.from({ length: 20 }, (_, k) =>
      call(`${k}`, monday('09:00'), { holds: k % 3 === 0 ? [] : [hold(monday('09:30'), monday(`1${k % 3}:30`))] }),
    );
    const ruled = rule(world(), calls, monday('13:00'));
    for (const [k, one] of calls.entries()) {
      expect(ruled[one.number]!.fixBy).toBe(utc(['12:00', '14:00', '15:00'][k % 3]!));
    }
  });

  test('the reason names the hold and what it moved', () => {
    const one = ruleOne(world(), held(hold(monday('09:30'), monday('10:30'))), monday('11:00'));
    expect(one.because.find(({ decides, code }) => decides === 'fix_by' && code === 'hold')?.text).toBe(
      'The clock stood still (from 2026-06-01 09:30 +01:00 to 2026-06-01 10:30 +01:00), which moved it from ' +
        '2026-06-01 13:00 +01:00.',
    );
  });
});

describe('duplicates', () => {
  test('a duplicate has the clocks of its original', () => {
    const original = call('1', monday('09:00'), { holds: [hold(monday('09:30'), monday('10:30'))] });
    const duplicate = call('2', monday('11:00'), { duplicateOf: '1' });
    const ruled = rule(world(), [original, duplicate], monday('12:00'));
    expect(ruled['2']!.fixBy).toBe(ruled['1']!.fixBy);
    expect(ruled['2']!.respondBy).toBe(ruled['1']!.respondBy);
  });

  test('once the original is fixed no clock of its duplicate runs', () => {
    const original = call('1', monday('09:00'), { fixedAt: at(monday('10:00')) });
    const duplicate = call('2', monday('09:30'), { duplicateOf: '1' });
    expect(rule(world(), [original, duplicate], monday('11:00'))['2']!.due).toBeNull();
  });
});
