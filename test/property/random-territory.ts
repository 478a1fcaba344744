import fc from 'fast-check';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import { DAY_ACCESS, SPECIAL_DAY_EFFECTS } from '../../engine/model/special-day.ts';
import { localDate, millis, minor } from '../../engine/model/units.ts';
import type { PricingFacts } from '../../engine/planning/index.ts';
import { UNEVEN_PRICES } from '../planning/uneven-prices.ts';
import { at, minutes, POLICY, type TestCall, type TestResource, type World, world } from '../planning/world.ts';

const place = fc.record({
  latitude: fc.double({ min: 50, max: 50.6, noNaN: true }),
  longitude: fc.double({ min: 10, max: 11, noNaN: true }),
});
const skills = fc.uniqueArray(
  fc.record({ skill: fc.constantFrom('lift', 'gate', 'radio'), level: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 2, selector: (s) => s.skill },
);
const when = fc.option(
  fc.integer({ min: -12, max: 120 }).map((h) => at(7 + h / 2)),
  { nil: undefined },
);

const resource = (i: number) =>
  fc.record({
    code: fc.constant(`R${i}`),
    place,
    skills,
    hours: fc.constantFrom(
      'Mo-Fr 08:00-16:00',
      'Mo-Fr 06:00-10:00,10:30-14:00',
      'Mo-Su 22:00-06:00',
      'Mo-We 08:00-12:00,13:00-17:00; Th 10:00-12:00',
      '24/7',
      'Sa 08:00-12:00',
    ),
    maxCalls: fc.option(fc.integer({ min: 1, max: 5 })),
    hourlyCost: fc.option(fc.integer({ min: 100, max: 5000 }).map(minor)),
    speed: fc.constantFrom(0.5, 1, 1.7),
    territory: fc.constantFrom('T', 'T', 'T', 'U'),
  });

/** Times at which people are let in. */
const doors = (...hours: string[]) => fc.option(fc.constantFrom(...hours), { nil: undefined, freq: 2 });
const bound = fc
  .record({
    siteHours: doors(
      'Mo-Fr 09:00-17:00',
      'Mo-Su 22:00-04:00',
      'Mo-Fr 08:00-11:00,11:15-15:00',
      'Th 10:00-12:00',
      'off',
    ),
    deviceHours: doors('Mo-Su 09:30-23:00', 'Tu,We 00:00-12:00'),
    notice: fc.option(
      fc.integer({ min: 1, max: 60 }).map((n) => minutes(n * 60)),
      { nil: undefined, freq: 1 },
    ),
    emergencyAccess: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map((columns) => Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)));

/** Most sites and devices let people in at any time. */
const access = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: bound });

/** Special days at the sites of the first calls. */
const specialDays = fc.array(
  fc.record({
    row: fc.nat(50),
    site: fc.constantFrom('S-C00', 'S-C01', 'S-C02'),
    from: fc.constantFrom('2026-01-05', '2026-01-06').map((date) => ({ date: localDate(date) })),
    to: fc.oneof(
      fc.constant({ date: localDate('2026-01-06') }),
      fc.integer({ min: 25, max: 60 }).map((h) => ({ instant: at(h) })),
    ),
    effect: fc.constantFrom(...SPECIAL_DAY_EFFECTS),
    regime: fc.constant(null),
    level: fc.constant(null),
    label: fc.constant(null),
    access: fc.constantFrom(null, ...DAY_ACCESS),
  }),
  { maxLength: 3 },
);

/** Calls of which some are started, pinned, allocated, held or duplicates; statuses as contradictory as people's data are. */
const call = (i: number, resources: number, withFixed: boolean) =>
  fc
    .record({
      place,
      skills,
      work: fc.integer({ min: 5, max: 300 }).map(minutes),
      respondBy: when,
      fixBy: when,
      class: fc.constantFrom(...CALL_CLASSES),
      priority: fc.integer({ min: 1, max: 9 }),
      appointment: fc.option(fc.tuple(fc.integer({ min: -2, max: 60 }), fc.integer({ min: 0, max: 5 }))),
      holder: fc.integer({ min: 0, max: resources }),
      state: fc.constantFrom(
        ...(withFixed
          ? ([
              'open',
              'open',
              'open',
              'accepted',
              'travelling',
              'on-site',
              'pinned',
              'allocated',
              'held',
              'left',
              'duplicate',
              'done',
              'done',
            ] as const)
          : (['open'] as const)),
      ),
      respondedAgo: fc.integer({ min: 0, max: 300 }).map(minutes),
      plannedStart: when,
      access,
    })
    .map(({ appointment, holder, state, respondedAgo, plannedStart, respondBy, fixBy, access, ...rest }): TestCall => {
      const holds = state === 'open' || state === 'held' || state === 'duplicate' ? null : `R${holder}`;
      return {
        number: `C${String(i).padStart(2, '0')}`,
        ...rest,
        ...access,
        ...(respondBy === undefined ? {} : { respondBy }),
        ...(fixBy === undefined ? {} : { fixBy }),
        earliest: appointment === null ? null : at(7 + appointment[0]),
        latest: appointment === null ? null : at(7 + appointment[0] + appointment[1]),
        resource: holds,
        pinned: state === 'pinned',
        plannedStart: holds === null ? null : (plannedStart ?? null),
        duplicateOf: state === 'duplicate' ? 'C00' : null,
        holds:
          state === 'held'
            ? [{ from: at(1), to: null, reason: 'no access' }]
            : state === 'left'
              ? [{ from: millis(at(9) - respondedAgo / 2) as never, to: null, reason: 'no access' }]
              : [],
        arrivedAt: state === 'left' ? (millis(at(9) - respondedAgo) as never) : null,
        respondedAt: state === 'on-site' || state === 'left' ? (millis(at(9) - respondedAgo) as never) : null,
        fixedAt: state === 'done' ? (millis(at(9) - respondedAgo) as never) : null,
        ...(state === 'accepted' || state === 'travelling' || state === 'on-site' || state === 'allocated'
          ? { status: state }
          : {}),
      };
    });

const policy = fc.record({
  routeStart: fc.constantFrom('home' as const, 'home' as const, 'open' as const),
  routeEnd: fc.constantFrom('home' as const, 'home' as const, 'open' as const),
  overtimeUpTo: fc.constantFrom(millis(0), minutes(90)),
  overtimeByClass: fc.constantFrom(
    {},
    { emergency: minutes(120), normal: millis(0) },
    { emergency: minutes(45), high: minutes(200), planned: minutes(30), deferred: millis(0) },
  ),
  onCallByClass: fc.constantFrom({}, {}, { high: minutes(30), deferred: minutes(0) }),
  balanceOver: fc.constantFrom(millis(0), minutes(3 * 24 * 60)),
  mayMoveAllocated: fc.boolean(),
  detourFactor: fc.constantFrom(1, 1.4),
});

const prices = {
  ...UNEVEN_PRICES,
  detourForOrder: minor(400),
  waitingPerHour: {
    emergency: minor(900),
    high: minor(310),
    normal: minor(97),
    planned: minor(13),
    deferred: minor(0),
  },
  imbalancePerHour: minor(70),
  scarceSkillPerHour: minor(200),
  churn: minor(450),
  lent: [
    { resource: 'R0', territory: 'U', on: localDate('2026-01-06') },
    { resource: 'R1', territory: 'T', on: localDate('2026-01-07') },
  ],
};

/** Changed days, breaks, turns on call and loans of the first of `m` resources. */
const rota = (m: number) => {
  const resource = fc.constantFrom('R0', 'R1').filter((code) => code < `R${m}`);
  const rows = <T extends object>(row: fc.Arbitrary<T>) =>
    (m === 0 ? fc.constant([]) : fc.array(row, { maxLength: 2 })).map((list) =>
      list.map((each, k) => ({ ...each, row: k + 2 })),
    );
  const on = fc.constantFrom(localDate('2026-01-05'), localDate('2026-01-06'), localDate('2026-01-07'));
  const hour = fc.integer({ min: 0, max: 60 });
  return fc.record({
    loans: rows(fc.record({ resource, territory: fc.constantFrom('T', 'U'), on, reason: fc.constant(null) })),
    shiftChanges: rows(
      fc.record({
        resource,
        on,
        hours: fc.constantFrom('off', '06:00-13:00', '20:00-04:00'),
        reason: fc.constant(null),
      }),
    ),
    breaks: rows(
      fc.record({
        resource,
        hours: fc.constantFrom('12:00-12:30', 'Mo,We 10:00-11:00', 'Tu 23:30-00:30'),
        validFrom: orNull(on),
        validTo: orNull(on),
      }),
    ),
    onCall: rows(
      fc
        .record({
          resource,
          from: hour,
          length: fc.integer({ min: 1, max: 70 }),
          upTo: fc.constantFrom(...CALL_CLASSES),
        })
        .map(({ from, length, ...rest }) => ({ ...rest, from: at(from), to: at(from + length) })),
    ),
  });
};
/** Travel and work of the days before `now`. */
export const timeSpent = fc
  .record({
    resource: fc.constantFrom('R0', 'R1', 'R2'),
    kind: fc.constantFrom('travel' as const, 'work' as const),
    from: fc.integer({ min: -80, max: 9 }),
    length: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ from, length, ...rest }) => ({ ...rest, start: at(from), end: at(from + length) }));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
/** What the checker prices a world by. */
export const pricingOf = ({ ordered }: Pick<World, 'ordered'>): PricingFacts => {
  const known = new Map(ordered.map((call) => [call.number, call]));
  return {
    orderedOf: (number) => known.get(number) ?? null,
    positionOf: (number) => known.get(number)?.position ?? null,
  };
};

/** Class of each call of a world, by number. */
export const classOf =
  ({ ordered }: Pick<World, 'ordered'>) =>
  (number: string) =>
    ordered.find((call) => call.number === number)?.class ?? null;

/** Within a shift, up to its end, over it, or from it on. */
const absence = fc.constantFrom(
  ...[null, null, [10, 11.5], [8, 16], [13, 17], [15, 20], [16, 18]].map((hours) =>
    hours === null ? null : { from: at(hours[0]!), to: at(hours[1]!) },
  ),
);

/** Worlds with up to five resources and fourteen calls at 09:00; with or without work that is started, pinned, held. */
export const worlds = (withFixed: boolean): fc.Arbitrary<World> =>
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 14 }))
    .chain(([m, n]) =>
      fc.tuple(
        fc.tuple(...Array.from({ length: m }, (_, i) => resource(i))) as fc.Arbitrary<TestResource[]>,
        fc.tuple(...Array.from({ length: n }, (_, i) => call(i, m, withFixed))) as fc.Arbitrary<TestCall[]>,
        policy,
        absence,
        fc.nat(4),
        rota(m),
        specialDays,
      ),
    )
    .map(([resources, plain, settings, absent, turn, rota, days]) => {
      const calls = plain.map((each, k) => ({ ...each, class: CALL_CLASSES[(k + turn) % CALL_CLASSES.length]! }));
      const made = world(calls, resources, {
        ...rota,
        specialDays: days,
        now: at(9),
        policy: { ...POLICY, ...prices, ...settings },
        absences: absent !== null && resources.length > 0 ? [{ resource: 'R0', ...absent }] : [],
      });
      // A counterexample is shown by what it was made from.
      return { ...made, [fc.toStringMethod]: () => JSON.stringify({ resources, calls, settings, absent, rota, days }) };
    });

/** Options of a search by steps alone. */
export const budget = (iterations: number, seed = 1) => ({ seed, iterations, milliseconds: null });
