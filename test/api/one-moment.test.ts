import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, instant, MINUTE } from '#engine';
import { createPlanner } from '../../api/features/plans/planning/planner.ts';
import { tryCall } from '../../api/features/plans/try-call.ts';
import type { Office } from '../../api/platform/office.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { importTown, logged, NOW } from './town.ts';

const process = useTestProcesses(2, { now: NOW, workers: 0 });
beforeAll(() => importTown(process()));

/** The office as it is where other requests come in at every pause: each takes the book another minute further. */
async function whileTimeGoesOn<T>(work: (office: Office) => Promise<T>): Promise<T> {
  const { office } = process().running;
  let going = true;
  const desk: Office['desk'] = {
    ...office.desk,
    upToDate: async (em, now) => {
      const day = await office.desk.upToDate(em, now);
      const goOn = (): void => {
        day.book.advance(instant(day.book.now + MINUTE));
        if (going) setImmediate(goOn);
      };
      setImmediate(goOn);
      return day;
    },
  };
  return work({ ...office, desk }).finally(() => {
    going = false;
  });
}

describe('what is decided is of one moment, whatever comes in while the database is asked', () => {
  it('a call that becomes known between reading and planning is planned, and the checker knows it too', async () => {
    await createPlanner(process().running.office).whole('NORTH');
    process(1).now = instant(NOW + MINUTE);
    const ahead = await logged(process(1), 'LIFT-1');
    await whileTimeGoesOn((office) => createPlanner(office).whole('NORTH'));
    expect(process().faults).toEqual([]);
    const plan = (await process().app.inject('/territories/NORTH/plan')).json();
    expect(plan.allocations.map(({ call }: { call: string }) => call)).toEqual([ahead]);
  });

  it('a plan is checked by the prices that it was made by, though they changed after its calls were read', async () => {
    const late = await logged(process(1), 'LIFT-2');
    const { office } = process().running;
    process().now = instant(NOW + 3 * DAY);
    let asked = 0;
    const price = { respondMissed: 0, fixMissed: 0 };
    const refresh: Office['prices']['refresh'] = async (_, { book }) => {
      asked += 1;
      book.price(new Map([[late, { ...price, eachHour: 100_000 * asked }]]));
    };
    await createPlanner({ ...office, prices: { ...office.prices, refresh } }).whole('NORTH');
    expect(asked).toBe(1);
    expect(process().faults).toEqual([]);
    const plan = (await process().app.inject('/territories/NORTH/plan')).json();
    expect(plan.allocations.map(({ call }: { call: string }) => call)).toContain(late);
    expect(Number(plan.cost.total)).toBeGreaterThan(1_000);
  });

  it('an allocation that is tried starts no earlier than the moment at which it is checked', async () => {
    const number = await logged(process(1), 'ESC-1');
    const { body } = await whileTimeGoesOn((office) => tryCall(office, number, 'CAT'));
    expect(body).toMatchObject({ possible: true, violations: [] });
  });
});
