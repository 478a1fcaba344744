import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Millis, minor } from '../../engine/model/units.ts';
import { compileTerritory } from '../../engine/planning/index.ts';
import type { TerritoryProblem } from '../../engine/planning/problem/problem.ts';
import { newRoutes } from '../../engine/planning/routes/new-routes.ts';
import { link, type Routes, totalCost } from '../../engine/planning/routes/routes.ts';
import { insertCall, removeCalls, retime } from '../../engine/planning/routes/timing.ts';
import { at, minutes, POLICY, world } from '../planning/world.ts';

const HOURS = ['07:00-19:00', '24/7', '07:00-11:00,11:30-15:00,15:10-20:00'];
const DOORS = ['09:00-10:00,12:00-17:00', '08:00-09:30,10:00-11:15,11:20-13:00,16:00-18:00', '11:10-14:00'];
const quarter = (from: number, to: number) => fc.integer({ min: from * 4, max: to * 4 }).map((n) => n / 4);

interface Visit {
  readonly km: number;
  readonly work: Millis;
  readonly siteHours: string | null;
  readonly window: readonly [from: number, length: number] | null;
  readonly respondBy: number | null;
  readonly fixBy: number | null;
  /** Where it goes, as share of the route so far. */
  readonly place: number;
}

const calls: fc.Arbitrary<Visit[]> = fc.array(
  fc.record({
    km: fc.integer({ min: 0, max: 50 }),
    work: fc.integer({ min: 1, max: 8 }).map((n) => minutes(n * 15)),
    siteHours: fc.option(fc.constantFrom(...DOORS), { freq: 3 }),
    window: fc.option(fc.tuple(quarter(7, 14), quarter(0, 6)), { freq: 1 }),
    respondBy: fc.option(quarter(7, 18)),
    fixBy: fc.option(quarter(7, 18)),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 2, maxLength: 6 },
);

/** One resource's first day, with the calls put in one by one; those that break a rule are taken out again. */
function routeOf(list: readonly Visit[], hours: string, overtime: number, waiting: number) {
  const price = { step: minor(500), perHour: minor(900) };
  const { input } = world(
    list.map(({ km, work, siteHours, window, respondBy, fixBy }, k) => ({
      number: `C${k}`,
      ...{ km, work },
      ...(siteHours !== null && { siteHours }),
      ...(window !== null && { earliest: at(window[0]), latest: at(window[0] + window[1]) }),
      ...(respondBy !== null && { respondBy: at(respondBy) }),
      ...(fixBy !== null && { fixBy: at(fixBy) }),
    })),
    [{ code: 'R1', hours }],
    {
      now: at(7),
      policy: {
        ...{ hourlyCost: minor(1000), overtimeUpTo: minutes(overtime) },
        waitingPerHour: { ...POLICY.waitingPerHour, normal: minor(waiting) },
        prices: { ...POLICY.prices, normal: { respond: price, fix: price, unplaced: minor(0) } },
      },
    },
  );
  const routes = newRoutes(compileTerritory(input));
  const order: number[] = [];
  list.forEach(({ place }, call) => {
    const k = Math.floor(place * order.length);
    if (insertCall(routes, 0, order[k - 1] ?? -1, call)) order.splice(k, 0, call);
    else expect(removeCalls(routes, 0, call, 1)).toBe(true);
  });
  return { routes, order };
}

/** The same route with one call held back until an instant; null: that breaks a rule. */
function heldBack({ problem }: Routes, order: readonly number[], call: number, until: number): Routes | null {
  const release = problem.release.with(call, Math.max(problem.release[call]!, until));
  const held = newRoutes({ ...problem, release } as TerritoryProblem);
  for (const [k, each] of order.entries()) link(held, 0, order[k - 1] ?? -1, each);
  return retime(held, 0) ? held : null;
}

describe('slack of a route, with breaks, appointments and access hours', () => {
  const routes = fc.tuple(calls, fc.constantFrom(...HOURS), fc.constantFrom(0, 45), fc.constantFrom(0, 700));

  test('what is kept up call by call is what the whole route comes to', () => {
    fc.assert(
      fc.property(routes, ([list, hours, overtime, waiting]) => {
        const { routes, order } = routeOf(list, hours, overtime, waiting);
        const whole = heldBack(routes, order, 0, Number.NEGATIVE_INFINITY)!;
        const shown = ({ start, finish, latestStart, lateCost }: Routes) =>
          order.map((call) => [call, start[call], finish[call], latestStart[call], lateCost[call]]);
        expect(shown(routes)).toEqual(shown(whole));
        expect(totalCost(routes)).toBe(totalCost(whole));
      }),
      { numRuns: 400 },
    );
  });

  /** When a call would start, were it held back until an instant and nothing came behind it; null: never. */
  const startOf = (routes: Routes, order: readonly number[], k: number, until: number): number | null =>
    heldBack(routes, order.slice(0, k + 1), order[k]!, until)?.start[order[k]!] ?? null;
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });

  test('a call may start as late as its slack says, and no later', () => {
    fc.assert(
      fc.property(routes, shares, ([list, hours, overtime, waiting], some) => {
        const { routes, order } = routeOf(list, hours, overtime, waiting);
        order.forEach((call, k) => {
          const [from, latest] = [routes.start[call]!, routes.latestStart[call]!];
          const between = some.map((share) => from + Math.floor(share * (latest - from)));
          for (const until of [...between, latest, latest + 1000]) {
            const start = startOf(routes, order, k, until);
            const fits = start !== null && start <= latest;
            expect([call, until, heldBack(routes, order, call, until) !== null]).toEqual([call, until, fits]);
          }
        });
      }),
      { numRuns: 600 },
    );
  });

  test('up to its free start a delay of a call makes nothing dearer', () => {
    fc.assert(
      fc.property(routes, shares, ([list, hours, overtime, waiting], some) => {
        const { routes, order } = routeOf(list, hours, overtime, waiting);
        order.forEach((call, k) => {
          const [from, free] = [routes.start[call]!, routes.freeStart[call]!];
          for (const until of [...some.map((share) => from + Math.floor(share * (free - from))), free]) {
            const start = startOf(routes, order, k, until);
            if (start === null || start > free) continue;
            const held = heldBack(routes, order, call, until);
            expect([call, until, held === null ? null : totalCost(held)]).toEqual([call, until, totalCost(routes)]);
          }
        });
      }),
      { numRuns: 600 },
    );
  });
});
