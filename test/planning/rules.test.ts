import { describe, expect, test } from 'vitest';
import { localDate } from '../../engine/model/units.ts';
import { planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

type Options = Parameters<typeof world>[2];

/** Code of what bars R1 from the one call C1, or when its work starts. */
function outcome(call: Partial<TestCall>, resource: Partial<TestResource> = {}, options: Options = {}) {
  const { input } = world([{ number: 'C1', ...call }], [{ code: 'R1', ...resource }], options);
  const plan = planTerritory(input, ORDER_ALONE);
  return plan.allocations[0]?.start ?? plan.unallocated[0]!.reasons.find((r) => r.resource === 'R1')?.code;
}

describe('skill', () => {
  const lift = (level: number) => [{ skill: 'lift', level }];
  test('the same level is enough', () => expect(outcome({ skills: lift(2) }, { skills: lift(2) })).toBe(at(8)));
  test('a level less is not', () => expect(outcome({ skills: lift(3) }, { skills: lift(2) })).toBe('skill-missing'));
  test('all of them are needed', () =>
    expect(outcome({ skills: [...lift(1), { skill: 'gate', level: 1 }] }, { skills: lift(9) })).toBe('skill-missing'));
});

describe('territory', () => {
  const options = { policy: { lent: [{ resource: 'R1', territory: 'T', on: localDate('2026-01-07') }] } };
  test('a resource of another territory is not there', () => {
    const { input } = world([{ number: 'C1' }], [{ code: 'R1', territory: 'U' }]);
    expect(planTerritory(input, ORDER_ALONE).unallocated[0]!.reasons[0]!.code).toBe('no-resource-in-territory');
  });
  test('lent for a day it works that shift', () => expect(outcome({}, { territory: 'U' }, options)).toBe(at(48 + 8)));
  test('lent away for a day it does not work that shift at home', () => {
    const away = { policy: { lent: [{ resource: 'R1', territory: 'U', on: localDate('2026-01-05') }] } };
    expect(outcome({}, {}, away)).toBe(at(24 + 8));
  });
});

describe('shift', () => {
  test('work may end with the shift, travel home counted', () =>
    expect(outcome({ work: hours(7), km: 30 })).toBe(at(8.5)));
  test('a minute more does not fit', () => expect(outcome({ work: minutes(421), km: 30 })).toBe('shift-too-short'));
  test('work is not interrupted by a break', () =>
    expect(outcome({ work: hours(3) }, { hours: 'Mo-Fr 08:00-10:00,11:00-16:00' })).toBe(at(11)));
  test('nothing begins before now', () => expect(outcome({ km: 30 }, {}, { now: at(10) })).toBe(at(10.5)));
  test('an absence is no shift', () =>
    expect(outcome({}, {}, { absences: [{ resource: 'R1', from: at(0), to: at(12) }] })).toBe(at(12)));
  test('no shift within the horizon', () =>
    expect(outcome({}, {}, { policy: { horizon: hours(1) } })).toBe('no-shift-in-horizon'));
  test('overtime lengthens it where the policy allows', () =>
    expect(outcome({ work: minutes(421), km: 30 }, {}, { policy: { overtimeUpTo: minutes(1) } })).toBe(at(8.5)));
  test('with open ends only work has to fit', () =>
    expect(outcome({ work: hours(8), km: 30 }, {}, { policy: { routeStart: 'open', routeEnd: 'open' } })).toBe(at(8)));
});

describe('appointment', () => {
  test('work starts at its beginning, not before', () =>
    expect(outcome({ earliest: at(10), latest: at(11) })).toBe(at(10)));
  test('its end is still in it', () => expect(outcome({ latest: at(8.5), km: 30 })).toBe(at(8.5)));
  test('a millisecond less is missed', () =>
    expect(outcome({ latest: (at(8.5) - 1) as never, km: 30 })).toBe('appointment-missed'));
});

describe('max calls', () => {
  const calls = [1, 2, 3].map((i) => ({ number: `C${i}` }));
  test('counts the calls that start in one shift', () => {
    const { input } = world(calls, [{ code: 'R1', maxCalls: 2 }]);
    expect(planTerritory(input, ORDER_ALONE).allocations.map((a) => a.start)).toEqual([at(8), at(9), at(32)]);
  });
  test('bars where every shift has them', () => {
    const { input } = world(calls, [{ code: 'R1', maxCalls: 2 }], { policy: { horizon: hours(24) } });
    const reasons = planTerritory(input, ORDER_ALONE).unallocated[0]!.reasons;
    expect(reasons.find((r) => r.resource === 'R1')!.code).toBe('max-calls');
  });
  test('a shift with no room is full', () => {
    const long = calls.map((c) => ({ ...c, work: hours(4) }));
    const { input } = world(long, [{ code: 'R1' }], { policy: { horizon: hours(24) } });
    const { unallocated } = planTerritory(input, ORDER_ALONE);
    expect(unallocated.map((u) => [u.call, u.reasons.at(-1)!.code])).toEqual([['C3', 'shift-full']]);
  });
});

describe('calls to which nobody is sent', () => {
  const reasonsOf = (call: Partial<TestCall>) => {
    const { input } = world([{ number: 'C1', ...call }], [{ code: 'R1' }]);
    return planTerritory(input, ORDER_ALONE).unallocated[0]!.reasons.map((r) => r.code);
  };
  test('a duplicate', () => expect(reasonsOf({ duplicateOf: 'C0' })).toEqual(['duplicate']));
  test('on hold', () =>
    expect(reasonsOf({ holds: [{ from: at(1), to: null, reason: 'no access' }] })).toEqual(['on-hold']));
  test('awaiting approval', () => expect(reasonsOf({ status: 'awaiting-approval' })).toEqual(['awaiting-approval']));
  test('started with somebody who is not named', () =>
    expect(reasonsOf({ status: 'accepted' })).toEqual(['no-resource-named']));
  test('pinned with somebody of another territory', () =>
    expect(reasonsOf({ pinned: true, resource: 'R9' })).toEqual(['resource-not-in-territory']));
});

test('the summary comes first, then the nearest five of those with the skills', () => {
  const resources = Array.from({ length: 8 }, (_, i) => ({
    code: `R${i}`,
    km: i,
    skills: i === 0 ? [] : [{ skill: 'lift', level: 1 }],
  }));
  const { input } = world([{ number: 'C1', skills: [{ skill: 'lift', level: 1 }], work: hours(9) }], resources);
  const { reasons } = planTerritory(input, ORDER_ALONE).unallocated[0]!;
  expect(reasons.map((r) => [r.code, r.resource])).toEqual([
    ['shift-too-short', undefined],
    ['skill-missing', undefined],
    ...['R1', 'R2', 'R3', 'R4', 'R5'].map((code) => ['shift-too-short', code]),
  ]);
});
