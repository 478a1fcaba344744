import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { inversionsIn, planTerritory, type TerritoryInput } from '../../engine/planning/index.ts';
import type { World } from '../planning/world.ts';
import { budget, classOf, pricingOf, worlds } from './random-territory.ts';

const inversionsOf = (made: World, input: TerritoryInput, steps: number) =>
  inversionsIn(
    made.reference,
    made.calls,
    planTerritory(input, budget(steps)),
    made.now,
    classOf(made),
    pricingOf(made),
  );

test.each([true, false])(
  'rule 10.3: nobody serves a lower class first who could serve a call first, beyond the detour (with fixed work: %s)',
  (withFixed) => {
    fc.assert(
      fc.property(worlds(withFixed), fc.constantFrom(0, 40, 200), (made, steps) => {
        const found = inversionsOf(made, made.input, steps);
        expect(found.filter(({ isAvoidable }) => isAvoidable)).toEqual([]);
        expect(found.filter((each) => each.class === 'emergency')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  },
);

test('a planner that knows no class leaves the order, and the checker sees it', () => {
  let [found, avoidable] = [0, 0];
  fc.assert(
    fc.property(worlds(false), (made) => {
      const { calls, policy } = made.input;
      const blind: TerritoryInput = {
        ...made.input,
        calls: calls.map((call) => ({ ...call, class: 'normal', respondBy: null, fixBy: null })),
        policy: { ...policy, waitingPerHour: { ...policy.waitingPerHour, normal: minor(0) } },
      };
      const inversions = inversionsOf(made, blind, 40);
      found += inversions.length;
      avoidable += inversions.filter(({ isAvoidable }) => isAvoidable).length;
    }),
    { numRuns: 600 },
  );
  expect(avoidable).toBeGreaterThan(0);
  expect(found).toBeGreaterThanOrEqual(avoidable);
});
