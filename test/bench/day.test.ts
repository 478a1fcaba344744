import { describe, expect, test } from 'vitest';
import { instant } from '#engine';
import { liveDays } from '../../bench/day/live-days.ts';
import { moneyOf } from '../../bench/day/money.ts';
import { DAY_POLICIES, DEFAULT_POLICY } from '../../bench/day/policies.ts';
import { generatedScenario } from '../../bench/day/scenario.ts';

const scenario = generatedScenario({ calls: 12, resources: 8, days: 1, historyDays: 3 }, 3);

describe('days that are lived', () => {
  test.each(Object.entries(DAY_POLICIES))(
    '%s: every call is gone to once, after it came and in time’s order',
    (_, policy) => {
      const { lived, never, plans } = liveDays(scenario, policy);
      expect(plans).toBeGreaterThan(scenario.arrivals.length);
      expect([...lived.map(({ call }) => call.number), ...never.map(({ number }) => number)].sort()).toEqual(
        scenario.arrivals.map(({ number }) => number).sort(),
      );
      for (const { call, left, arrived, finished } of lived) {
        expect(left).toBeGreaterThanOrEqual(call.loggedAt);
        expect(arrived).toBeGreaterThanOrEqual(left);
        expect(finished).toBeGreaterThan(arrived);
      }
      // Nobody is at two calls at once.
      for (const own of Map.groupBy(lived, ({ resource }) => resource).values()) {
        const inTime = own.toSorted((a, b) => a.left - b.left);
        for (let k = 1; k < inTime.length; k++) expect(inTime[k]!.left).toBeGreaterThanOrEqual(inTime[k - 1]!.finished);
      }
    },
  );

  test('the same days and policy come to the same money', () => {
    const policy = DAY_POLICIES[DEFAULT_POLICY]!;
    const money = () => moneyOf(liveDays(scenario, policy), scenario.dataset);
    expect(money()).toEqual(money());
  });

  test('money: a missed target costs its step and so much an hour by class and priority, a call nobody went to its price', () => {
    const days = liveDays(scenario, DAY_POLICIES[DEFAULT_POLICY]!);
    expect(days.inversions).toMatchObject({ avoidable: 0, emergencies: 0 });
    expect(days.inversions.plans).toBeGreaterThan(0);
    const one = days.lived[0]!;
    const at = instant(Date.UTC(2026, 5, 10, 12));
    const ordered = { ...one.ordered, class: 'normal' as const, priority: 5, respondBy: at, fixBy: null };
    const late = { ...one, ordered, arrived: instant(at + 2 * 3_600_000), travelSeconds: 0 };
    const { prices } = scenario.dataset.policy;
    const normal = prices.normal.respond.step + 2 * prices.normal.respond.perHour;
    expect(moneyOf({ ...days, lived: [late], never: [] }, scenario.dataset)).toMatchObject({
      total: normal,
      respondLate: normal,
      respondMissed: 1,
      fixMissed: 0,
    });
    expect(moneyOf({ ...days, lived: [], never: [{ ...ordered, respondBy: null }] }, scenario.dataset)).toMatchObject({
      total: prices.normal.unplaced,
      never: prices.normal.unplaced,
    });
  });
});
