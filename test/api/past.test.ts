import { beforeAll, describe, expect, it } from 'vitest';
import { type Instant, instant, MINUTE } from '#engine';
import { callDetailSchema, queueSchema } from '../../api/features/calls/schema.ts';
import { planSchema } from '../../api/features/plans/schema.ts';
import { referenceTables } from '../../api/store/reference.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, quiet, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

const later = (minutes: number): void => {
  process().now = instant(process().now + minutes * MINUTE);
};
const iso = (at: Instant): string => new Date(at).toISOString();
const act = async (number: string, kind: string, body: object = {}) => {
  const reply = await post(process(), `/calls/${number}/${kind}`, { who: 'Ann', why: 'test', ...body });
  if (reply.statusCode >= 300) throw new Error(`${kind}: ${reply.body}`);
  return reply.json();
};
const read = async (url: string) => {
  const reply = await get(process(), url);
  if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.body}`);
  return reply.json();
};
const moment = async (numbers: readonly string[]) => ({
  at: process().now,
  queue: await read('/queue?reasons=true&limit=100'),
  plans: { NORTH: await read('/territories/NORTH/plan'), SOUTH: await read('/territories/SOUTH/plan') },
  calls: Object.fromEntries(await Promise.all(numbers.map(async (number) => [number, await read(`/calls/${number}`)]))),
});

describe('any past instant', () => {
  it('order, plans and calls are made again from the journals, to the same result, whatever came later', async () => {
    const numbers: string[] = [];
    for (const device of ['LIFT-1', 'LIFT-2', 'LIFT-3', 'LIFT-4', 'ESC-1']) {
      numbers.push(await logged(process(), device));
      later(3);
    }
    const [first, second, third, fourth, escalator] = numbers as [string, string, string, string, string];
    await planned(process(), 'SOUTH', escalator);
    await act(first, 'arrive');
    later(20);
    await act(second, 'hold', { reason: 'no access' });
    await post(process(), `/calls/${third}/comments`, { who: 'Ann', text: 'soon' });
    await post(process(), `/calls/${fourth}/allocate`, { who: 'Ann', resource: 'CAT', pin: true });
    await quiet(process());
    const one = await moment(numbers);
    expect(one.queue.total).toBe(5);
    expect(one.plans.NORTH.allocations.length).toBeGreaterThan(0);

    later(30);
    await act(first, 'fix', { resolution: 'Fuse' });
    await act(second, 'resume');
    await act(third, 'declare-emergency');
    numbers.push(await logged(process(), 'LIFT-1'));
    await act(escalator, 'estimate', { estimated_time: 'PT7H' });
    await quiet(process());
    const two = await moment(numbers);

    // Other rules, other people, other prices: the past is judged by those of its own time.
    later(60);
    const regimes = TOWN['regimes.csv']!.replace('PT2H,PT8H', 'PT1H,PT3H');
    const resources = TOWN['resources.csv']!.replace('ANN,Ann,lift;escalator', 'ANN,Anna,lift').replace(
      'BOB,Bob',
      'BOB,Robert',
    );
    const files = {
      'regimes.csv': regimes,
      'resources.csv': resources,
      'policy.json': '{"order": "least-slack", "speed": 20}',
    };
    await importTown(process(), { ...files, 'priority_rules.csv': 'dimension,code,level\nmodel,L1,1\n' }, 'merge');
    for (const number of numbers.slice(1)) await act(number, 'cancel');
    await logged(process(), 'LIFT-4');
    await quiet(process());

    for (const was of [one, two]) {
      const at = iso(was.at);
      const queue = await read(`/queue?reasons=true&limit=100&at=${at}`);
      queueSchema.parse(queue);
      // A version is of what stands now: nobody changes a past moment.
      const calls = was.queue.calls.map((call: object) => ({ ...call, version: null }));
      expect(queue).toEqual({ ...was.queue, calls });
      for (const territory of ['NORTH', 'SOUTH'] as const) {
        const plan = await read(`/territories/${territory}/plan?at=${at}`);
        planSchema.parse(plan);
        expect(plan).toEqual(was.plans[territory]);
        const again = await read(`/territories/${territory}/plan?at=${at}&again=true`);
        expect([again.same, again.cost]).toEqual([true, was.plans[territory].cost]);
        expect(again.allocations).toEqual(was.plans[territory].allocations);
      }
      for (const [number, call] of Object.entries(was.calls)) {
        const past = await read(`/calls/${number}?at=${at}`);
        callDetailSchema.parse(past);
        const { version: _, ...then } = call as { version: number };
        // Why others went first is worked out for the plan that stands now.
        expect(past).toEqual({ ...then, unallocated: null, waits_behind: [] });
      }
    }
  });

  it('before a call was logged, in the future, and before anything is known, is refused', async () => {
    const number = await logged(process(), 'LIFT-2');
    const before = iso(instant(process().now - 1));
    const codeOf = async (url: string) => (await get(process(), url)).json().code;
    expect(await codeOf(`/calls/${number}?at=${before}`)).toBe('call-not-known-then');
    expect(await codeOf(`/queue?at=${iso(instant(process().now + 1))}`)).toBe('moment-in-future');
    const future = (await get(process(), `/queue?at=${iso(instant(process().now + 1))}`)).json();
    expect(future.errors).toMatchObject([{ code: 'moment-in-future', field: 'at' }]);
    expect(await codeOf(`/queue?at=${iso(instant(NOW - MINUTE))}`)).toBe('moment-not-kept');
    expect((await get(process(), '/territories/NORTH/plan?again=true')).statusCode).toBe(400);
    const remedies = await get(process(), `/territories/NORTH/plan?at=${iso(process().now)}&remedies=true`);
    expect(remedies.statusCode).toBe(400);
    expect(remedies.json().errors).toMatchObject([{ field: 'remedies' }]);
    // The first call was logged at just that instant.
    expect((await read(`/queue?at=${iso(NOW)}`)).total).toBe(1);
    await act(number, 'cancel');
  });

  it('what is known of an event that was told late begins when it was told', async () => {
    later(60);
    const number = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', number);
    await act(number, 'arrive');
    later(60);
    const between = process().now;
    later(10);
    await act(number, 'fix', { at: iso(instant(between - 30 * MINUTE)) });
    expect((await read(`/calls/${number}?at=${iso(between)}`)).fixed_at).toBeNull();
    expect((await read(`/calls/${number}?at=${iso(process().now)}`)).fixed_at).not.toBeNull();
    expect(
      (await read(`/queue?at=${iso(between)}&limit=100`)).calls.map((call: { number: string }) => call.number),
    ).toContain(number);
  });
});

it('every table of the reference keeps its history', async () => {
  const rows = await process()
    .store.em()
    .execute<{ name: string }[]>(
      `select tgrelid::regclass::text as name from pg_trigger where tgname like '%\\_history'`,
    );
  const kept = new Set(rows.map(({ name }) => name));
  expect(Object.values(referenceTables).filter(({ name }) => !kept.has(name))).toEqual([]);
});
