import { expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, minutes, world } from './world.ts';

test.each([
  ['with appointments', (i: number) => i % 3 === 0 && { earliest: at(9 + (i % 6)), latest: at(11 + (i % 6)) }],
  [
    'with access hours',
    (i: number) => i % 3 === 0 && { siteHours: i % 2 === 0 ? '09:00-10:30,13:00-14:00' : '08:00-11:00,12:30-13:15' },
  ],
])('long routes that several parts share keep every rule and are improved, %s', (_, bound) => {
  // Four people with a hundred short calls each, one in three bound to a time.
  const resources = Array.from({ length: 6 }, (_, r) => ({ code: `R${r}`, km: r * 3 }));
  const calls = Array.from({ length: 420 }, (_, i) => ({
    number: `C${String(i).padStart(3, '0')}`,
    km: ((i * 37) % 97) / 5,
    work: minutes(2),
    ...bound(i),
  }));
  const made = world(calls, resources, { policy: { hourlyCost: minor(2500), imbalancePerHour: minor(0) } });
  const plan = (iterations: number) => planTerritory(made.input, { seed: 1, iterations, milliseconds: null });
  const [first, better] = [plan(0), plan(8_000)];
  const known = new Map(made.ordered.map((call) => [call.number, call]));
  const pricing = { orderedOf: (number: string) => known.get(number) ?? null };
  expect(checkPlan(made.reference, made.calls, better, made.now, () => 'normal', pricing)).toEqual([]);
  const stops = new Map<string, number>();
  for (const { resource } of better.allocations) stops.set(resource, (stops.get(resource) ?? 0) + 1);
  expect(Math.max(...stops.values())).toBeGreaterThanOrEqual(40);
  expect(better.cost.total).toBeLessThan(first.cost.total);
  expect(plan(8_000)).toEqual(better);
});
