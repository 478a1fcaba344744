import { describe, expect, test } from 'vitest';
import { findRemedies, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

/** Texts of what would place C1, by kind, beside a plan of the calls given. */
function remedies(
  calls: readonly TestCall[],
  resources: readonly TestResource[],
  options: Parameters<typeof world>[2] = {},
) {
  const made = world(calls, resources, { policy: { horizon: hours(24) }, ...options });
  const plan = planTerritory(made.input, ORDER_ALONE);
  const search = { reference: made.reference, input: made.input, plan, finished: [] };
  return Object.fromEntries(findRemedies(search, 'C1').map(({ kind, text }) => [kind, text]));
}

describe('a call that the plan leaves out says what would place it', () => {
  test('a longer shift, to the minute begun', () => {
    // Half an hour each way and seven hours of work fill the shift.
    expect(remedies([{ number: 'C1', km: 30, work: minutes(420.5) }], [{ code: 'R1' }])).toEqual({
      'longer-shift': 'The shift of R1 on Mon 5 Jan longer by 1 min.',
    });
    expect(remedies([{ number: 'C1', km: 30, work: hours(12) }], [{ code: 'R1' }])).toEqual({});
  });
  test('the one of several that is made longer least', () => {
    const resources = [{ code: 'R1' }, { code: 'R2', hours: 'Mo-Fr 08:00-16:20' }];
    const found = remedies([{ number: 'C1', work: hours(9) }], resources);
    expect(found['longer-shift']).toBe('The shift of R2 on Mon 5 Jan longer by 40 min.');
  });
  test('beside what the plan gives people already', () => {
    const calls = [
      { number: 'C0', work: hours(7) },
      { number: 'C1', work: hours(2) },
    ];
    expect(remedies(calls, [{ code: 'R1' }])['longer-shift']).toBe('The shift of R1 on Mon 5 Jan longer by 1 h.');
  });
  test('one call more a shift', () => {
    expect(remedies([{ number: 'C0' }, { number: 'C1' }], [{ code: 'R1', maxCalls: 1 }])['more-calls']).toBe(
      'One call more a shift for R1: 2 instead of 1.',
    );
  });
  test('one skill more, at the level that it takes', () => {
    const lift = (level: number) => [{ skill: 'lift', level }];
    const far = { code: 'R2', km: 200, skills: lift(2) };
    expect(remedies([{ number: 'C1', skills: lift(3) }], [{ code: 'R1', km: 10 }, far])).toEqual({
      skill: 'R1 with lift level 3.',
    });
    const two = [...lift(3), { skill: 'gate', level: 1 }];
    expect(remedies([{ number: 'C1', skills: two }], [{ code: 'R1' }])).toEqual({});
  });
  test('another appointment', () => {
    expect(remedies([{ number: 'C1', km: 30, latest: at(8.25) }], [{ code: 'R1' }])['later-appointment']).toBe(
      'Another appointment: R1 can start at Mon 5 Jan 08:30.',
    );
  });
  test('a later day, where the plan does not reach it', () => {
    const off = { shiftChanges: [], absences: [{ resource: 'R1', from: at(0), to: at(48) }] };
    expect(remedies([{ number: 'C1' }], [{ code: 'R1' }], off)).toEqual({
      'later-day': 'Wed 7 Jan, when R1 has room: plan 2 days 2 h ahead instead of 1 day.',
    });
  });
  test('somebody of another territory, for a shift that has not begun', () => {
    const skills = [{ skill: 'lift', level: 1 }];
    const other = { code: 'R2', territory: 'U', skills };
    expect(remedies([{ number: 'C1', skills }], [{ code: 'R1' }, other])).toMatchObject({
      loan: 'R2 lent from U on Mon 5 Jan.',
    });
    const running = { now: at(9), policy: { horizon: hours(48) } };
    expect(remedies([{ number: 'C1', skills }], [{ code: 'R1' }, other], running)).toMatchObject({
      loan: 'R2 lent from U on Tue 6 Jan.',
    });
    // For an emergency of the running shift too.
    expect(remedies([{ number: 'C1', skills, class: 'emergency' }], [{ code: 'R1' }, other], running)).toMatchObject({
      loan: 'R2 lent from U on Mon 5 Jan.',
    });
  });
  test('nothing where the call waits for something else', () => {
    const held = { number: 'C1', holds: [{ from: at(1), to: null, reason: 'no access' }] };
    expect(remedies([held], [{ code: 'R1' }])).toEqual({});
    expect(remedies([{ number: 'C1', pinned: true, resource: 'R9' }], [{ code: 'R1' }])).toEqual({});
  });
});
