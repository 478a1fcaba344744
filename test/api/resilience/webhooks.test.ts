import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instant, instant, MINUTE } from '#engine';
import { createCircuits, hostOf } from '../../../api/features/notifications/circuits.ts';
import { deliverMail, deliverWebhooks } from '../../../api/features/notifications/deliver.ts';
import { addDeliveries, type Channel, listDeliveries, openStore } from '../../../api/store/index.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from '../../support/receivers.ts';
import { startServer } from '../../support/server.ts';
import { startProcess, type TestProcess } from '../../support/test-app.ts';
import { type TestDatabase, testDatabase } from '../../support/test-database.ts';
import { get, importTown, NOW } from '../town.ts';

let database: TestDatabase;
let mail: MailServer;
let good: Receiver;
/** Takes connections and never answers. */
let silent: TcpServer;
let process: TestProcess;
let silentPort = 0;
const sockets: Socket[] = [];
const silentUrl = () => `http://127.0.0.1:${silentPort}/hook`;
const NEVER = new AbortController().signal;

beforeAll(async () => {
  database = await testDatabase();
  mail = await startMailServer();
  good = await startReceiver();
  silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  silentPort = (silent.address() as AddressInfo).port;
  const outside = { mail: { url: mail.url, from: 'Lifts <lifts@example.org>' }, webhookPrivate: true };
  process = await startProcess(database.url, { now: NOW, outside });
  await importTown(process);
  for (const [code, url] of [
    ['good', good.url],
    ['silent', silentUrl()],
  ]) {
    const payload = { who: 'Ann', channel: 'webhook', url, events: ['call.logged'] };
    const reply = await process.app.inject({ method: 'PUT', url: `/subscriptions/${code}`, payload });
    expect(reply.statusCode, reply.body).toBeLessThan(300);
  }
});
afterAll(async () => {
  await process.close();
  await good.close();
  await mail.close();
  silent.close();
  await database.drop();
});

let events = 0;
const nextEvent = (): number => {
  events += 1;
  return events;
};
const due = (subscription: string, channel: Channel, target: string, now: Instant) => ({
  ...{ id: randomUUID(), event: nextEvent(), kind: 'call.logged', territory: 'NORTH', call: 'C-1' },
  ...{ subscription, channel, target, payload: { subject: 'x', text: 'y' }, status: 'pending' as const },
  ...{ attempts: 0, nextAt: now, lastError: null, createdAt: now, sentAt: null },
});
const many = (count: number, ...of: Parameters<typeof due>) => Array.from({ length: count }, () => due(...of));
const all = (subscription: string) =>
  listDeliveries(process.store.em(), { subscription }, { limit: 1000, after: null });

describe('one dead receiver', () => {
  it('holds up neither e-mail nor other receivers, and is let go at once when the process stops', async () => {
    const { office } = process.running;
    await addDeliveries(process.store.em(), [
      ...many(40, 'silent', 'webhook', silentUrl(), instant(NOW - MINUTE)),
      ...many(20, 'good', 'webhook', good.url, NOW),
      ...many(3, 'letters', 'email', 'ann@example.org', NOW),
    ]);
    const stop = new AbortController();
    const webhooks = deliverWebhooks(office, stop.signal);
    expect(await deliverMail(office, NEVER)).toBe(3);
    for (const until = Date.now() + 8000; good.received.length < 20 && Date.now() < until; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(good.received).toHaveLength(20);
    // A few of one host at a time.
    expect((await all('silent')).filter(({ attempts }) => attempts > 0)).toHaveLength(4);
    const began = performance.now();
    stop.abort();
    await webhooks;
    expect(performance.now() - began).toBeLessThan(3000);
    const left = await all('silent');
    expect(left.filter(({ status, attempts }) => status === 'pending' && attempts === 0)).toHaveLength(40);
  });

  it('is left alone once it has not answered five times, and /health says so until it does', async () => {
    const { office } = process.running;
    await process.store.em().execute('delete from deliveries');
    silent.close();
    for (const socket of sockets) socket.destroy();
    await addDeliveries(process.store.em(), many(40, 'silent', 'webhook', silentUrl(), NOW));
    await deliverWebhooks(office, NEVER);
    const tried = (await all('silent')).filter(({ attempts }) => attempts > 0);
    expect(tried.length).toBeGreaterThanOrEqual(5);
    expect(tried.length).toBeLessThanOrEqual(8);
    const alerts = async () => (await get(process, '/health')).json().alerts.map(({ code }: { code: string }) => code);
    expect(await alerts()).toEqual(['webhook-unreachable']);

    const back = createHttp((_request, reply) => reply.end());
    await once(back.listen(silentPort, '127.0.0.1'), 'listening');
    process.now = instant(NOW + MINUTE);
    await deliverWebhooks(office, NEVER);
    expect(await alerts()).toEqual([]);
    expect((await all('silent')).every(({ status }) => status === 'sent')).toBe(true);
    back.close();
  });
});

describe('a circuit', () => {
  it('opens at the fifth failure in a row, for twice as long each time, and closes with an answer', () => {
    const circuits = createCircuits();
    const fail = (at: number) => circuits.failed('a', instant(at));
    expect([fail(0), fail(1), fail(2), fail(3)]).toEqual([null, null, null, null]);
    expect(circuits.open(instant(4))).toEqual([]);
    expect(fail(4)).toBe(15_004);
    expect(circuits.open(instant(15_003))).toEqual(['a']);
    expect(circuits.open(instant(15_004))).toEqual([]);
    // One that was under way when it opened changes nothing.
    expect(fail(10)).toBeNull();
    expect(fail(15_004)).toBe(45_004);
    expect(circuits.answered('a')).toBe(true);
    expect(circuits.open(instant(45_000))).toEqual([]);
    expect(fail(45_000)).toBeNull();
  });

  it('is a host’s and port’s', () => {
    expect(hostOf('https://u:p@Example.org:8443/a?b=https://c')).toBe('Example.org:8443');
    expect(hostOf('http://example.org')).toBe('example.org');
  });
});

it('told to end with webhooks due to a host that does not answer, a server takes no more calls and is gone in ten seconds', async () => {
  const own = await testDatabase();
  const store = await openStore({ databaseUrl: own.url, dataFolder: '', migrate: false });
  const server = await startServer({ DATABASE_URL: own.url, TURNOUT_WEBHOOK_PRIVATE: 'on' });
  const hung = createServer(() => {}).listen(0, '127.0.0.1');
  await once(hung, 'listening');
  const target = `http://127.0.0.1:${(hung.address() as AddressInfo).port}/hook`;
  const payload = { who: 'Ann', channel: 'webhook', url: target, events: ['call.logged'] };
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(`${server.address}/subscriptions/silent`, {
    ...{ method: 'PUT', headers, body: JSON.stringify(payload) },
  });
  expect(made.ok).toBe(true);
  await addDeliveries(store.em(), many(400, 'silent', 'webhook', target, instant(Date.now())));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const began = performance.now();
  const gone = once(server.child, 'exit');
  server.child.kill('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await expect(
    fetch(`${server.address}/calls`, { method: 'POST', headers, body: '{}' }).then(({ status }) => status),
  ).rejects.toThrow();
  expect(await gone).toEqual([0, null]);
  expect(performance.now() - began).toBeLessThan(10_000);
  hung.close();
  await store.close();
  await own.drop();
});
