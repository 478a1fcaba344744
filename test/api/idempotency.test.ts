import { beforeAll, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

// Two processes on one database.
const process = useTestProcesses(2, { now: NOW });
beforeAll(() => importTown(process()));

const count = async (): Promise<number> => (await get(process(), '/calls?limit=1000')).json().calls.length;

describe('Idempotency-Key', () => {
  it('the same request again gets the same reply and logs nothing twice', async () => {
    const key = { 'idempotency-key': 'first' };
    const one = await post(process(), '/calls', fault('LIFT-1'), key);
    const before = await count();
    const two = await post(process(), '/calls', fault('LIFT-1'), key);
    expect(two.statusCode).toBe(201);
    expect(two.json()).toEqual(one.json());
    expect(two.headers.location).toBe(one.headers.location);
    expect(two.headers['idempotent-replayed']).toBe('true');
    expect(await count()).toBe(before);
  });

  it('holds between processes, and for many that arrive at the same moment', async () => {
    const before = await count();
    const key = { 'idempotency-key': 'at-once' };
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, k) => post(process(k % 2), '/calls', fault('LIFT-2'), key)),
    );
    expect(new Set(replies.map((reply) => reply.statusCode))).toEqual(new Set([201]));
    expect(new Set(replies.map((reply) => reply.json().number)).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it('with another request the key is refused', async () => {
    const key = { 'idempotency-key': 'other' };
    await post(process(), '/calls', fault('LIFT-3'), key);
    const body = await post(process(), '/calls', fault('LIFT-1'), key);
    expect([body.statusCode, body.json().code]).toEqual([422, 'idempotency-key-reused']);
    const path = await post(process(), '/calls/C-000001/close', { who: 'x' }, key);
    expect(path.json().code).toBe('idempotency-key-reused');
  });

  it('a refused request keeps no key: corrected, it may use it again', async () => {
    const key = { 'idempotency-key': 'refused' };
    expect((await post(process(), '/calls', fault('NOPE'), key)).statusCode).toBe(422);
    expect((await post(process(), '/calls', fault('ESC-1'), key)).statusCode).toBe(201);
  });

  it('a change of a call is done once', async () => {
    const number = await logged(process(), 'LIFT-4');
    const key = { 'idempotency-key': 'hold' };
    const body = { who: 'Ann', reason: 'no access' };
    const replies = await Promise.all([0, 1].map((k) => post(process(k), `/calls/${number}/hold`, body, key)));
    expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200]);
    expect((await get(process(), `/calls/${number}`)).json().holds.length).toBe(1);
  });

  it('a key that is none is refused', async () => {
    for (const bad of ['', 'x'.repeat(256), 'two words']) {
      const reply = await post(process(), '/calls', fault('LIFT-1'), { 'idempotency-key': bad });
      expect([bad, reply.json().code]).toEqual([bad, 'bad-idempotency-key']);
    }
  });
});

describe('two processes on one database', () => {
  it('each sees what the other has logged, at once', async () => {
    const number = await logged(process(0), 'ESC-1');
    const there = (await get(process(1), '/queue?limit=1000')).json();
    expect(there.calls.map((call: { number: string }) => call.number)).toContain(number);
  });

  it('of one failure reported to both at once, one is the original and the others its duplicates', async () => {
    await importTown(process(0));
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, k) => post(process(k % 2), '/calls', fault('LIFT-1'))),
    );
    const calls = replies.map((reply) => reply.json());
    const originals = calls.filter((call) => call.duplicate_of === null);
    expect(originals.length).toBe(1);
    for (const call of calls.filter((each) => each !== originals[0])) {
      expect(calls.map(({ number }) => number)).toContain(call.duplicate_of);
    }
  });

  it('calls logged at both in one go are all planned, and both show the same queue', async () => {
    await importTown(process(0));
    const numbers = await Promise.all(
      Array.from({ length: 20 }, async (_, k) => {
        const body = { ...fault(k % 3 === 0 ? 'ESC-1' : 'LIFT-2'), type: 'query' };
        return (await post(process(k % 2), '/calls', body)).json().number as string;
      }),
    );
    for (const [k, number] of numbers.entries()) {
      await planned(process(k % 2), k % 3 === 0 ? 'SOUTH' : 'NORTH', number);
    }
    const [here, there] = await Promise.all(
      [0, 1].map(async (k) => (await get(process(k), '/queue?limit=1000')).json().calls),
    );
    expect(here).toEqual(there);
    expect(here.length).toBe(20);
    expect([...process(0).faults, ...process(1).faults]).toEqual([]);
  });

  it('a change at one is told to those who listen at the other', async () => {
    const heard = new Promise((resolve) => {
      process(1).running.office.live.subscribe((each) => {
        if (!('reset' in each) && each.event.kind === 'call') resolve(each.event);
      });
    });
    const number = await logged(process(0), 'LIFT-3');
    expect(await heard).toMatchObject({ kind: 'call', number, territory: 'NORTH', event: 'logged' });
  });
});
