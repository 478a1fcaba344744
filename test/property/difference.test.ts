import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../engine/model/plan.ts';
import { minor } from '../../engine/model/units.ts';
import {
  allChanges,
  applyChanges,
  COST_PARTS,
  changesBetween,
  type DifferenceFacts,
  differenceOfPlans,
  planAsItStands,
  planTerritory,
} from '../../engine/planning/index.ts';
import { UNEVEN_PRICES } from '../planning/uneven-prices.ts';
import { at, minutes, type TestCall, type TestResource, type World, world } from '../planning/world.ts';

const policy = {
  ...UNEVEN_PRICES,
  overtimeUpTo: minutes(60),
  imbalancePerHour: minor(70),
  churn: minor(450),
};

const km = fc.integer({ min: 0, max: 60 });
const call = (i: number): fc.Arbitrary<TestCall> =>
  fc
    .record({
      km,
      work: fc.integer({ min: 10, max: 200 }).map(minutes),
      respondBy: fc.option(fc.integer({ min: 16, max: 40 }).map((h) => at(h / 2))),
      priority: fc.integer({ min: 1, max: 9 }),
      loggedAt: fc.constantFrom(at(0), at(7.6)),
      held: fc.boolean(),
    })
    .map(({ respondBy, held, ...rest }) => ({
      number: `C${i}`,
      ...rest,
      ...(respondBy === null ? {} : { respondBy }),
      holds: held && i % 4 === 0 ? [{ from: at(7.5), to: null, reason: 'no access' }] : [],
    }));
const resource = (i: number): fc.Arbitrary<TestResource> =>
  fc.record({ code: fc.constant(`R${i}`), km, hours: fc.constantFrom('Mo-Fr 08:00-16:00', 'Mo-We 09:00-13:00') });

/** A morning: calls and people at 07:30, and an hour later, when some are gone and others there. */
const morning = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }))
  .chain(([n, m]) =>
    fc.record({
      calls: fc.tuple(...Array.from({ length: n }, (_, i) => call(i))),
      people: fc.tuple(...Array.from({ length: m }, (_, i) => resource(i))),
      ended: fc.subarray(Array.from({ length: n }, (_, i) => `C${i}`)),
      away: fc.subarray(Array.from({ length: m }, (_, i) => `R${i}`)),
    }),
  )
  .map(({ calls, people, ended, away }): { from: World; to: World } => {
    const early = calls.filter(({ loggedAt }) => loggedAt === at(0));
    const ends = (number: string) => ended.includes(number) && number !== 'C0';
    const absences = away.slice(1).map((code) => ({ resource: code, from: at(8), to: at(12) }));
    return {
      from: world(early, people, { now: at(7.25), policy }),
      to: world(
        calls.filter(({ number }) => !ends(number)),
        people,
        { now: at(8.5), policy, absences },
      ),
    };
  });
const planOf = ({ input }: World): Plan => planTerritory(input, { seed: 1, iterations: 60, milliseconds: null });

test('the difference applied to the old plan gives the new one, and names each changed call once', () => {
  fc.assert(
    fc.property(morning, ({ from, to }) => {
      const [before, after] = [planOf(from), planOf(to)];
      const difference = differenceOfPlans(before, after, 'UTC');
      const byCall = <T extends { readonly call: string }>(each: readonly T[]) =>
        each.toSorted((a, b) => (a.call < b.call ? -1 : 1));
      for (const changes of [allChanges(difference), changesBetween(before, after)]) {
        const made = applyChanges(before, changes);
        expect(byCall(made.allocations)).toEqual(byCall(after.allocations));
        expect(made.unallocated.map(({ call }) => call).sort()).toEqual(
          after.unallocated.map(({ call }) => call).sort(),
        );
      }
      expect(changesBetween(after, applyChanges(before, changesBetween(before, after)))).toEqual([]);
      const named = allChanges(difference).map((change) => change.call);
      expect(new Set(named).size).toBe(named.length);
      const state = ({ allocations, unallocated }: Plan, number: string) =>
        JSON.stringify([
          allocations.find((each) => each.call === number) ?? null,
          unallocated.some((each) => each.call === number),
        ]);
      const all = [before, after].flatMap((plan) =>
        [...plan.allocations, ...plan.unallocated].map((each) => each.call),
      );
      const changed = [...new Set(all)].filter((number) => state(before, number) !== state(after, number));
      expect(named.toSorted()).toEqual(changed.sort());
    }),
  );
});

test('each change has a reason or is part of what saves or costs nothing; groups and imbalance add up to the difference', () => {
  fc.assert(
    fc.property(morning, ({ from, to }) => {
      const [before, after] = [planOf(from), planOf(to)];
      const [stood, made] = [planAsItStands(to.input, before), planAsItStands(to.input, after)];
      const facts: DifferenceFacts = {
        ...{ former: from.input, since: from.now, input: to.input, stood, made, absences: to.reference.absences },
        callOf: (number) => to.calls.find((each) => each.number === number) ?? null,
      };
      const { groups, ...difference } = differenceOfPlans(before, after, 'UTC', facts);
      for (const part of COST_PARTS) {
        // Imbalance is of the whole territory, and ways home of those with no more to do lie with nobody's route.
        if (part === 'imbalance' || part === 'travel') continue;
        const sum = groups.reduce((total, { cost }) => total + cost[part], 0);
        expect(sum, part).toBe(made.cost[part] - stood.cost[part]);
      }
      const people = groups.flatMap(({ resources }) => resources);
      expect(new Set(people).size).toBe(people.length);
      for (const change of allChanges({ ...difference, groups })) {
        const group = groups.find(({ calls }) => calls.includes(change.call));
        if (change.why.length === 0) expect(group?.cost.total ?? 0).toBe(0);
        for (const { text } of change.why) expect(text).toMatch(/\.$/);
      }
    }),
  );
});
