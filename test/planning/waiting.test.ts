import { describe, expect, test } from 'vitest';
import { readPolicy } from '../../engine/dataset/index.ts';
import type { CallPrices } from '../../engine/model/call-price.ts';
import type { Policy } from '../../engine/model/policy.ts';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, minutes, POLICY, type TestCall, type TestResource, world } from './world.ts';

const waiting = {
  emergency: minor(2000),
  high: minor(600),
  normal: minor(200),
  planned: minor(20),
  deferred: minor(5),
};

/** Plan of the calls, which the checker has to pass with its prices. */
function planOf(
  calls: readonly TestCall[],
  resources: readonly TestResource[],
  policy: Partial<Policy>,
  prices?: CallPrices,
) {
  const made = world(calls, resources, { policy, now: at(8) });
  const input = { ...made.input, ...(prices && { prices }) };
  const plan = planTerritory(input, { seed: 1, iterations: 60, milliseconds: null });
  const known = new Map(made.ordered.map((call) => [call.number, call]));
  const pricing = { orderedOf: (n: string) => known.get(n) ?? null, ...(prices && { prices }) };
  expect(checkPlan(made.reference, made.calls, plan, made.now, (n) => known.get(n)!.class, pricing)).toEqual([]);
  return plan;
}
const orderOf = (plan: ReturnType<typeof planOf>) =>
  [...plan.allocations].sort((a, b) => a.start - b.start).map(({ call }) => call);

describe('rule 10.3: waiting has a price from the first minute', () => {
  test('by class and priority, each second begun', () => {
    const calls: TestCall[] = [
      { number: 'H', class: 'high', km: 10 },
      { number: 'N', class: 'normal', km: 30, priority: 1 },
    ];
    const people = [{ code: 'R1' }, { code: 'R2', km: 40 }];
    const { cost } = planOf(calls, people, {
      waitingPerHour: waiting,
      priorityFactors: [3, 1, 1, 1, 1, 1, 1, 1, 1],
    });
    // Ten minutes each: a sixth of 6.00, and of three times 2.00.
    expect([cost.waiting, cost.total]).toEqual([200, 200]);
  });
  test('from the beginning of an appointment where that is later', () => {
    const { cost } = planOf([{ number: 'H', class: 'high', earliest: at(11) }], [{ code: 'R1' }], {
      waitingPerHour: waiting,
    });
    expect(cost.waiting).toBe(0);
  });
  test('among equals the one who is there earlier goes', () => {
    const people = [{ code: 'R1', hours: 'Mo-Fr 10:00-16:00' }, { code: 'R2' }];
    expect(planOf([{ number: 'C' }], people, { waitingPerHour: waiting }).allocations[0]!.resource).toBe('R2');
  });
  test.each([
    ['class', { class: 'high' }, { class: 'normal' }],
    ['priority', { priority: 2 }, { priority: 3 }],
  ] as const)('of two calls next door the one with the higher %s is first', (_, upper, lower) => {
    const calls: TestCall[] = [
      { number: 'LOWER', ...lower },
      { number: 'UPPER', ...upper },
    ];
    const factors = { waitingPerHour: waiting, priorityFactors: [3, 2.5, 2, 1.5, 1, 0.9, 0.8, 0.7, 0.6] };
    expect(orderOf(planOf(calls, [{ code: 'R1' }], factors))).toEqual(['UPPER', 'LOWER']);
    expect(orderOf(planOf(calls.toReversed(), [{ code: 'R1' }], factors))).toEqual(['UPPER', 'LOWER']);
  });
});

describe('goodwill: a call with no money left at stake keeps a least price', () => {
  const nothingLeft: CallPrices = new Map([['CAPPED', { respondMissed: 0, fixMissed: 0, eachHour: 0 }]]);
  const high = { respond: { step: minor(6000), perHour: minor(3000) }, fix: { step: minor(0), perHour: minor(0) } };
  const policy = {
    prices: { ...POLICY.prices, high: { ...high, unplaced: minor(100_000) } },
    perKilometre: minor(1),
    routeEnd: 'open' as const,
  };
  // The way past the other call first is shorter by 20 km.
  const calls: TestCall[] = [
    { number: 'CAPPED', class: 'high', km: 40, respondBy: at(9) },
    { number: 'NEAR', class: 'normal', km: 20, work: minutes(60) },
  ];
  test('a capped contract’s call is served in time where that costs less than its share of the class price', () => {
    expect(orderOf(planOf(calls, [{ code: 'R1' }], { ...policy, goodwill: 0 }, nothingLeft))[0]).toBe('NEAR');
    expect(orderOf(planOf(calls, [{ code: 'R1' }], { ...policy, goodwill: 0.1 }, nothingLeft))[0]).toBe('CAPPED');
  });
  test('a miss that is paid already has no step any more, its hours do', () => {
    const late = [{ ...calls[0]!, respondBy: at(7) }];
    const { cost } = planOf(late, [{ code: 'R1' }], { ...policy, goodwill: 0.1 }, nothingLeft);
    // A tenth of 30.00 for an hour and forty minutes.
    expect(cost.respondLate).toBe(500);
  });
  test('payment terms that ask for more are what it costs', () => {
    const dear: CallPrices = new Map([['CAPPED', { respondMissed: 5000, fixMissed: 0, eachHour: 0 }]]);
    const { cost } = planOf(
      [{ ...calls[0]!, respondBy: at(8.5) }],
      [{ code: 'R1' }],
      { ...policy, goodwill: 0.1 },
      dear,
    );
    // The step of the terms, and a tenth of 30.00 for ten minutes.
    expect(cost.respondLate).toBe(5000 + 50);
  });
});

test('in policy.json waiting, goodwill and the detour for the order have defaults above zero', () => {
  const read = readPolicy({ waiting_per_hour: { high: '7.50' }, goodwill: 0.2, detour_for_order: '3.00' }, 'EUR');
  if (!read.ok) throw new Error('not read');
  expect([read.value.waitingPerHour.high, read.value.goodwill, read.value.detourForOrder]).toEqual([750, 0.2, 300]);
  const usual = readPolicy({}, 'EUR');
  if (!usual.ok) throw new Error('not read');
  const { waitingPerHour, goodwill, detourForOrder } = usual.value;
  expect(Object.values(waitingPerHour).every((price, k, all) => price > 0 && price < (all[k - 1] ?? Infinity))).toBe(
    true,
  );
  expect([goodwill > 0, detourForOrder > 0]).toEqual([true, true]);
  expect(readPolicy({ goodwill: 1.1 }, 'EUR').ok).toBe(false);
});
