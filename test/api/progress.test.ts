import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Planning } from '../../api/features/live/live.ts';
import { TELL_EACH, watchWhole } from '../../api/features/plans/planning/progress.ts';
import type { Office } from '../../api/platform/office.ts';
import type { StoredPlan } from '../../api/store/index.ts';
import { minor } from '../../engine/model/units.ts';
import { planTerritory } from '../../engine/planning/index.ts';
import { ORDER_ALONE, priced, world } from '../planning/world.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const { input } = world([{ number: 'C1', km: 3 }], [{ code: 'R1' }], {
  policy: priced({}, { perKilometre: minor(100) }),
});
const plan = planTerritory(input, ORDER_ALONE);
const stored: StoredPlan = {
  ...plan,
  ...{ territory: 'T', version: 1, madeAt: input.now, now: input.now, violations: [], log: null },
  ...{ restsFor: 0, wholeVersion: 1 },
  allocations: plan.allocations as StoredPlan['allocations'],
};
function watched() {
  const told: Planning[] = [];
  const office = { live: { pass: (event: Planning) => told.push(event) } } as unknown as Office;
  return { told, watch: watchWhole(office, input, { iterations: 500, milliseconds: null }, stored) };
}

it('a plan that is made quickly tells nothing', () => {
  const { told, watch } = watched();
  vi.advanceTimersByTime(TELL_EACH - 1);
  watch.end();
  vi.advanceTimersByTime(10 * TELL_EACH);
  expect(told).toEqual([]);
});

it('one that takes longer tells how far it is, two to three times a second, and that it has ended', () => {
  const { told, watch } = watched();
  vi.advanceTimersByTime(TELL_EACH);
  watch.ears.onIterations?.(120);
  watch.ears.onBetter?.({
    cost: { ...plan.cost, total: minor(plan.cost.total - 150) },
    changeCost: minor(50),
    iterations: 120,
    plan: () => plan,
  });
  for (let k = 0; k < 50; k += 1) watch.ears.onIterations?.(120 + k);
  vi.advanceTimersByTime(TELL_EACH);
  watch.end();
  vi.advanceTimersByTime(10 * TELL_EACH);
  expect(told.map(({ state, iterations, saved }) => [state, iterations, saved])).toEqual([
    ['running', 0, null],
    ['running', 169, '1.50'],
    ['ended', 169, '1.50'],
  ]);
  expect(told[1]).toMatchObject({
    kind: 'planning',
    what: 'plan',
    territory: 'T',
    budget_iterations: 500,
    saved_percent: 25,
  });
});
