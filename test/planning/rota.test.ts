import { describe, expect, test } from 'vitest';
import type { CallClass } from '../../engine/model/priority.ts';
import { localDate } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, type TestCall, world } from './world.ts';

type Options = NonNullable<Parameters<typeof world>[2]>;

/** When C1 starts with R1 (Mo-Fr 08:00-16:00), or what bars it; the checker has to agree with the planner. */
function outcome(call: Partial<TestCall>, options: Options, territory = 'T') {
  const made = world([{ number: 'C1', ...call }], [{ code: 'R1', territory }], options);
  const plan = planTerritory(made.input, ORDER_ALONE);
  const classOf = () => call.class ?? ('normal' as CallClass);
  expect(checkPlan(made.reference, made.calls, plan, made.now, classOf)).toEqual([]);
  return plan.allocations[0]?.start ?? plan.unallocated[0]!.reasons.find((r) => r.resource === 'R1')?.code;
}

/** What the checker says of the plan of C1 by other tables than it was checked by. */
function findings(call: Partial<TestCall>, planned: Options, truth: Options) {
  const { input } = world([{ number: 'C1', ...call }], [{ code: 'R1' }], planned);
  const plan = planTerritory(input, ORDER_ALONE);
  const { reference, calls, now } = world([{ number: 'C1', ...call }], [{ code: 'R1' }], truth);
  return checkPlan(reference, calls, plan, now, () => call.class ?? 'normal').map(({ code }) => code);
}

const on = localDate('2026-01-05');
const noon: Options = {
  breaks: [{ row: 2, resource: 'R1', hours: 'Mo-Fr 12:00-12:30', validFrom: null, validTo: null }],
};

describe('breaks', () => {
  test('nobody travels or works in one', () => expect(outcome({ earliest: at(11.5) }, noon)).toBe(at(12.5)));
  test('work may end as it begins', () => expect(outcome({ earliest: at(11) }, noon)).toBe(at(11)));
  test('only within its dates, both inclusive', () => {
    const until = (validTo: string): Options => ({
      breaks: [{ row: 2, resource: 'R1', hours: '08:00-12:00', validFrom: null, validTo: localDate(validTo) }],
    });
    expect(outcome({}, until('2026-01-04'))).toBe(at(8));
    expect(outcome({}, until('2026-01-05'))).toBe(at(12));
  });
  test('the checker finds work planned into one', () =>
    expect(findings({ earliest: at(11.5) }, {}, noon)).toEqual(['outside-shift']));
});

describe('changed shifts', () => {
  const changed = (text: string): Options => ({
    shiftChanges: [{ row: 2, resource: 'R1', on, hours: text, reason: null }],
  });
  test('other hours take the place of the calendar’s on that date alone', () => {
    expect(outcome({}, changed('10:00-12:00'))).toBe(at(10));
    expect(outcome({ work: hours(3) }, changed('10:00-12:00'))).toBe(at(24 + 8));
  });
  test('off is no shift', () => expect(outcome({}, changed('off'))).toBe(at(24 + 8)));
  test('a day without hours gets some', () => {
    const saturday = {
      shiftChanges: [{ row: 2, resource: 'R1', on: localDate('2026-01-10'), hours: '09:00-12:00', reason: null }],
    };
    expect(outcome({ earliest: at(5 * 24) }, saturday)).toBe(at(5 * 24 + 9));
  });
  test('the checker finds work outside of the changed hours', () =>
    expect(findings({}, {}, changed('10:00-12:00'))).toEqual(['outside-shift']));
});

describe('loans', () => {
  const loan = (territory: string): Options => ({ loans: [{ row: 2, resource: 'R1', territory, on, reason: null }] });
  test('lent here for a day the resource works that shift', () => expect(outcome({}, loan('T'), 'U')).toBe(at(8)));
  test('lent away for a day it works the next at home', () => expect(outcome({}, loan('U'))).toBe(at(24 + 8)));
  test('a loan comes after the policy’s', () => {
    const policy = { lent: [{ resource: 'R1', territory: 'U', on }] };
    expect(outcome({}, { ...loan('T'), policy })).toBe(at(8));
  });
  test('the checker finds work for a territory that it is lent away from', () =>
    expect(findings({}, {}, loan('U'))).toEqual(['wrong-territory']));
});

describe('on call', () => {
  const turn = (upTo: CallClass, from = 16, to = 24 + 8): Options => ({
    onCall: [{ row: 2, resource: 'R1', from: at(from), to: at(to), upTo }],
  });
  const night = { earliest: at(20) } as const;
  test('an urgent call is gone to at night', () => {
    expect(outcome({ ...night, class: 'high' }, turn('high'))).toBe(at(20));
    expect(outcome({ ...night, class: 'emergency' }, turn('high'))).toBe(at(20));
  });
  test('another one waits for the shift', () =>
    expect(outcome({ ...night, class: 'normal' }, turn('high'))).toBe(at(32)));
  test('all go where the turn takes all', () =>
    expect(outcome({ ...night, class: 'deferred' }, turn('deferred'))).toBe(at(20)));
  test('within a shift it takes nothing away', () =>
    expect(outcome({ class: 'normal' }, turn('high', 0, 48))).toBe(at(8)));
  test('around a shift it is two stretches: travel and work lie in one of them', () =>
    expect(outcome({ class: 'high', earliest: at(6), work: hours(3) }, turn('high', 4, 40))).toBe(at(8)));
  test('an absence is no turn on call', () => {
    const sick = { ...turn('high'), absences: [{ resource: 'R1', from: at(16), to: at(24 + 6) }] };
    expect(outcome({ ...night, class: 'high' }, sick)).toBe(at(24 + 6));
  });
  test('the checker finds a call that is not urgent enough', () =>
    expect(findings({ ...night, class: 'normal' }, turn('deferred'), turn('high'))).toEqual(['not-on-call']));
});

describe('overtime and absences', () => {
  const policy = { overtimeByClass: { emergency: hours(4) } };
  const away = (from: number, to: number): Options => ({
    policy,
    absences: [{ resource: 'R1', from: at(from), to: at(to) }],
  });
  const urgent = { class: 'emergency', earliest: at(16) } as const;
  test('an emergency is done in overtime by who is there', () => {
    expect(outcome(urgent, { policy })).toBe(at(16));
    expect(outcome(urgent, away(8, 12))).toBe(at(16));
  });
  test('whoever is absent as the shift ends is not called back for overtime', () => {
    expect(outcome(urgent, away(8, 16))).toBe(at(24 + 8));
    expect(outcome(urgent, away(12, 17))).toBe(at(24 + 8));
    expect(outcome({ ...urgent, earliest: at(8) }, away(16, 18))).toBe(at(8));
    expect(outcome(urgent, away(16, 18))).toBe(at(24 + 8));
  });
  test('the checker finds overtime of somebody absent', () =>
    expect(findings(urgent, { policy }, away(8, 16))).toEqual(['outside-shift']));
});
