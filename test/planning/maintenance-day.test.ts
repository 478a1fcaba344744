import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate, millis, minor } from '../../engine/model/units.ts';
import { maintenanceDay, visitPrice } from '../../engine/planning/index.ts';
import { hours, world } from './world.ts';

const due = { dueOn: localDate('2026-01-20'), windowFrom: localDate('2026-01-12'), intervalDays: 100 };
const day = (date: string, available: number, booked: number) => ({
  date: localDate(date),
  available: hours(available),
  booked: hours(booked),
});
const price = { work: minor(6000), travel: minor(2000) };
const choose = (loads: ReturnType<typeof day>[], repairs: { call: string; date: string }[] = [], isDue = true) =>
  maintenanceDay(
    due,
    hours(2),
    loads,
    repairs.map(({ call, date }) => ({ call, date: localDate(date) })),
    price,
    isDue,
  );

describe('the day for preventive maintenance', () => {
  const week = [day('2026-01-12', 16, 12), day('2026-01-13', 16, 4), day('2026-01-14', 8, 2), day('2026-01-15', 16, 4)];
  test('is the quietest of its window; of equals the earliest', () =>
    expect(choose(week)).toMatchObject({ date: '2026-01-13', joinedWith: null, why: expect.stringContaining('38 %') }));
  test('a day without anybody is taken only where all are so', () => {
    expect(choose([day('2026-01-12', 0, 0), day('2026-01-13', 8, 7)])).toMatchObject({ date: '2026-01-13' });
    expect(choose([day('2026-01-12', 0, 0), day('2026-01-13', 0, 0)])).toMatchObject({ date: '2026-01-12' });
  });
  test('is that of a repair at the site where the way that is saved is worth more than the days given up', () => {
    // A visit is 80.00; each day early gives up 0.80 of it. The way is 20.00: worth up to 24 days.
    expect(choose(week, [{ call: 'C9', date: '2026-01-15' }])).toMatchObject({ date: '2026-01-15', joinedWith: 'C9' });
    expect(choose([], [{ call: 'C9', date: '2025-12-27' }], false)).toMatchObject({ joinedWith: 'C9' });
    expect(choose([], [{ call: 'C9', date: '2025-12-26' }], false)).toBeNull();
  });
  test('before its window it is raised with a repair or not at all', () => expect(choose([], [], false)).toBeNull());
  test('of several repairs the one that gives up least', () =>
    expect(
      choose(week, [
        { call: 'C1', date: '2026-01-13' },
        { call: 'C2', date: '2026-01-16' },
      ]),
    ).toMatchObject({ joinedWith: 'C2' }));
  test('no other day of the window would be less full with the work', () => {
    const load = fc.record({ available: fc.nat(40), booked: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(load, { minLength: 1, maxLength: 14 }), (loads) => {
        const days = loads.map(({ available, booked }, k) => day(`2026-01-${10 + k}`, available, booked));
        const chosen = days.find(({ date }) => date === choose(days)?.date)!;
        const share = (one: (typeof days)[0]) =>
          one.available > 0 ? (one.booked + hours(2)) / one.available : Infinity;
        for (const other of days) expect(share(other)).toBeGreaterThanOrEqual(share(chosen));
      }),
    );
  });
  test('what a visit costs: the work, and the way of whoever lives nearest, there and back', () => {
    const { reference } = world(
      [{ number: 'C1', km: 0 }],
      [
        { code: 'NEAR', km: 30 },
        { code: 'FAR', km: 60 },
      ],
      { policy: { hourlyCost: minor(4000), perKilometre: minor(50) } },
    );
    // Half an hour each way at 40.00, and 60 km at 0.50.
    expect(visitPrice(reference, reference.resources, reference.sites[0]!, millis(3_600_000))).toEqual({
      work: 4000,
      travel: 7000,
    });
    expect(visitPrice(reference, [], reference.sites[0]!, hours(1))).toBeNull();
  });
});
