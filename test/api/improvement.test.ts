import { beforeAll, describe, expect, it } from 'vitest';
import { instant } from '#engine';
import { listen, type Told } from '../support/listen.ts';
import { until } from '../support/server.ts';
import { startProcess, useTestProcesses } from '../support/test-app.ts';
import { scatteredTown } from './scattered-town.ts';
import { get, importTown, logged, NOW, planned, post } from './town.ts';

/** One process only serves, the other makes plans: what passes between them goes through the database. */
const served = useTestProcesses(1, { now: NOW, workers: 0 });
const start = () => startProcess(served().store.url, { now: NOW });
let worker: Awaited<ReturnType<typeof start>>;

const PLAN = '/territories/NORTH/plan';
const json = async (url: string) => (await get(served(), url)).json();
const ask = (payload: object) => post(served(), `${PLAN}/improvement`, { who: 'Dee', ...payload });
const stop = (keep = true) => post(served(), `${PLAN}/improvement/stop`, { who: 'Dee', keep });
const ended = () =>
  until(
    () => json(`${PLAN}/improvement`),
    ({ state }) => state === 'ended',
    20,
  );
const improving = (told: readonly Told[]) =>
  told.filter(({ event, data }) => event === 'planning' && data.what === 'improvement' && data.state === 'running');
const hasFound = (told: readonly Told[]) => improving(told).some(({ data }) => Number(data.moved) > 0);
/** Imports the scattered town again, and waits for the plan by order alone. */
async function fresh(): Promise<number> {
  await importTown(served(), scatteredTown());
  const made = await until(
    async () => (await get(served(), PLAN)).json(),
    ({ allocations, unallocated }) => (allocations ?? []).length + (unallocated ?? []).length === 26,
    20,
  );
  return Number(made.cost.total);
}

beforeAll(async () => {
  await importTown(served(), scatteredTown());
});

describe('an improvement of a plan', () => {
  it('nobody has begun yet is stopped at once', async () => {
    expect((await get(served(), `${PLAN}/improvement`)).json().code).toBe('improvement-not-found');
    expect((await stop()).json().code).toBe('improvement-not-running');
    expect((await ask({})).json().code).toBe('plan-not-found');
    worker = await start();
    await fresh();
    await worker.close();
    const asked = await ask({ seconds: 30 });
    expect(asked.statusCode, asked.body).toBe(202);
    expect(asked.json()).toMatchObject({ state: 'waiting', who: 'Dee', seconds: 30, outcome: null });
    expect((await stop(false)).json()).toMatchObject({ state: 'ended', outcome: 'discarded' });
    worker = await start();
  });

  it('costs less than the plan before; the difference names each change with what it saves', async () => {
    const before = await fresh();
    expect((await ask({ iterations: 3_000 })).statusCode).toBe(202);
    const done = await ended();
    expect(done).toMatchObject({ outcome: 'saved', iterations: 3_000 });
    const version = done.from_version;
    expect((await get(served(), PLAN)).headers.etag).toBe(`"${version + 1}"`);
    expect(done.to_version).toBe(version + 1);
    expect(Number(done.progress.saved)).toBeGreaterThan(0);
    expect(Number(done.progress.saved)).toBeCloseTo(before - Number(done.progress.cost), 6);
    const plan = await json(PLAN);
    expect(plan.violations).toEqual([]);
    // Of calls that came in the night each is late, whoever comes when.
    expect([done.progress.present_late, done.progress.late]).toEqual([26, 26]);
    expect(Number(plan.cost.total)).toBe(Number(done.progress.cost));
    // Who comes has changed for so many, once: the plan after does not cost that any more.
    expect(plan.change_cost).toBe((25 * done.progress.moved).toFixed(2));
    expect(done.progress.change_cost).toBe(plan.change_cost);

    const difference = await json(`${PLAN}/difference?from=${done.from_version}&to=${done.to_version}`);
    expect(difference).toMatchObject({ from: { version }, to: { version: version + 1 } });
    expect(Number(difference.cost.total)).toBeCloseTo(-Number(done.progress.saved), 6);
    expect(difference.change_cost).toBe(plan.change_cost);
    const moved = difference.changes.filter(({ kind }: { kind: string }) => kind === 'moved');
    expect(moved.length).toBe(done.progress.moved);
    for (const { why } of moved) expect(why.map(({ code }: { code: string }) => code)).toContain('change-saves');
    const text = moved[0].why.at(-1).text;
    expect(text).toMatch(/saves \d+\.\d\d GBP: /);
    const calls = difference.changes.map(({ call }: { call: string }) => call);
    expect(new Set(calls).size).toBe(calls.length);
    // The same, up to now; since before the first plan: from that one.
    const now = await json(`${PLAN}/difference?from=${done.from_version}`);
    expect(now.changes).toEqual(difference.changes);
    const first = await json(`${PLAN}/difference?from=2026-05-31T00:00:00Z`);
    expect(first.from.version).toBe(1);
  });

  it('is shown while it goes on, by events that pass and by what would change; kept on demand', async () => {
    const before = await fresh();
    const { told, first } = await listen(served(), hasFound, undefined, () => ask({ seconds: 600 }));
    const found = improving(told).find(({ data }) => Number(data.moved) > 0)!;
    expect(found.id).toBe('');
    expect(found.data).toMatchObject({ territory: 'NORTH', budget_ms: 600_000, currency: 'GBP' });
    expect(Number(found.data.saved)).toBeGreaterThan(0);
    expect(Number(found.data.saved_percent)).toBeGreaterThan(0);
    expect((await ask({})).json()).toMatchObject({
      code: 'improvement-running',
      detail: expect.stringContaining('Dee'),
    });

    const shown = await json(`${PLAN}/improvement`);
    expect(shown.state).toBe('running');
    expect(shown.changes.length).toBeGreaterThan(0);
    expect(Number((await json(PLAN)).cost.total)).toBe(before);
    expect((await stop()).json().state).toBe('stopping');
    const done = await ended();
    expect(done).toMatchObject({ outcome: 'saved', changes: [] });
    expect(Number((await json(PLAN)).cost.total)).toBeLessThan(before);
    expect((await stop()).json().code).toBe('improvement-not-running');

    // Whoever was away hears how it ended, and nothing of what has passed.
    const again = await listen(served(), (all) => all.some(({ data }) => data.state === 'ended'), first);
    expect(again.told.map(({ event, data }) => [event, data.state])).toEqual(
      expect.arrayContaining([
        ['improvement', 'waiting'],
        ['improvement', 'running'],
        ['improvement', 'stopping'],
        ['improvement', 'ended'],
      ]),
    );
    expect(again.told.filter(({ event }) => event === 'planning')).toEqual([]);
  });

  it('is left where nobody wants it', async () => {
    const before = await fresh();
    await listen(served(), hasFound, undefined, () => ask({ seconds: 600 }));
    await stop(false);
    expect(await ended()).toMatchObject({ outcome: 'discarded', to_version: null });
    expect(Number((await json(PLAN)).cost.total)).toBe(before);
  });

  it('takes in what has changed meanwhile', async () => {
    await fresh();
    await listen(served(), hasFound, undefined, () => ask({ seconds: 600 }));
    const number = await logged(served(), 'LIFT-03');
    const fixed = 'C-05';
    await post(served(), `/calls/${fixed}/cancel`, { who: 'Dee', why: 'works again' });
    await planned(served(), 'NORTH', number);
    const present = await until(
      () => json(PLAN),
      ({ allocations }) => allocations.every(({ call }: { call: string }) => call !== fixed),
      20,
    );
    await stop();
    const done = await ended();
    expect(done.outcome).toBe('saved');
    const plan = await json(PLAN);
    expect(Number(plan.cost.total)).toBeLessThan(Number(present.cost.total));
    expect(plan.violations).toEqual([]);
    const calls = [...plan.allocations, ...plan.unallocated].map(({ call }: { call: string }) => call);
    expect(calls).toContain(number);
    expect(calls).not.toContain(fixed);
    expect(worker.faults).toEqual([]);
  });

  it('goes on elsewhere when its process ends, with what was found', async () => {
    const before = await fresh();
    // Enough to be worth it ten minutes later too.
    const hasFoundMuch = (told: readonly Told[]) => improving(told).some(({ data }) => Number(data.saved_percent) > 5);
    await listen(served(), hasFoundMuch, undefined, () => ask({ seconds: 600 }));
    const shown = await until(
      () => json(`${PLAN}/improvement`),
      ({ changes }) => changes.length > 0,
      20,
    );
    await worker.close();
    expect(await json(`${PLAN}/improvement`)).toMatchObject({ state: 'running', began_at: shown.began_at });
    expect(Number((await json(PLAN)).cost.total)).toBe(before);
    // By the clock of whoever takes over its time is up: what was found is taken.
    worker = await startProcess(served().store.url, { now: instant(NOW + 601_000) });
    const done = await ended();
    expect(done.outcome).toBe('saved');
    expect(Number(done.progress.saved)).toBeGreaterThan(0);
    await worker.close();
  });
});

describe('the difference of two plans', () => {
  it('is refused where a plan is not known, or the ends are reversed', async () => {
    const to = (await json(`${PLAN}/difference`)).to.version;
    expect(to).toBeGreaterThan(1);
    expect((await json(`${PLAN}/difference?from=999999`)).code).toBe('plan-not-found');
    expect((await json(`${PLAN}/difference?from=${to}&to=${to - 1}`)).errors).toMatchObject([
      { code: 'bad-value', field: 'from' },
    ]);
    expect((await json('/territories/NOPE/plan/difference')).code).toBe('territory-not-found');
    expect((await json(`${PLAN}/difference?from=yesterday`)).code).toBe('bad-value');
    expect((await json(`${PLAN}/difference?from=${to}`)).changes).toEqual([]);
  });
});
