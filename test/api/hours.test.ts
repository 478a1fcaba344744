import { beforeAll, expect, it } from 'vitest';
import { formatInstant, instant } from '#engine';
import { lastMadeAnew } from '../../api/store/index.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, quiet, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
const json = async (url: string) => (await get(process(), url)).json();

beforeAll(async () => {
  const calls = [
    'number,device,contact,type,description,logged_at,responded_at,fixed_at,closed_at,resource',
    'OLD-1,LIFT-2,Ann,fault,stuck,2026-05-21T09:00:00Z,2026-05-21T10:00:00Z,2026-05-21T11:00:00Z,2026-05-21T11:00:00Z,BOB',
  ];
  await importTown(process(), { ...TOWN, 'calls.csv': `${calls.join('\n')}\n` });
  const number = await logged(process(), 'LIFT-1');
  await planned(process(), 'NORTH', number);
});

it('hours of a week are told for each technician, with how fair far and unpleasant work is', async () => {
  const week = await json('/territories/NORTH/hours');
  expect(week).toMatchObject({ territory: 'NORTH', from: '2026-06-01T00:00:00Z', to: '2026-06-08T00:00:00Z' });
  expect(
    week.hours.map(({ resource, available }: { resource: string; available: number }) => [resource, available]),
  ).toEqual([
    ['ANN', 50],
    ['BOB', 50],
  ]);
  const { allocations } = await json('/territories/NORTH/plan');
  const [{ resource }] = allocations;
  const own = week.hours.find((each: { resource: string }) => each.resource === resource);
  expect(own.work).toBe(1);
  expect(own.travel).toBeGreaterThan(0);
  // One of two has all the way.
  expect(week.fairness).toBe(0.5);
  const another = await json('/territories/NORTH/hours?from=2026-05-04');
  expect(another).toMatchObject({ fairness: 1, from: '2026-05-04T00:00:00Z' });
});

it('of a call that came with a dataset, which knows no visits, the call itself tells the work', async () => {
  const { hours } = await json('/territories/NORTH/hours?from=2026-05-18');
  const workOf = (code: string) => hours.find(({ resource }: { resource: string }) => resource === code).work;
  expect([workOf('ANN'), workOf('BOB')]).toEqual([0, 1]);
});

it('what was done counts by its visits', async () => {
  const number = await logged(process(), 'LIFT-4');
  await planned(process(), 'SOUTH', number);
  // On the way from 9:00, there at 9:30, done at 11:00.
  const events = [
    ['accept', 0],
    ['travel', 0],
    ['arrive', 0.5],
    ['fix', 2],
  ] as const;
  for (const [kind, after] of events) {
    process().now = instant(NOW + after * 3_600_000);
    const reply = await post(process(), `/calls/${number}/${kind}`, {
      who: 'Cat',
      ...(kind === 'fix' ? {} : { resource: 'CAT' }),
    });
    expect(reply.statusCode, reply.body).toBeLessThan(300);
  }
  const week = await json('/territories/SOUTH/hours');
  expect(week.hours).toMatchObject([{ resource: 'CAT', travel: 0.5, work: 1.5, unsocial: 0 }]);
  expect(week.fairness).toBe(1);
});

it('plans of the next day are balanced with what was done, pass the checker, and are made again to the same end', async () => {
  process().now = instant(NOW + 24 * 3_600_000);
  await logged(process(), 'ESC-1');
  await quiet(process());
  expect((await json('/health')).alerts ?? []).toEqual([]);
  const { made } = (await lastPlan())!;
  expect(made.past).toEqual([['CAT', { load: 7_200_000, available: expect.any(Number) }]]);
  const again = await json(`/territories/SOUTH/plan?at=${formatInstant(process().now)}&again=true`);
  expect(again.same).toBe(true);
});
const lastPlan = () => lastMadeAnew(process().store.em(), 'SOUTH', process().now);

it('a plan says how fair it is, and an unknown territory is not found', async () => {
  expect((await json('/territories/NORTH/plan')).fairness).toBe(0.5);
  expect((await get(process(), '/territories/EAST/hours')).statusCode).toBe(404);
});

it('candidates, trials and differences are priced as plans are, with what people did in the days before', async () => {
  const first = await logged(process(), 'LIFT-2');
  await planned(process(), 'NORTH', first);
  const resource = (await json(`/calls/${first}`)).resource;
  const doing = (kind: string, hours: number) => {
    process().now = instant(NOW + hours * 3_600_000);
    return post(process(), `/calls/${first}/${kind}`, { who: 'Ann', ...(kind === 'fix' ? {} : { resource }) });
  };
  for (const [kind, hours] of [
    ['accept', 24.5],
    ['travel', 24.5],
    ['arrive', 26],
    ['fix', 32],
  ] as const)
    expect((await doing(kind, hours)).statusCode).toBeLessThan(300);
  process().now = instant(NOW + 48 * 3_600_000);
  const { allocations } = await json('/territories/NORTH/plan');
  for (const { call } of allocations)
    await post(process(), `/calls/${call}/cancel`, { who: 'Dee', why: 'works again' });
  const call = await logged(process(), 'LIFT-3');
  await planned(process(), 'NORTH', call);
  await quiet(process());

  // Ann has had a long day: an hour more for her costs, an hour for Bob evens the load out.
  const { candidates } = await json(`/calls/${call}/candidates`);
  const parts = (code: string) =>
    candidates.find((each: { resource: string }) => each.resource === code).cost_parts.imbalance;
  expect([parts('ANN'), parts('BOB')]).toEqual(['2.00', '-2.00']);
  const before = await get(process(), '/territories/NORTH/plan');
  expect(before.json().allocations).toMatchObject([{ call, resource: 'ANN' }]);
  const tried = await post(process(), `/calls/${call}/try`, { resource: 'BOB' });
  expect(tried.json().cost_parts.imbalance, tried.body).toBe('-4.00');

  await post(process(), `/calls/${call}/allocate`, { who: 'Dee', resource: 'BOB', pin: false });
  await quiet(process());
  const after = await json('/territories/NORTH/plan');
  expect(Number(after.cost.imbalance) - Number(before.json().cost.imbalance)).toBe(-4);
  const version = Number(JSON.parse(before.headers.etag as string));
  expect((await json(`/territories/NORTH/plan/difference?from=${version}`)).cost.imbalance).toBe('-4.00');
  const { to } = await json(`/territories/NORTH/plan/difference?from=${version}`);
  const past = await json(`/territories/NORTH/plan/difference?from=${version}&to=${to.version}`);
  expect(past.cost.imbalance).toBe('-4.00');
});
