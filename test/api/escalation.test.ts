import { beforeAll, describe, expect, it } from 'vitest';
import { instant, MINUTE } from '#engine';
import { escalateForecasts } from '../../api/features/escalation/escalate.ts';
import { createEscalationWatch } from '../../api/features/escalation/escalation-watch.ts';
import { startProcess, useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
const RULES = [
  'contract,customer,clock,at,raise_to,notify',
  'MAIN,,respond,50,,desk@example.org',
  'MAIN,,respond,75,high,desk@example.org;boss@example.org',
  'NEW,,fix,100,high,boss@example.org',
].join('\n');
beforeAll(() => importTown(process(), { ...TOWN, 'escalations.csv': `${RULES}\n` }));

const later = (minutes: number): void => {
  for (const each of [process(0), process(1)]) each.now = instant(each.now + minutes * MINUTE);
};
const read = async (number: string) => (await get(process(), `/calls/${number}`)).json();
const escalations = async (number: string) =>
  (await read(number)).journal.filter(({ kind }: { kind: string }) => kind === 'escalate');
const act = (number: string, kind: string, body: object = {}) =>
  post(process(), `/calls/${number}/${kind}`, { who: 'Ann', why: 'test', ...body });

describe('escalation', () => {
  it('at percentages of the target, class raised, people told, in the journal: once, whoever looks and however often', async () => {
    const number = await logged(process(), 'LIFT-1');
    const watches = [
      createEscalationWatch(process(0).running.office),
      createEscalationWatch(process(1).running.office),
    ];
    const look = async () =>
      (await Promise.all(watches.map((each) => each.look()))).reduce((sum, done) => sum + done, 0);
    expect(await look()).toBe(0);
    later(59);
    expect(await look()).toBe(0);
    later(1);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await escalations(number)).toMatchObject([
      { who: 'escalation', details: { clock: 'respond', percent: 50, raised: false, notify: ['desk@example.org'] } },
    ]);
    expect((await read(number)).order.class).toBe('normal');

    later(30);
    // A process that has just started knows what was done before it.
    const fresh = await startProcess(process().store.url, { now: process().now, workers: 0 });
    const third = createEscalationWatch(fresh.running.office);
    const done = await Promise.all([third.look(), look()]);
    expect(done[0] + done[1]).toBe(1);
    expect(await third.look()).toBe(0);
    await fresh.close();
    expect(await escalations(number)).toMatchObject([
      { details: { percent: 50 } },
      { details: { percent: 75, raised: true, notify: ['desk@example.org', 'boss@example.org'] } },
    ]);
    const { order, because, raised_to } = await read(number);
    expect([order.class, raised_to]).toEqual(['high', 'high']);
    expect(because).toContainEqual(expect.objectContaining({ decides: 'class', code: 'escalation' }));
    await act(number, 'cancel');
  });

  it('not while a hold stops the clock, nor after arrival', async () => {
    const watch = createEscalationWatch(process().running.office);
    const held = await logged(process(), 'LIFT-1');
    await act(held, 'hold', { reason: 'no access' });
    later(600);
    expect(await watch.look()).toBe(0);
    await act(held, 'resume');
    later(30);
    expect(await watch.look()).toBe(0);
    later(30);
    expect(await watch.look()).toBe(1);
    await act(held, 'cancel');
  });

  it('a hold that comes between looking and taking only puts it off', async () => {
    const { office } = process().running;
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    later(60);
    // Said late, as by a technician without reception: it began before the step was due.
    const at = new Date(process().now - 10 * MINUTE).toISOString();
    let meanwhile = async (): Promise<unknown> => act(number, 'hold', { reason: 'no access', at });
    const transaction: typeof office.store.transaction = async (work) => {
      await meanwhile();
      meanwhile = async () => {};
      return office.store.transaction(work);
    };
    const watch = createEscalationWatch({ ...office, store: { ...office.store, transaction } });
    expect(await watch.look()).toBe(0);
    later(30);
    await act(number, 'resume');
    expect(await watch.look()).toBe(0);
    later(10);
    expect(await watch.look()).toBe(1);
    expect(await escalations(number)).toMatchObject([{ details: { percent: 50 } }]);
    await act(number, 'cancel');
  });

  it('taken at the second attempt, after another change crossed the first, is taken once', async () => {
    const { office } = process().running;
    const number = await logged(process(), 'LIFT-1');
    later(60);
    let crossed = false;
    const transaction: typeof office.store.transaction = (work) =>
      office.store.transaction(async (em) => {
        const done = await work(em);
        if (crossed) return done;
        crossed = true;
        throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      });
    const watch = createEscalationWatch({ ...office, store: { ...office.store, transaction } });
    expect(await watch.look()).toBe(1);
    expect(await escalations(number)).toHaveLength(1);
    await act(number, 'cancel');
  });

  it('not for a miss that a plan showed of a call that has ended since', async () => {
    const number = await logged(process(), 'LIFT-1');
    const deadline = instant(process().now + 120 * MINUTE);
    const miss = { call: number, clock: 'respond', deadline, expected: null } as const;
    await act(number, 'cancel');
    expect(await escalateForecasts(process().running.office, [miss])).toEqual([]);
    expect(await escalations(number)).toEqual([]);
  });

  it('when the plan shows a target that will be missed, before it is; once', async () => {
    // Everybody is at home until 08:00, 2 h to respond run at all hours.
    const evening = Date.parse('2026-06-03T17:30:00Z');
    for (const each of [process(0), process(1)]) each.now = instant(evening);
    const number = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', number);
    const found = await until(async () => {
      const list = await escalations(number);
      return list.length > 0 ? list : null;
    });
    expect(found).toMatchObject([
      { details: { clock: 'respond', forecast: true, deadline: '2026-06-03T19:30:00Z', raised: true } },
    ]);
    later(1);
    await logged(process(), 'LIFT-4');
    await post(process(), `/calls/${number}/comments`, { who: 'Ann', text: 'planned again' });
    await act(number, 'pin');
    await planned(process(), 'NORTH', number);
    expect(await escalations(number)).toHaveLength(1);
  });

  it('a failure that escalated twice before its reports were merged is listed and counted once, with all its steps (case 31)', async () => {
    // The Monday four weeks later, nothing else open.
    for (const each of [process(0), process(1)]) each.now = instant(NOW + 28 * 24 * 60 * MINUTE);
    for (const open of (await get(process(), '/calls?status=active&limit=100')).json().calls)
      await act(open.number, 'cancel');
    const [a, b] = [await logged(process(), 'LIFT-1'), await logged(process(), 'LIFT-2')];
    later(91);
    const watch = createEscalationWatch(process(0).running.office);
    while ((await watch.look()) > 0);
    const period = `from=2020-01-01T00:00:00Z&to=${new Date(process(0).now + 1).toISOString()}`;
    const numbers = async (report: string) =>
      (await get(process(), `/reports/${report}?${period}&limit=1000`))
        .json()
        .rows.map((row: { number: string }) => row.number);
    for (const report of ['escalated', 'high-priority'])
      expect(await numbers(report)).toEqual(expect.arrayContaining([a, b]));
    expect((await act(b, 'merge', { into: a })).statusCode).toBe(200);
    for (const report of ['escalated', 'high-priority']) {
      expect(await numbers(report)).toContain(a);
      expect(await numbers(report)).not.toContain(b);
    }
    const { rows } = (await get(process(), `/reports/escalated?${period}&limit=1000`)).json();
    expect(rows.find(({ number }: { number: string }) => number === a).escalations).toBe('respond 50;respond 75');
  });
});

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`until: it did not come: ${JSON.stringify(process().faults)}`);
}
