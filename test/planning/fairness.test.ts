import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../engine/model/policy.ts';
import { instant, localDate, millis, minor } from '../../engine/model/units.ts';
import {
  checkPlan,
  fairnessOf,
  type HoursOf,
  hoursIn,
  joinPlans,
  pastOf,
  pastsOf,
  planTerritory,
  type TimeSpent,
  territoryInput,
  timePlanned,
  withPast,
} from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

const ofHours = (resource: string, available: number, travel: number, unsocial = 0): HoursOf => ({
  resource,
  available: hours(available),
  work: hours(available),
  travel: hours(travel),
  unsocial: hours(unsocial),
});

describe('the fairness of far and unpleasant work (Jain’s index)', () => {
  test('is 1 where all have the same share of their hours', () =>
    expect(fairnessOf([ofHours('A', 40, 10), ofHours('B', 20, 3, 2)])).toBeCloseTo(1));
  test('is one in n where one of n has it all', () =>
    expect(fairnessOf([ofHours('A', 40, 8), ofHours('B', 40, 0), ofHours('C', 40, 0), ofHours('D', 40, 0)])).toBe(
      0.25,
    ));
  test('twice as much for one of two is nine tenths', () =>
    expect(fairnessOf([ofHours('A', 40, 4), ofHours('B', 40, 6, 2)])).toBeCloseTo(0.9));
  test('is 1 where there is none, and none where nobody is available', () => {
    expect(fairnessOf([ofHours('A', 40, 0), ofHours('B', 40, 0)])).toBe(1);
    expect(fairnessOf([ofHours('A', 0, 3)])).toBeNull();
  });
  test('lies between one in n and 1, and does not change with the length of hours', () => {
    const people = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(people, fc.integer({ min: 2, max: 9 }), (list, factor) => {
        const index = fairnessOf(list.map(([own, hard], k) => ofHours(`${k}`, own, hard)))!;
        expect(index).toBeGreaterThanOrEqual(1 / list.length - 1e-9);
        expect(index).toBeLessThanOrEqual(1 + 1e-9);
        expect(fairnessOf(list.map(([own, hard], k) => ofHours(`${k}`, own, hard * factor)))).toBeCloseTo(index);
      }),
    );
  });
});

describe('hours of a week', () => {
  const week = { start: at(0), end: at(7 * 24) };
  const spent = (kind: TimeSpent['kind'], start: number, end: number): TimeSpent => ({
    ...{ resource: 'R1', kind, start: at(start), end: at(end) },
  });
  const of = (list: readonly TimeSpent[], options: Parameters<typeof world>[2] = {}) => {
    const { reference } = world([], [{ code: 'R1' }], options);
    const [own] = hoursIn(reference, 'T', week, list);
    const { available, work, travel, unsocial } = own!;
    return [available, work, travel, unsocial].map((ms) => ms / 3_600_000);
  };
  test('shifts are available, absences taken out', () => {
    expect(of([])).toEqual([40, 0, 0, 0]);
    expect(of([], { absences: [{ resource: 'R1', from: at(12), to: at(24 + 12) }] })).toEqual([32, 0, 0, 0]);
  });
  test('work by day in the shift is not unsocial, travel is far', () =>
    expect(of([spent('travel', 8, 9), spent('work', 9, 12)])).toEqual([40, 3, 1, 0]));
  test('work after the shift, at night and at weekends is, once', () => {
    expect(of([spent('work', 15, 18)])[3]).toBe(2);
    expect(of([spent('work', 21, 23)])[3]).toBe(2);
    expect(of([spent('work', 5 * 24 + 10, 5 * 24 + 12)])[3]).toBe(2);
  });
  test('a night ends at six by the wall, also where the clocks changed in it', () => {
    // Clocks go forward on Friday 27 March 2026 at 02:00, so that 06:00 is 03:00 UTC.
    const { reference } = world([], [{ code: 'R1', hours: '24/7' }]);
    const there = { ...reference, territories: [{ code: 'T', name: 'T', timeZone: 'Asia/Jerusalem' }] };
    const utc = (hour: number) => instant(Date.UTC(2026, 2, 27, hour));
    const unsocial = (from: number, to: number) => {
      const work: TimeSpent = { resource: 'R1', kind: 'work', start: utc(from), end: utc(to) };
      return hoursIn(there, 'T', { start: utc(-12), end: utc(12) }, [work])[0]!.unsocial;
    };
    expect(unsocial(2, 4)).toBe(hours(1));
    expect(unsocial(-5, -3)).toBe(hours(1));
  });
  test('so is a night shift', () => {
    const night = {
      shiftChanges: [{ row: 2, resource: 'R1', on: '2026-01-05' as never, hours: '20:00-04:00', reason: null }],
    };
    expect(of([spent('work', 20, 24)], night)[3]).toBe(2);
  });
  test('what lies outside of the week does not count', () =>
    expect(of([spent('work', -2, 9), spent('travel', 7 * 24 - 1, 7 * 24 + 5)])).toEqual([40, 9, 1, 8]));
  test('what is planned counts as what was done does', () => {
    const made = world([{ number: 'C1', km: 30 }], [{ code: 'R1' }]);
    const plan = planTerritory(made.input, ORDER_ALONE);
    const [own] = hoursIn(made.reference, 'T', week, timePlanned(plan.allocations));
    expect([own!.travel, own!.work]).toEqual([hours(0.5), hours(1)]);
  });
});

describe('the balance of loads with what people bring along', () => {
  const now = at(24 + 8);
  const both: TestResource[] = [{ code: 'R1' }, { code: 'R2' }];
  const worked = (resource: string, from: number, to: number): TimeSpent => ({
    ...{ resource, kind: 'work', start: at(from), end: at(to) },
  });
  function planned(calls: TestCall[], spent: TimeSpent[], policy: Partial<Policy> = {}) {
    const options = { imbalancePerHour: minor(100), balanceOver: hours(24), horizon: hours(8), ...policy };
    const made = world(calls, both, { now, policy: options });
    const input = withPast(made.reference, made.input, spent);
    const plan = planTerritory(input, ORDER_ALONE);
    const known = new Map(made.ordered.map((call) => [call.number, call]));
    const pricing = { orderedOf: (number: string) => known.get(number) ?? null };
    const violations = (past = pastsOf([input])) =>
      checkPlan(made.reference, made.calls, plan, now, () => 'normal', { ...pricing, past }).map(({ code }) => code);
    return { plan, input, violations };
  }
  const one = [{ number: 'C1', work: hours(2) }];

  test('who had less yesterday gets the work of today', () => {
    expect(planned(one, []).plan.allocations[0]!.resource).toBe('R1');
    expect(planned(one, [worked('R1', 8, 12)]).plan.allocations[0]!.resource).toBe('R2');
    expect(planned(one, [worked('R2', 8, 12)]).plan.allocations[0]!.resource).toBe('R1');
  });
  test('an hour of unpleasant work counts twice, one of travel like one of work', () => {
    // Two hours at night weigh four, and there was an hour of travel.
    const { input } = planned(one, [
      worked('R1', 12, 14),
      worked('R2', 20, 22),
      { ...worked('R2', 8, 9), kind: 'travel' },
    ]);
    expect(input.resources.map(({ past }) => past!.load)).toEqual([hours(2), hours(5)]);
    expect(input.resources.map(({ past }) => past!.available)).toEqual([hours(8), hours(8)]);
  });
  test('its price is that of the hours of the days before and of the plan together', () => {
    // R1 did four hours of eight, R2 now does two: of six in 32 each has three to do, so that each is one off.
    const { plan } = planned(one, [worked('R1', 8, 12)]);
    expect(plan.cost.imbalance).toBe(200);
    expect(planned(one, [worked('R1', 8, 12)], { balanceOver: millis(0) }).plan.cost.imbalance).toBe(200);
    expect(planned(one, [worked('R1', 8, 10)]).plan.cost.imbalance).toBe(0);
  });
  test('what was done in the shift that is running counts once', () => {
    const { input } = planned(one, [worked('R1', 24 + 7, 24 + 8)], {});
    expect(input.resources[0]!.past!.load).toBe(hours(2));
    const running = world(one, both, { now: at(24 + 9), policy: { balanceOver: hours(24) } });
    const past = pastOf(withPast(running.reference, running.input, [worked('R1', 24 + 8, 24 + 9)]));
    expect(past.get('R1')!.load).toBe(0);
  });
  test('the checker prices somebody lent by what they bring along at home alone, as the planner does', () => {
    const lentFor = (spent: readonly TimeSpent[]) => {
      const calls = [
        { number: 'C1', work: hours(2) },
        { number: 'C2', work: hours(2), territory: 'U' },
      ];
      const people = [...both, { code: 'R3', territory: 'U' }];
      const policy = { imbalancePerHour: minor(100), balanceOver: hours(24), horizon: hours(48) };
      const loans = [{ row: 2, resource: 'R1', on: localDate('2026-01-07'), territory: 'U', reason: null }];
      const made = world(calls, people, { now, policy, loans });
      const known = new Map(made.ordered.map((call) => [call.number, call]));
      const inputs = ['T', 'U'].map((code) => {
        const { reference, ordered } = made;
        const callOf = (number: string) => made.calls.find((call) => call.number === number)!;
        const input = territoryInput(reference, ordered, callOf, () => 'open', code, now, []);
        return withPast(reference, input, spent);
      });
      const plan = joinPlans(inputs.map((input) => planTerritory(input, ORDER_ALONE)));
      const pricing = { orderedOf: (number: string) => known.get(number) ?? null, past: pastsOf(inputs) };
      const atWork = inputs.map(({ resources }) => resources.map(({ code, past }) => [code, past?.load ?? null]));
      return { atWork, violations: checkPlan(made.reference, made.calls, plan, now, () => 'normal', pricing) };
    };
    const { atWork, violations } = lentFor([worked('R1', 8, 14)]);
    expect(atWork).toEqual([
      [
        ['R1', hours(6)],
        ['R2', 0],
      ],
      [
        ['R1', null],
        ['R3', 0],
      ],
    ]);
    expect(violations).toEqual([]);
  });
  test('the checker prices it anew', () => {
    const { violations } = planned(one, [worked('R1', 8, 14)]);
    expect(violations()).toEqual([]);
    expect(violations(new Map())).toEqual(['cost-mismatch']);
  });
});
