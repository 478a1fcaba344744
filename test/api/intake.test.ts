import { beforeAll, describe, expect, it } from 'vitest';
import { enterCall } from '../../api/features/calls/log-call.ts';
import { change, changeTogether } from '../../api/platform/change.ts';
import { lockDevices } from '../../api/store/index.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, NOW, post } from './town.ts';

const process = useTestProcesses(2, { now: NOW, workers: 0 });
beforeAll(() => importTown(process(0)));

const transactions = async (): Promise<number> => {
  const reply = await process(0).store.em().execute('select pg_current_xact_id()::text::bigint as xid');
  return Number(reply[0]?.xid);
};
const request = (device: string) => ({ ...fault(device), type: 'fault' as const });

describe('calls that come in at the same moment', () => {
  it('share transactions, and each has its own answer', async () => {
    const before = await transactions();
    const bodies = Array.from({ length: 60 }, (_, k) =>
      k % 5 === 4 ? fault('NO-SUCH-LIFT') : fault(`LIFT-${(k % 4) + 1}`, `number ${k}`),
    );
    const replies = await Promise.all(bodies.map((body) => post(process(0), '/calls', body)));
    expect((await transactions()) - before).toBeLessThan(20);
    const logged = replies.filter((reply) => reply.statusCode === 201);
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(bodies.map((_, k) => (k % 5 === 4 ? 422 : 201)));
    expect(new Set(logged.map((reply) => reply.json().number)).size).toBe(48);
    for (const [k, reply] of replies.entries()) {
      if (reply.statusCode !== 201) {
        expect(reply.json().code).toBe('unknown-device');
        continue;
      }
      const found = (await get(process(1), `/calls/${reply.json().number}`)).json();
      expect(found).toMatchObject({ description: `number ${k}`, journal: [{ kind: 'logged' }] });
      expect(reply.headers.etag).toBe('"1"');
    }
  });

  it('of reports of one failure one is the original, all others are its duplicates, at two processes', async () => {
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, k) => post(process(k % 2), '/calls', fault('ESC-1'))),
    );
    const calls = replies.map((reply) => reply.json());
    const originals = calls.filter((call) => call.duplicate_of === null);
    expect(originals.length).toBe(1);
    expect(new Set(calls.map((call) => call.duplicate_of))).toEqual(new Set([null, originals[0].number]));
  });

  it('with one key are one call, and the key of a refused one may be used again', async () => {
    const sent = Array.from({ length: 10 }, (_, k) =>
      post(process(k % 2), '/calls', fault('LIFT-3', 'the same'), { 'idempotency-key': 'same' }),
    );
    const refused = post(process(0), '/calls', fault('NOPE'), { 'idempotency-key': 'again' });
    const replies = await Promise.all(sent);
    expect(new Set(replies.map((reply) => reply.json().number)).size).toBe(1);
    expect((await refused).statusCode).toBe(422);
    const corrected = await post(process(1), '/calls', fault('LIFT-3'), { 'idempotency-key': 'again' });
    expect(corrected.statusCode).toBe(201);
  });

  it('both processes have the same order, without reading again what they wrote themselves', async () => {
    const [here, there] = await Promise.all(
      [0, 1].map(async (k) => (await get(process(k), '/queue?limit=1000')).json().calls),
    );
    expect(here).toEqual(there);
    expect(here.length).toBeGreaterThan(60);
    expect([...process(0).faults, ...process(1).faults]).toEqual([]);
  });
});

describe('changes that share a transaction', () => {
  it('where one fails, not by being refused, each of the others is made by itself', async () => {
    const { office } = process(0).running;
    const good = (name: string) => ({
      key: { key: name, fingerprint: name },
      work: (one: Parameters<typeof enterCall>[0]) => enterCall(one, request('LIFT-1')),
    });
    const bad = {
      key: null,
      work: async (one: Parameters<typeof enterCall>[0]) => {
        await enterCall(one, request('LIFT-2'));
        one.atEnd(async () => Promise.reject(new Error('the disk is full')), null);
        return { status: 200, headers: {}, body: null };
      },
    };
    const size = async () => (await office.desk.upToDate(office.store.em(), office.clock())).book.size;
    const before = await size();
    const results = await changeTogether(office, [good('g1'), bad, good('g2')], async () =>
      lockDevices.statements!(['LIFT-1', 'LIFT-2']),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await size()).toBe(before + 2);
    const again = await change(office, good('g1').key, good('g1').work);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('what is written at the end is gathered by writer, in the order given', async () => {
    const { office } = process(0).running;
    const written: string[][] = [];
    const first = async (_em: unknown, items: readonly string[]) => written.push(['first', ...items]);
    const second = async (_em: unknown, items: readonly string[]) => written.push(['second', ...items]);
    const asked = ['a', 'b', 'c'].map((name) => ({
      key: null,
      work: async (one: Parameters<typeof enterCall>[0]) => {
        one.atEnd(first, name);
        one.atEnd(second, name);
        return { status: 200, headers: {}, body: name };
      },
    }));
    const results = await changeTogether(office, asked, async () => []);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value.body : ''))).toEqual(['a', 'b', 'c']);
    expect(written).toEqual([
      ['first', 'a', 'b', 'c'],
      ['second', 'a', 'b', 'c'],
    ]);
  });
});
