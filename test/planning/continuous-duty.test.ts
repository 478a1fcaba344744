import { describe, expect, test } from 'vitest';
import { localDate } from '../../engine/model/units.ts';
import { awayUntil, checkPlan, hoursByDate, planTerritory, shiftsOf } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, world } from './world.ts';

type Options = NonNullable<Parameters<typeof world>[2]>;

/** What R1 does when, planned at Monday 20:30; the checker has to agree with the planner. */
function planned(text: string, calls: readonly Partial<TestCall>[], options: Options & { maxCalls?: number } = {}) {
  const { maxCalls = null, ...rest } = options;
  const made = world(
    calls.map((call, i) => ({ number: `C${i + 1}`, ...call })),
    [{ code: 'R1', hours: text, maxCalls }],
    { now: at(20.5), ...rest },
  );
  const plan = planTerritory(made.input, ORDER_ALONE);
  expect(checkPlan(made.reference, made.calls, plan, made.now, () => 'normal')).toEqual([]);
  return { ...made, plan, starts: plan.allocations.map(({ start }) => start) };
}

const NOTATIONS = ['24/7', 'Mo-Su 00:00-24:00', '06:00-18:00,18:00-06:00', 'Mo-Su 21:00-09:00,09:00-21:00'];

describe.each(NOTATIONS)('hours written %s', (text) => {
  test('work goes on through midnight', () => expect(planned(text, [{ work: hours(4) }]).starts).toEqual([at(20.5)]));
  test('work of more than a day has room', () =>
    expect(planned(text, [{ work: hours(25) }]).starts).toEqual([at(20.5)]));
  test('a leg goes on through midnight', () =>
    expect(planned(text, [{ km: 300, work: hours(1) }]).starts).toEqual([at(25.5)]));
  test('a break of every night parts it and nobody works in one', () => {
    const breaks = [{ row: 2, resource: 'R1', hours: '23:30-00:30', validFrom: null, validTo: null }];
    expect(planned(text, [{ work: hours(4) }], { breaks }).starts).toEqual([at(24.5)]);
  });
  test('a date lent away is worked elsewhere, from midnight to midnight', () => {
    const loans = [{ row: 2, resource: 'R1', territory: 'U', on: localDate('2026-01-06'), reason: null }];
    const { starts } = planned(text, [{ work: hours(3) }, { work: hours(4) }], { loans });
    expect(starts).toEqual([at(20.5), at(48)]);
  });
  test('a date with hours of its own has those alone', () => {
    const shiftChanges = [{ row: 2, resource: 'R1', on: localDate('2026-01-06'), hours: '10:00-12:00', reason: null }];
    const { starts } = planned(text, [{ work: hours(3.5) }, { work: hours(2) }, { work: hours(1) }], { shiftChanges });
    expect(starts).toEqual([at(20.5), at(24 + 10), at(48)]);
  });
  test('there is one stretch of work, up to the end of the horizon', () => {
    const { reference, now } = planned(text, []);
    const shifts = shiftsOf(reference, reference.resources[0]!, now, hours(7 * 24));
    expect(shifts.map(({ bands }) => bands)).toEqual([[{ start: at(20.5 - 48), end: at(20.5 + 7 * 24) }]]);
  });
});

describe('shifts that adjoin', () => {
  test('an evening and the morning after it are one', () =>
    expect(planned('Mo 18:00-24:00; Tu 00:00-08:00', [{ work: hours(8) }]).starts).toEqual([at(20.5)]));
  test('a shift of a day and a changed one that begins as it ends are one', () => {
    const shiftChanges = [{ row: 2, resource: 'R1', on: localDate('2026-01-06'), hours: '00:00-06:00', reason: null }];
    expect(planned('Mo 18:00-24:00', [{ work: hours(8) }], { shiftChanges }).starts).toEqual([at(20.5)]);
  });
  test('a minute between them parts them', () =>
    expect(planned('Mo 18:00-23:59; Tu 00:00-08:00', [{ work: hours(8) }]).starts).toEqual([at(24)]));
});

describe('max_calls of a stretch', () => {
  const short = Array.from({ length: 9 }, () => ({ work: minutes(1) }));
  const days = { policy: { horizon: hours(3 * 24) } };
  test('of up to a day is for the whole of it, over midnight too', () =>
    expect(planned('Mo 18:00-24:00; Tu 00:00-18:00', short, { maxCalls: 3, ...days }).starts).toHaveLength(3));
  test('of more than a day is for each date that it has left', () =>
    // Monday, and Tuesday up to 18:01.
    expect(planned('Mo 18:00-24:00; Tu 00:00-18:01', short, { maxCalls: 3, ...days }).starts).toHaveLength(6));
  test('of more than a day leaves out what is done, of today alone', () => {
    const done = (number: string, fixed: number) => ({
      ...{ number, status: 'fixed' as const, resource: 'R1', respondedAt: at(fixed - 0.1), fixedAt: at(fixed) },
    });
    const made = (fixed: number) =>
      planned('Mo 18:00-24:00; Tu 00:00-18:01', [done('DONE', fixed), ...short], {
        maxCalls: 3,
        now: at(24.5),
        ...days,
      });
    expect(made(24.2).starts).toHaveLength(2);
    expect(made(23.5).starts).toHaveLength(3);
  });
});

describe('rule 10.5: away from an instant on', () => {
  const until = (text: string, from: number, options: Options = {}) => {
    const { reference } = world([], [{ code: 'R1', hours: text }], { now: at(7), ...options });
    return awayUntil(reference, reference.resources[0]!, at(from));
  };
  const onCall = (...turns: readonly (readonly [number, number])[]) => ({
    onCall: turns.map(([from, to]) => ({
      ...{ row: 2, resource: 'R1', from: at(from), to: at(to), upTo: 'high' as const },
    })),
  });
  test('to the end of the running shift', () => expect(until('Mo-Fr 08:00-16:00', 9)).toBe(at(16)));
  test('over midnight too', () => {
    expect(until('Mo-Su 18:00-06:00', 22)).toBe(at(30));
    expect(until('Mo-Su 18:00-06:00', 27)).toBe(at(30));
  });
  test('shifts that adjoin are one', () => {
    expect(until('Mo 18:00-24:00; Tu 00:00-08:00', 20)).toBe(at(32));
    expect(until('Mo 18:00-23:59; Tu 00:00-08:00', 20)).toBe(at(23) + minutes(59));
  });
  test('the parts of a shift are one, its breaks too', () => {
    const breaks = [{ row: 2, resource: 'R1', hours: '15:00-16:00', validFrom: null, validTo: null }];
    expect(until('Mo-Fr 08:00-12:00,13:00-17:00', 9)).toBe(at(17));
    expect(until('Mo-Fr 08:00-16:00', 9, { breaks })).toBe(at(15));
  });
  test('at the very end of a shift it is the rest of the date', () =>
    expect(until('Mo-Fr 08:00-16:00', 16)).toBe(at(24)));
  test('before a shift of the date, to the end of that', () => expect(until('Mo-Fr 08:00-16:00', 6)).toBe(at(16)));
  test('a shift of the next date is another day', () => expect(until('Tu-Fr 00:00-08:00', 20)).toBe(at(24)));
  test('duty without an end: 31 days', () => expect(until('24/7', 9)).toBe(at(9 + 31 * 24)));
  test('a date lent away does not end it', () => {
    const loans = [{ row: 2, resource: 'R1', territory: 'U', on: localDate('2026-01-06'), reason: null }];
    expect(until('24/7', 9, { loans })).toBe(at(9 + 31 * 24));
  });
  test('an absence within it does not end it', () => {
    const absences = [{ resource: 'R1', from: at(10), to: at(12) }];
    expect(until('Mo-Fr 08:00-16:00', 9, { absences })).toBe(at(16));
  });
  test('a turn on call that adjoins belongs to it, up to the next shift', () => {
    expect(until('Mo-Fr 08:00-16:00', 9, onCall([16, 22]))).toBe(at(22));
    expect(until('Mo-Fr 08:00-16:00', 9, onCall([17, 22]))).toBe(at(16));
    expect(until('Mo-Fr 08:00-16:00', 9, onCall([0, 7 * 24]))).toBe(at(32));
  });
  test('called out before a shift: to the end of that, and of the turn behind it', () => {
    expect(until('Mo-Fr 08:00-16:00', 3, onCall([0, 8]))).toBe(at(16));
    expect(until('Mo-Fr 08:00-16:00', 3, onCall([0, 7 * 24]))).toBe(at(32));
  });
});

describe('the hours of a shift by date', () => {
  const byDate = (text: string) => {
    const { reference, now } = world([], [{ code: 'R1', hours: text }], { now: at(20.5) });
    const [shift] = shiftsOf(reference, reference.resources[0]!, now, hours(36));
    return hoursByDate(shift!, 'UTC').filter(({ end }) => end > now);
  };
  const [mon, tue, wed] = ['2026-01-05', '2026-01-06', '2026-01-07'];
  test('of up to a day count for the date on which it begins', () =>
    expect(byDate('Mo 18:00-24:00; Tu 00:00-08:00')).toEqual([{ date: mon, start: at(18), end: at(32) }]));
  test('of more than a day count for each date', () =>
    expect(byDate('24/7')).toEqual([
      { date: mon, start: at(0), end: at(24) },
      { date: tue, start: at(24), end: at(48) },
      { date: wed, start: at(48), end: at(20.5 + 36) },
    ]));
});
