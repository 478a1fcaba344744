import { beforeAll, describe, expect, it } from 'vitest';
import { pruneLive, recordLive } from '../../api/store/index.ts';
import { listen, type Told } from '../support/listen.ts';
import { startProcess, useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
beforeAll(() => importTown(process()));

const call = (number: string) => (told: readonly Told[]) => told.some(({ data }) => data.number === number);
const numbers = (told: readonly Told[]) => told.flatMap(({ event, data }) => (event === 'call' ? [data.number] : []));
const last = (told: readonly Told[]) => told.at(-1)!.id;

describe('server-sent events', () => {
  it('tell at once who has a call that was given by hand', async () => {
    const number = await logged(process(0), 'LIFT-3');
    await planned(process(0), 'NORTH', number);
    const { first } = await listen(process(0), () => true);
    const former = (await get(process(0), `/calls/${number}`)).json().resource;
    const resource = former === 'BOB' ? 'ANN' : 'BOB';
    const given = { who: 'Dee', why: 'asked for', resource, pin: true, force: true };
    const reply = await post(process(1), `/calls/${number}/allocate`, given);
    expect(reply.statusCode, reply.body).toBe(200);
    const allocated = ({ event, data }: Told) =>
      data.number === number && data.event === 'allocate' && event === 'call';
    const { told } = await listen(process(0), (all) => all.some(allocated), first);
    // Before the call's own event: no plan that follows has told it.
    const before = told.slice(0, told.findIndex(allocated)).filter(({ event }) => event === 'plan');
    expect(before.flatMap(({ data }) => data.changed)).toContainEqual(
      expect.objectContaining({ call: number, resource }),
    );
  });

  it('go on after the last one heard, at another server, with all that was missed', async () => {
    let one = '';
    const { told } = await listen(
      process(0),
      (all) => call(one)(all),
      undefined,
      async () => {
        one = await logged(process(0), 'LIFT-1');
      },
    );
    const two = await logged(process(1), 'LIFT-2');
    const three = await logged(process(0), 'ESC-1');
    const again = await listen(process(1), (all) => call(two)(all) && call(three)(all), last(told));
    expect(numbers(again.told)).toEqual(expect.arrayContaining([two, three]));
    expect(again.told.map(({ event }) => event)).not.toContain('reset');
    await planned(process(), 'NORTH', two);
  });

  it('go on from the place told at the start, though no event was heard', async () => {
    const { first } = await listen(process(0), () => true);
    const number = await logged(process(1), 'LIFT-3');
    const { told } = await listen(process(0), call(number), first);
    expect(numbers(told)).toContain(number);
  });

  it('keep the place of who goes on until what was missed has been told', async () => {
    const { first } = await listen(process(0), () => true);
    const number = await logged(process(0), 'LIFT-2');
    await listen(process(0), call(number), first);
    const again = await listen(process(0), call(number), first);
    // No place past what was missed comes before it: a connection that breaks there loses nothing.
    expect(again.first).toBe(again.told[0]!.id);
  });

  it('go on at a server that was not there yet', async () => {
    const { first } = await listen(process(0), () => true);
    const number = await logged(process(0), 'LIFT-4');
    const fresh = await startProcess(process().store.url, { now: NOW, workers: 0 });
    try {
      expect(numbers((await listen(fresh, call(number), first)).told)).toContain(number);
    } finally {
      await fresh.close();
    }
  });

  it('what a long transaction records late is told, though others have committed after it began', async () => {
    const { store } = process();
    let place = '';
    await store.transaction(async (em) => {
      await recordLive(em, [{ kind: 'plan', territory: 'LATE', changed: [] }]);
      const { first } = await listen(process(), () => true);
      const number = await logged(process(), 'LIFT-1');
      place = last((await listen(process(), call(number), first)).told);
    });
    const late = (told: readonly Told[]) => told.some(({ data }) => data.territory === 'LATE');
    expect(late((await listen(process(1), late, place)).told)).toBe(true);
  });

  it('say when what was missed is too old, too much, or not of this database', async () => {
    const reset = (told: readonly Told[]) => told.some(({ event }) => event === 'reset');
    const reason = async (place: string) =>
      (await listen(process(), reset, place)).told.find(({ event }) => event === 'reset')?.data;
    for (const place of ['long ago', '9:3:', '3:9:5,4', `1:${10n ** 18n}:`, '0:0:']) {
      expect(await reason(place), place).toEqual({ reason: 'unknown' });
    }
    const { first } = await listen(process(), () => true);
    const many = Array.from({ length: 5_001 }, (_, k) => ({ kind: 'plan', territory: `T${k}`, changed: [] }));
    await process().store.transaction((em) => recordLive(em, many));
    expect(await reason(first)).toEqual({ reason: 'too-many' });
    // What is as young as a transaction that still runs, such as that of a plan, stays until that has ended.
    const pruned = async () => {
      await pruneLive(process().store.em(), -60_000);
      return reason(first);
    };
    await expect.poll(pruned, { timeout: 30_000 }).toEqual({ reason: 'too-old' });
    // And from the place that came with the reset it goes on.
    const { told } = await listen(process(), reset, first);
    const number = await logged(process(), 'ESC-1');
    expect(numbers((await listen(process(1), call(number), last(told))).told)).toContain(number);
  });
});
