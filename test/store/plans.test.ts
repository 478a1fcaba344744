import { beforeEach, expect, test } from 'vitest';
import { type Allocation, instant, minor, type Plan } from '#engine';
import {
  allocationOf,
  claimRota,
  costColumns,
  costOf,
  dropAllocation,
  findCall,
  insertCall,
  placer,
  planVersion,
  readCalls,
  readPlan,
  readReferenceVersion,
  readRota,
  readRotaVersion,
  readRoute,
  replaceRotaRows,
  saveAllocation,
  savePlan,
  updateCall,
  writeDataset,
} from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const at = instant(1_800_000_000_000);
const HOUR = 3_600_000;

const calls = ['A-1', 'A-2', 'A-3'].map((number, index) => sampleCall({ number, row: index + 2 }));
beforeEach(() => writeDataset(store().em(), { ...sampleDataset, calls }, { at, who: 'clerk' }));

const allocation = (call: string, hour: number, resource = 'TOM'): Allocation => ({
  call,
  resource,
  travelStart: instant(at + hour * HOUR),
  arrival: instant(at + hour * HOUR + 600_000),
  start: instant(at + hour * HOUR + 600_000),
  finish: instant(at + (hour + 1) * HOUR),
  travelSeconds: 600,
  fixed: false,
});
const zero = minor(0);
const plan = (allocations: Allocation[], unallocated: Plan['unallocated'] = []): Plan => ({
  allocations,
  unallocated,
  cost: {
    total: minor(5),
    respondLate: minor(5),
    waiting: minor(0),
    fixLate: zero,
    unplaced: zero,
    travel: zero,
    overtime: zero,
    imbalance: zero,
    scarceSkills: zero,
  },
  changeCost: minor(3),
});
const context = async () => ({
  madeAt: instant(at + 1),
  now: at,
  seen: await readCalls(store().em(), null, { openOrLoggedAfter: at }),
});
const planned = async () => (await readPlan(store().em(), 'NORTH')).allocations.map(({ call }) => call).sort();
const stored = async (number: string) => {
  const call = await findCall(store().em(), number, { lock: false });
  if (call === null) throw new Error(`no call ${number}`);
  return call;
};

test('a territory without a plan has an empty one of version 0', async () => {
  expect(await readPlan(store().em(), 'NORTH')).toMatchObject({
    version: 0,
    madeAt: null,
    allocations: [],
    cost: null,
  });
});

test('a plan comes back as it was saved, and each raises the version', async () => {
  const unallocated = [{ call: 'A-3', reasons: [{ code: 'skill', resource: 'TOM', text: 'Tom has no such skill' }] }];
  const first = await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1)], unallocated), await context());
  expect(first).toMatchObject({ version: 1, skipped: [], changed: [{ call: 'A-1' }] });
  expect(await readPlan(store().em(), 'NORTH')).toEqual({
    territory: 'NORTH',
    version: 1,
    log: expect.any(Number),
    restsFor: 0,
    wholeVersion: 0,
    madeAt: at + 1,
    now: at,
    allocations: [{ ...allocation('A-1', 1), territory: 'NORTH', planVersion: 1, ...costColumns(null) }],
    unallocated,
    cost: plan([]).cost,
    changeCost: minor(3),
    violations: [],
  });
  const second = await savePlan(store().em(), 'NORTH', plan([allocation('A-2', 2)]), await context());
  expect(second?.version).toBe(2);
  expect(await planned()).toEqual(['A-2']);
});

test('an allocation is kept with what it costs, and written anew where that alone has changed', async () => {
  const cost = (travel: number) => ({
    ...{ respondLate: minor(3), fixLate: zero, waiting: zero, travel: minor(travel), overtime: zero },
    ...{ scarceSkills: zero, changeCost: minor(25) },
  });
  const priced = (travel: number) => ({
    ...plan([allocation('A-1', 1), allocation('A-2', 2)]),
    allocationCosts: [
      { call: 'A-1', ...cost(travel) },
      { call: 'A-2', ...cost(7) },
    ],
  });
  const costs = async () => (await readPlan(store().em(), 'NORTH')).allocations.map(costOf);
  await savePlan(store().em(), 'NORTH', priced(1), await context());
  expect(await costs()).toEqual([cost(1), cost(7)]);
  expect((await savePlan(store().em(), 'NORTH', priced(2), await context()))?.changed).toEqual([]);
  expect(await costs()).toEqual([cost(2), cost(7)]);
  const { allocations } = await readPlan(store().em(), 'NORTH');
  expect(allocations.map(({ planVersion }) => planVersion)).toEqual([2, 1]);
});

test('a call that changed after the planner read it keeps what it has', async () => {
  await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1), allocation('A-2', 2)]), await context());
  const late = await context();
  await updateCall(store().em(), { ...(await stored('A-1')), pinned: true });
  await updateCall(store().em(), { ...(await stored('A-3')), status: 'cancelled' });
  const moved = plan([allocation('A-1', 5), allocation('A-2', 6), allocation('A-3', 7)]);
  expect(await savePlan(store().em(), 'NORTH', moved, late)).toMatchObject({
    version: 2,
    skipped: ['A-1', 'A-3'],
  });
  const { allocations } = await readPlan(store().em(), 'NORTH');
  expect(allocations.map(({ call, start, planVersion }) => [call, start, planVersion])).toEqual([
    ['A-1', allocation('A-1', 1).start, 1],
    ['A-2', allocation('A-2', 6).start, 2],
  ]);
});

test('a call logged and allocated by hand after the planner read stays allocated', async () => {
  const late = await context();
  const call = sampleCall({ number: 'B-1', row: 9 });
  await insertCall(store().em(), { ...call, ...placer(sampleDataset)(call) });
  await saveAllocation(
    store().em(),
    { ...allocation('B-1', 3), territory: 'NORTH', planVersion: 0, ...costColumns(null) },
    at,
  );
  await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1)]), late);
  expect(await planned()).toEqual(['A-1', 'B-1']);
});

test('saving waits for a change of a call that is under way, and then leaves that call out', async () => {
  const late = await context();
  let saving: Promise<unknown> = Promise.resolve();
  await store().transaction(async (em) => {
    const call = await findCall(em, 'A-1', { lock: true });
    if (call === null) throw new Error('no call');
    await updateCall(em, { ...call, status: 'cancelled' });
    saving = savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1), allocation('A-2', 2)]), late);
    await readPlan(store().em(), 'NORTH');
  });
  expect(await saving).toMatchObject({ version: 1, skipped: ['A-1'] });
  expect(await planned()).toEqual(['A-2']);
});

test('two plans of a territory saved at once come one after the other', async () => {
  const seen = await context();
  const saved = await Promise.all(
    [1, 2, 3].map((hour) => savePlan(store().em(), 'NORTH', plan([allocation('A-1', hour)]), seen)),
  );
  expect(saved.map((each) => each?.version).sort()).toEqual([1, 2, 3]);
  expect(await planned()).toEqual(['A-1']);
});

test('of a plan like the last nothing is written but its version; what differs is told', async () => {
  const first = plan([allocation('A-1', 1), allocation('A-2', 2)]);
  await savePlan(store().em(), 'NORTH', first, await context());
  expect(await savePlan(store().em(), 'NORTH', first, await context())).toMatchObject({ version: 2, changed: [] });
  const moved = plan([allocation('A-1', 1), allocation('A-2', 3)]);
  expect(await savePlan(store().em(), 'NORTH', moved, await context())).toMatchObject({ changed: [{ call: 'A-2' }] });
  const { allocations } = await readPlan(store().em(), 'NORTH');
  expect(allocations.map(({ call, planVersion }) => [call, planVersion])).toEqual([
    ['A-1', 1],
    ['A-2', 3],
  ]);
});

test('a plan that another one has overtaken is not saved', async () => {
  const slow = { ...(await context()), basedOn: await planVersion(store().em(), 'NORTH') };
  await savePlan(store().em(), 'NORTH', plan([allocation('A-2', 2)]), slow);
  expect(await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1)]), slow)).toBeNull();
  expect(await planned()).toEqual(['A-2']);
  expect(await planVersion(store().em(), 'NORTH')).toBe(1);
});

test("a resource's route has what lies in the interval, done work included, in order of time", async () => {
  await savePlan(
    store().em(),
    'NORTH',
    plan([allocation('A-3', 30), allocation('A-2', 5), allocation('A-1', 1)]),
    await context(),
  );
  await updateCall(store().em(), { ...(await stored('A-1')), status: 'closed', fixedAt: at, closedAt: at });
  await savePlan(store().em(), 'NORTH', plan([allocation('A-2', 5), allocation('A-3', 30)]), await context());
  const day = { start: at, end: instant(at + 24 * HOUR) };
  expect((await readRoute(store().em(), 'TOM', day)).map(({ call }) => call)).toEqual(['A-1', 'A-2']);
  expect(await planned()).toEqual(['A-2', 'A-3']);
});

test('a call has one allocation at most', async () => {
  const em = store().em();
  await saveAllocation(em, { ...allocation('A-1', 1), territory: 'NORTH', planVersion: 0, ...costColumns(null) }, at);
  await saveAllocation(
    em,
    { ...allocation('A-1', 2, 'ANN'), territory: 'NORTH', planVersion: 0, ...costColumns(null) },
    at,
  );
  expect(await allocationOf(em, 'NORTH', 'A-1')).toMatchObject({ resource: 'ANN' });
  await dropAllocation(em, 'NORTH', 'A-1', at);
  expect(await allocationOf(em, 'NORTH', 'A-1')).toBeNull();
});

test('a plan made before somebody’s working time changed is not saved after it', async () => {
  const em = store().em();
  const tables = { reference: await readReferenceVersion(em), rota: await readRotaVersion(em) };
  const slow = { ...(await context()), tables };
  await store().transaction(async (one) => {
    await claimRota(one);
    await replaceRotaRows(
      one,
      'loans',
      'ANN',
      [{ resource: 'ANN', territory: 'SOUTH', on: '2026-06-01', reason: null }],
      at,
    );
  });
  expect(await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1)]), slow)).toBeNull();
  const { rota } = await readRota(store().em());
  expect(rota.loans.filter(({ resource }) => resource === 'ANN')).toMatchObject([{ on: '2026-06-01' }]);
  const now = { ...tables, rota: await readRotaVersion(em) };
  expect(await savePlan(store().em(), 'NORTH', plan([allocation('A-1', 1)]), { ...slow, tables: now })).not.toBeNull();
});
