import { describe, expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory, rankCandidates } from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

/** Monday 10:00; R1 lives at 0 km and works 08:00 to 16:00, a kilometre being a minute. */
const now = at(10);
type Options = NonNullable<Parameters<typeof world>[2]>;

/** Fixed by R1 five minutes before `now`, at 60 km. */
const done = (more: Partial<TestCall> = {}): TestCall => ({
  number: 'C0',
  km: 60,
  resource: 'R1',
  respondedAt: at(9),
  fixedAt: at(10 - 5 / 60),
  ...more,
});

function planned(calls: TestCall[], resources: TestResource[] = [{ code: 'R1' }], options: Options = {}) {
  const made = world(calls, resources, { now, ...options });
  const plan = planTerritory(made.input, ORDER_ALONE);
  const of = (number: string) => plan.allocations.find((a) => a.call === number);
  const hour = (number: string) => {
    const a = of(number);
    return a && [a.travelStart, a.arrival, a.start, a.finish].map((t) => (t - at(0)) / 3_600_000);
  };
  return { ...made, plan, of, hour, violations: checkPlan(made.reference, made.calls, plan, now) };
}

describe('where somebody is at now', () => {
  test('at the site of the last call that they finished in the running shift, not at home', () => {
    const { hour, violations } = planned([done(), { number: 'C1', km: 90 }]);
    expect(hour('C1')).toEqual([10, 10.5, 10.5, 11.5]);
    expect(violations).toEqual([]);
  });
  test('the last of several', () =>
    expect(
      planned([done({ fixedAt: at(9) }), done({ number: 'C9', km: 90 }), { number: 'C1', km: 90 }]).hour('C1'),
    ).toEqual([10, 10, 10, 11]));
  test('a travelling call is reached from there', () =>
    expect(planned([done(), { number: 'C1', km: 90, resource: 'R1', status: 'travelling' }]).hour('C1')).toEqual([
      10, 10.5, 10.5, 11.5,
    ]));
  test('a pinned call too', () => {
    const { hour, violations } = planned([done(), { number: 'C1', km: 90, resource: 'R1', pinned: true }]);
    expect(hour('C1')).toEqual([10, 10.5, 10.5, 11.5]);
    expect(violations).toEqual([]);
  });
  test('an on-site call is later than any that is finished', () => {
    const onSite = { number: 'C2', km: 30, resource: 'R1', status: 'on-site', respondedAt: at(9.95) } as const;
    expect(planned([done(), onSite, { number: 'C1', km: 30 }]).hour('C1')).toEqual([10.95, 10.95, 10.95, 11.95]);
  });
  test('on hold, a call keeps nobody at its site, nor tells where its technician is if nobody had come', () => {
    const held = {
      number: 'C2',
      km: 30,
      resource: 'R1',
      holds: [{ from: at(9.5), to: null, reason: 'waiting for parts' }],
    };
    expect(planned([held, { number: 'C1', km: 30 }]).hour('C1')).toEqual([10, 10.5, 10.5, 11.5]);
  });
  test('a visit left on hold tells where its technician is, as one that is finished does', () => {
    const held = {
      ...{ number: 'C2', km: 30, resource: 'R1', respondedAt: at(9), arrivedAt: at(9) },
      holds: [{ from: at(9.5), to: null, reason: 'no access' }],
    };
    const { hour, violations, input } = planned([held, { number: 'C1', km: 90 }]);
    expect(hour('C1')).toEqual([10, 11, 11, 12]);
    expect(violations).toEqual([]);
    expect(input.resources[0]!.shifts[0]!.done).toMatchObject({ calls: 1, time: hours(0.5) });
    // What was finished since tells more.
    expect(planned([held, done(), { number: 'C1', km: 90 }]).hour('C1')).toEqual([10, 10.5, 10.5, 11.5]);
    // The way home is paid also where nothing else is left to do.
    const idle = planned([held], undefined, { policy: { hourlyCost: minor(6000) } });
    expect(idle.plan.cost.travel).toBe(3000);
    expect(idle.violations).toEqual([]);
  });
  test('a hold of yesterday, or by nobody who is named, tells nothing', () => {
    const held = { number: 'C2', km: 30, resource: 'R1', loggedAt: at(-20), respondedAt: at(-15), arrivedAt: at(-15) };
    const holds = [{ from: at(-14), to: null, reason: 'no access' }];
    expect(
      planned([
        { ...held, holds },
        { number: 'C1', km: 30 },
      ]).hour('C1')![0],
    ).toBe(10);
    expect(
      planned([
        { ...held, holds },
        { number: 'C1', km: 30 },
      ]).hour('C1')![1],
    ).toBe(10.5);
    const unnamed = { ...held, respondedAt: at(9), arrivedAt: at(9), resource: null };
    const since = [{ from: at(9.5), to: null, reason: 'no access' }];
    expect(
      planned([
        { ...unnamed, holds: since },
        { number: 'C1', km: 30 },
      ]).hour('C1')![1],
    ).toBe(10.5);
  });
  test('a second visit lasts from its own arrival', () => {
    const again = { number: 'C2', km: 30, resource: 'R1', status: 'on-site', respondedAt: at(2) } as const;
    const { hour, violations } = planned([{ ...again, loggedAt: at(1), arrivedAt: at(9.75), work: hours(2) }]);
    expect(hour('C2')).toEqual([9.75, 9.75, 9.75, 11.75]);
    expect(violations).toEqual([]);
  });
  test('time on site during which a call was held is no work: it comes on top, once where holds overlap', () => {
    const waited = {
      number: 'C2',
      km: 30,
      resource: 'R1',
      status: 'on-site',
      respondedAt: at(8),
      arrivedAt: at(8),
    } as const;
    const hold = (from: number, to: number) => ({ from: at(from), to: at(to), reason: 'no access' });
    const holds = [hold(8.25, 9.25), hold(9, 9.75)];
    const { hour, violations, plan, reference, calls } = planned([
      { ...waited, work: hours(2), holds },
      { number: 'C1', km: 30 },
    ]);
    expect(hour('C2')).toEqual([8, 8, 8, 11.5]);
    expect(hour('C1')).toEqual([11.5, 11.5, 11.5, 12.5]);
    expect(violations).toEqual([]);
    const early = plan.allocations.map((a) => (a.call === 'C2' ? { ...a, finish: at(10) } : a));
    expect(checkPlan(reference, calls, { ...plan, allocations: early }, now).map(({ code }) => code)).toContain(
      'times-inconsistent',
    );
    // A hold before this visit is none of it.
    const before = planned([{ ...waited, arrivedAt: at(9.75), work: hours(2), holds }]);
    expect(before.hour('C2')![3]).toBe(11.75);
  });
  test('also where routes may begin anywhere', () =>
    expect(
      planned([done(), { number: 'C1', km: 90 }], undefined, { policy: { routeStart: 'open' } }).hour('C1'),
    ).toEqual([10, 10.5, 10.5, 11.5]));
  test('the next shift begins at home', () => {
    const { hour, violations } = planned([done(), { number: 'C1', km: 90, earliest: at(33), latest: at(40) }]);
    expect(hour('C1')).toEqual([31.5, 33, 33, 34].map((h) => h + (hour('C1')![0]! - 31.5)));
    expect(hour('C1')![1]! - hour('C1')![0]!).toBe(1.5);
    expect(violations).toEqual([]);
  });
  test.each<[string, Partial<TestCall>]>([
    ['yesterday', { fixedAt: at(-9), loggedAt: at(-20) }],
    ['before the shift', { fixedAt: at(7.5) }],
    ['by nobody who is named', { resource: null }],
    ['as a duplicate of another call', { duplicateOf: 'C1' }],
  ])('work finished %s tells nothing', (_, call) =>
    expect(planned([done(call), { number: 'C1', km: 90 }]).hour('C1')).toEqual([10, 11.5, 11.5, 12.5]),
  );
  test('the checker refuses a first leg that begins at home', () => {
    const atHome = planned([{ number: 'C1', km: 30 }]).plan;
    const { reference, calls } = world([{ number: 'C1', km: 30 }, done({ km: 90 })], [{ code: 'R1' }], { now });
    expect(checkPlan(reference, calls, atHome, now).map(({ code }) => code)).toEqual(['travel-too-short']);
  });
});

describe('a call on the way home costs its detour alone', () => {
  const policy = { hourlyCost: minor(6000) };
  test('so that it goes to somebody who passes by rather than to one at home near it', () => {
    const resources = [{ code: 'R1' }, { code: 'R2', km: 20 }];
    const { of, plan, violations } = planned([done(), { number: 'C1', km: 30 }], resources, { policy });
    expect(of('C1')!.resource).toBe('R1');
    expect(plan.cost.travel).toBe(6000);
    expect(violations).toEqual([]);
  });
  test('the way home is in the plan’s cost also where nothing else is left to do', () => {
    const { plan, violations } = planned([done(), { number: 'C1', duplicateOf: 'C0' }], undefined, { policy });
    expect(plan.cost.travel).toBe(6000);
    expect(violations).toEqual([]);
  });
  test('and the candidates are ranked by it', () => {
    const { input, plan } = planned([done(), { number: 'C1', km: 30 }], [{ code: 'R1' }, { code: 'R2', km: 20 }], {
      policy,
    });
    expect(rankCandidates(input, plan, 'C1').map((c) => [c.resource, c.extra!.cost.travel])).toEqual([
      ['R1', 0],
      ['R2', 2000],
    ]);
  });
});

describe('calls done in the running shift', () => {
  const short = [done({ km: 0 }), { number: 'C1' }, { number: 'C2' }];
  test('count for max_calls', () => {
    const { plan, violations } = planned(short, [{ code: 'R1', maxCalls: 2 }]);
    expect(plan.allocations.map((a) => [a.call, a.start])).toEqual([
      ['C1', at(10)],
      ['C2', at(32)],
    ]);
    expect(violations).toEqual([]);
  });
  test('bar where the limit is reached with them', () => {
    const { plan } = planned(short, [{ code: 'R1', maxCalls: 1 }], { policy: { horizon: hours(10) } });
    expect(plan.unallocated[0]!.reasons.find(({ resource }) => resource === 'R1')!.code).toBe('max-calls');
  });
  test('are counted by the checker', () => {
    const { reference, calls, plan } = planned(short, [{ code: 'R1', maxCalls: 3 }]);
    const narrow = { ...reference, resources: reference.resources.map((r) => ({ ...r, maxCalls: 2 })) };
    expect(checkPlan(narrow, calls, plan, now).map(({ code }) => code)).toEqual(['max-calls']);
  });
  test('count as load', () => {
    const priced = { policy: { imbalancePerHour: minor(100) } };
    expect(
      planned([done({ km: 0 }), { number: 'C1' }], [{ code: 'R1' }, { code: 'R2' }], priced).of('C1')!.resource,
    ).toBe('R2');
  });
});
