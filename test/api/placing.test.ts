import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { instant, MINUTE } from '#engine';
import { createPlanner } from '../../api/features/plans/planning/planner.ts';
import type { Office } from '../../api/platform/office.ts';
import { kysely, lockPlan, readPlan, restPlan } from '../../api/store/index.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, post } from './town.ts';

const process = useTestProcesses(2, { now: NOW, workers: 0 });
beforeEach(async () => {
  for (const each of [process(0), process(1)]) each.now = NOW;
  await importTown(process());
  await createPlanner(process().running.office).whole('NORTH');
});

const plan = () => readPlan(process().store.em(), 'NORTH');
const calls = async () => {
  const { allocations, unallocated } = await plan();
  return [...allocations, ...unallocated].map(({ call }) => call).sort();
};
const made = async () =>
  (
    await sql<{ anew: boolean; merged: boolean }>`select (made->'plan'->>'anew')::boolean as anew,
      made->'plan' ? 'merged' as merged from plan_log where territory = 'NORTH' and plan_version is not null
      order by id`.execute(kysely(process().store.em()))
  ).rows.map(({ anew, merged }) => (merged ? 'merged' : anew ? 'whole' : 'placed'));

/** An office whose pool waits until it is let go: the whole plan that is being made. */
function slowPool(office: Office): { office: Office; begun: Promise<void>; goOn: () => void } {
  let goOn = (): void => {};
  let begin = (): void => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const run = (async (name: never, input: never) => {
    begin();
    await gate;
    return office.pool.run(name, input);
  }) as Office['pool']['run'];
  return { office: { ...office, pool: { ...office.pool, run } }, begun, goOn };
}

describe('a call that comes in while the whole plan of its territory is made', () => {
  it('has its place before that plan is there, and both survive, at two processes', async () => {
    const first = await logged(process(0), 'LIFT-1');
    const slow = slowPool(process(0).running.office);
    const whole = createPlanner(slow.office).whole('NORTH');
    await slow.begun;
    const second = await logged(process(1), 'LIFT-2');
    await createPlanner(process(1).running.office).place('NORTH');
    expect(await calls()).toEqual([first, second].sort());
    const before = await plan();
    slow.goOn();
    await whole;
    const after = await plan();
    expect(after.version).toBe(before.version + 1);
    expect(await calls()).toEqual([first, second].sort());
    expect(await made()).toEqual(['whole', 'placed', 'merged']);
    const spans = after.allocations.map(({ resource, start, finish }) => ({ resource, start, finish }));
    const crossing = spans.filter((a) =>
      spans.some((b) => a !== b && a.resource === b.resource && a.start < b.finish && b.start < a.finish),
    );
    expect(crossing).toEqual([]);
    expect([...process(0).faults, ...process(1).faults]).toEqual([]);
  });

  it('the merged plan is made again from the journals, to the same result', async () => {
    await logged(process(0), 'LIFT-1');
    const slow = slowPool(process(0).running.office);
    const whole = createPlanner(slow.office).whole('NORTH');
    await slow.begun;
    for (const each of [process(0), process(1)]) each.now = instant(NOW + 2 * MINUTE);
    await logged(process(1), 'LIFT-2');
    await createPlanner(process(1).running.office).place('NORTH');
    slow.goOn();
    await whole;
    const present = (await get(process(), '/territories/NORTH/plan')).json();
    const at = new Date(process().now).toISOString();
    const again = (await get(process(), `/territories/NORTH/plan?at=${at}&again=true`)).json();
    expect(again).toMatchObject({ same: true, allocations: present.allocations, cost: present.cost });
  });

  it('somebody who falls ill meanwhile has nothing in the merged plan', async () => {
    const number = await logged(process(0), 'LIFT-1');
    const slow = slowPool(process(0).running.office);
    const whole = createPlanner(slow.office).whole('NORTH');
    await slow.begun;
    for (const code of ['ANN', 'BOB']) {
      const reply = await post(process(1), `/resources/${code}/absences`, {
        who: 'dispatcher',
        ...{ from: '2026-06-01T00:00:00Z', to: '2026-06-10T00:00:00Z', reason: 'sick' },
      });
      expect(reply.statusCode, reply.body).toBeLessThan(300);
    }
    slow.goOn();
    await whole;
    expect(await plan()).toMatchObject({ allocations: [], unallocated: [{ call: number }] });
  });
});

describe('a change of the rota elsewhere', () => {
  it('never has a whole plan that was overtaken given up', async () => {
    await logged(process(0), 'LIFT-1');
    const slow = slowPool(process(0).running.office);
    const { desk } = slow.office;
    let read = false;
    let change: Promise<unknown> = Promise.resolve();
    /** Once the merged plan has been read, somebody of the other territory falls ill. */
    const upToDate: typeof desk.upToDate = async (em, now) => {
      const day = await desk.upToDate(em, now);
      if (!read) return day;
      read = false;
      const absence = { who: 'dispatcher', from: '2026-06-01T00:00:00Z', to: '2026-06-10T00:00:00Z', reason: 'sick' };
      change = post(process(1), '/resources/CAT/absences', absence);
      await Promise.race([change, pause(300)]);
      return day;
    };
    const whole = createPlanner({ ...slow.office, desk: { ...desk, upToDate } }).whole('NORTH');
    await slow.begun;
    await logged(process(1), 'LIFT-2');
    await createPlanner(process(1).running.office).place('NORTH');
    read = true;
    slow.goOn();
    await whole;
    await change;
    expect(await made()).toEqual(['whole', 'placed', 'merged']);
  });
});

describe('a storm of calls', () => {
  it('overtakes every whole plan, and each is saved all the same', async () => {
    let placed = 0;
    // Whatever is made in the pool takes until another call has come and been placed.
    const slowly = ({ office }: { readonly office: Office }): Office => {
      const run = (async (name: never, input: never) => {
        const before = placed;
        while (placed < before + 2) await pause(5);
        return office.pool.run(name, input);
      }) as Office['pool']['run'];
      return { ...office, pool: { ...office.pool, run } };
    };
    const planners = [createPlanner(slowly(process(0).running)), createPlanner(slowly(process(1).running))];
    let storming = true;
    const numbers: string[] = [];
    const storm = (async () => {
      for (let k = 0; storming; k += 1) {
        numbers.push(await logged(process(k % 2), `LIFT-${1 + (k % 3)}`));
        await planners[k % 2]!.place('NORTH');
        placed += 1;
      }
    })();
    for (let k = 0; k < 6; k += 1) await planners[k % 2]!.whole('NORTH');
    storming = false;
    await storm;
    const kinds = await made();
    // The one of the beginning is whole, these six are each merged.
    expect(kinds.filter((kind) => kind !== 'placed')).toEqual(['whole', ...Array(6).fill('merged')]);
    await planners[0]!.place('NORTH');
    expect(await calls()).toEqual([...numbers].sort());
    expect([...process(0).faults, ...process(1).faults]).toEqual([]);
  });
});

describe('whole plans rest', () => {
  it('at all processes, by what the last one took', async () => {
    const { office } = process(1).running;
    const asked: number[] = [];
    const planWhole: Office['jobs']['planWhole'] = async (_, milliseconds) => {
      asked.push(milliseconds);
    };
    const other = createPlanner({ ...office, jobs: { ...office.jobs, planWhole } });
    await restPlan(process(0).store.em(), 'NORTH', 60_000);
    const { version } = await plan();
    await other.wholeInTurn('NORTH');
    expect((await plan()).version).toBe(version);
    expect(asked[0]).toBeGreaterThan(50_000);
    await restPlan(process(0).store.em(), 'NORTH', 0);
    await other.wholeInTurn('NORTH');
    expect((await plan()).version).toBe(version + 1);
  });
});

describe('who waits for a lock', () => {
  it('never keeps whoever holds it from reading what is open', async () => {
    const { desk } = process().running.office;
    const store = process().store;
    let free = (): void => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    let locked = (): void => {};
    const begun = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const holder = store.transaction(async (em) => {
      await lockPlan(em, 'NORTH');
      locked();
      await held;
      return desk.upToDate(em, NOW);
    });
    await begun;
    // As many as there are connections.
    const waiting = Array.from({ length: 12 }, () => store.transaction((em) => lockPlan(em, 'NORTH')));
    await pause(200);
    const reader = desk.upToDate(store.em(), NOW);
    await pause(50);
    free();
    await Promise.all([holder, ...waiting, reader]);
  }, 20_000);
});

describe('a plan that the checker refuses', () => {
  it('is an alert until a plan is saved, by whatever process', async () => {
    await logged(process(0), 'LIFT-1');
    await createPlanner(process(0).running.office).place('NORTH');
    const { office } = process(0).running;
    let wrong = false;
    /** A pool whose first plan has somebody arrive an hour before they can, and that then breaks. */
    const run = (async (name: never, input: never) => {
      if (wrong) throw new Error('broken');
      const outcome = await office.pool.run(name, input);
      const value = outcome.ok ? (outcome.value as { arrival?: Float64Array }) : {};
      for (const k of value.arrival?.keys() ?? []) value.arrival![k]! -= 3_600_000;
      wrong = value.arrival !== undefined;
      return outcome;
    }) as Office['pool']['run'];
    const planner = createPlanner({ ...office, pool: { ...office.pool, run } });
    await expect(planner.whole('NORTH')).rejects.toThrow('broken');
    process(0).faults.splice(0);
    const health = async () => (await get(process(0), '/health')).json();
    expect(await health()).toMatchObject({ status: 'degraded', alerts: [{ code: 'plan-refused' }] });
    await createPlanner(process(1).running.office).whole('NORTH');
    expect(await health()).toMatchObject({ status: 'ok', alerts: [] });
  });

  it('is made anew at once, without the present plan, and is noted in the log of plans', async () => {
    const number = await logged(process(), 'LIFT-1');
    const { office } = process().running;
    await createPlanner(office).place('NORTH');
    await createPlanner(office).whole('NORTH');
    const { version } = await plan();
    let times = 0;
    /** A pool whose first plan has somebody arrive an hour before they can. */
    const run = (async (name: never, input: never) => {
      const outcome = await office.pool.run(name, input);
      const value = outcome.ok ? (outcome.value as { arrival?: Float64Array }) : {};
      if (value.arrival !== undefined && times++ === 0)
        for (const k of value.arrival.keys()) value.arrival[k]! -= 3_600_000;
      return outcome;
    }) as Office['pool']['run'];
    await createPlanner({ ...office, pool: { ...office.pool, run } }).whole('NORTH');
    expect(times).toBeGreaterThan(0);
    expect(process().faults.splice(0)).toMatchObject([{ message: 'plan refused by the checker' }]);
    expect(await plan()).toMatchObject({ version: version + 1, allocations: [{ call: number }] });
    const refusals = await sql<{ n: number }>`select jsonb_array_length(made->'refused') as n from plan_log
      where territory = 'NORTH' and made ? 'refused'`.execute(kysely(process().store.em()));
    expect(refusals.rows.length).toBe(1);
    expect(refusals.rows[0]!.n).toBeGreaterThan(0);
    // What was refused is no plan: the past is read as before.
    const at = new Date(process().now).toISOString();
    const past = (await get(process(), `/territories/NORTH/plan?at=${at}`)).json();
    expect(past.allocations.map(({ call }: { call: string }) => call)).toEqual([number]);
  });
});
