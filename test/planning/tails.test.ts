import { expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { compileTerritory } from '../../engine/planning/problem/compile-territory.ts';
import { exchangeTails } from '../../engine/planning/routes/tails.ts';
import { newSearch } from '../../engine/planning/search/search.ts';
import { indexOf } from '../../engine/planning/search/search-index.ts';
import { routesFrom } from '../../engine/planning/search/solution.ts';
import { at, minutes, world } from './world.ts';

const KM = 180 / (Math.PI * 6371.0088);
const place = (north: number, east: number) => ({ latitude: north * KM, longitude: east * KM });

test('two routes that cross exchange what comes behind the crossing', () => {
  // `A1` and `B1` in the morning, `A2` and `B2` after twelve, and each goes where the other should.
  const home = place(0, 0);
  const afternoon = { earliest: at(12), latest: at(15) };
  const made = world(
    [
      { number: 'A1', place: place(10, -10), work: minutes(10), earliest: at(8), latest: at(11) },
      { number: 'A2', place: place(20, -10), work: minutes(10), ...afternoon },
      { number: 'B1', place: place(10, 10), work: minutes(10), earliest: at(8), latest: at(11) },
      { number: 'B2', place: place(20, 10), work: minutes(10), ...afternoon },
    ],
    [
      { code: 'R1', place: home },
      { code: 'R2', place: home },
    ],
    { policy: { perKilometre: minor(100) } },
  );
  const problem = compileTerritory(made.input);
  const routes = routesFrom(problem, {
    shiftOf: Int32Array.of(0, problem.shiftOffset[1]!, problem.shiftOffset[1]!, 0),
    previous: Int32Array.of(-1, 2, -1, 0),
  });
  const before = routes.sums[0]!;
  const search = newSearch(routes, indexOf(problem), 1);
  expect(exchangeTails(search, 0, 0)).toBe(true);
  expect([...routes.shiftOf]).toEqual([0, 0, problem.shiftOffset[1], problem.shiftOffset[1]]);
  expect([...routes.previous]).toEqual([-1, 0, -1, 2]);
  expect(routes.sums[0]!).toBeLessThan(before);
  // What it costs is what the same routes cost worked out afresh, and nothing is left to exchange.
  expect(routes.sums[0]).toBe(routesFrom(problem, routes).sums[0]);
  expect(exchangeTails(search, 0, 0)).toBe(false);
});
