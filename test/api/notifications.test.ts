import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instant, MINUTE, SECOND } from '#engine';
import { createEscalationWatch } from '../../api/features/escalation/escalation-watch.ts';
import { BACKOFF, deliver } from '../../api/features/notifications/deliver.ts';
import { dispatch } from '../../api/features/notifications/dispatch.ts';
import { deliveriesSchema, subscriptionsSchema, withSecretSchema } from '../../api/features/notifications/schema.ts';
import { signature } from '../../api/features/notifications/webhook.ts';
import { takeDue } from '../../api/store/index.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from '../support/receivers.ts';
import { startProcess, type TestProcess } from '../support/test-app.ts';
import { type TestDatabase, testDatabase } from '../support/test-database.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

let database: TestDatabase;
let mail: MailServer;
let hook: Receiver;
const processes: TestProcess[] = [];
const process = (): TestProcess => processes[0]!;
const RULES = 'contract,clock,at,raise_to,notify\nMAIN,respond,50,high,boss@example.org\n';

beforeAll(async () => {
  database = await testDatabase();
  mail = await startMailServer();
  hook = await startReceiver();
  const outside = {
    mail: { url: mail.url, from: 'Lifts <lifts@example.org>' },
    webhookPrivate: true,
    publicUrl: 'https://calls.example.org',
  };
  for (let k = 0; k < 2; k += 1) processes.push(await startProcess(database.url, { now: NOW, outside }));
  await importTown(process(), { ...TOWN, 'escalations.csv': RULES });
});
afterAll(async () => {
  for (const each of processes) await each.close();
  await hook.close();
  await mail.close();
  await database.drop();
});
/** Each test is on a Monday morning of its own, later than any other was at its end, with everybody at work and no call open. */
let week = 0;
beforeEach(async () => {
  week += 1;
  for (const each of processes) each.now = instant(NOW + week * 70 * 24 * 60 * MINUTE);
  for (const { number } of (await get(process(), '/calls?status=active&limit=100')).json().calls) {
    await act(number, 'cancel', { why: 'the test is over' });
  }
  await tellAll();
  const { subscriptions } = (await get(process(), '/subscriptions')).json();
  for (const { code } of subscriptions) await remove(code);
  hook.received.length = 0;
  hook.answer = 200;
  mail.letters.length = 0;
});

const later = (milliseconds: number): void => {
  for (const each of processes) each.now = instant(each.now + milliseconds);
};
/** As every process does by itself, side by side. */
const tellAll = async (): Promise<void> => {
  const offices = processes.map(({ running }) => running.office);
  await Promise.all(offices.map((office) => dispatch(office)));
  await Promise.all(offices.map((office) => deliver(office)));
};
const put = async (code: string, body: object) => {
  const url = `/subscriptions/${code}`;
  const reply = await process().app.inject({ method: 'PUT', url, payload: { who: 'Ann', ...body } });
  return { status: reply.statusCode, body: reply.json() };
};
const remove = (code: string) => process().app.inject({ method: 'DELETE', url: `/subscriptions/${code}` });
const webhook = (events: string[], more: object = {}) => ({ channel: 'webhook', url: hook.url, events, ...more });
const act = (number: string, kind: string, body: object = {}) =>
  post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body });
const deliveries = async (query = '') => {
  const reply = (await get(process(), `/deliveries${query}`)).json();
  deliveriesSchema.parse(reply);
  return reply.deliveries;
};

describe('webhooks', () => {
  it('are told of events, signed; the secret is shown once', async () => {
    const made = await put('board', webhook(['call.logged', 'call.cancelled']));
    withSecretSchema.parse(made.body);
    expect([made.status, made.body.secret.startsWith('whsec_')]).toEqual([201, true]);
    const again = await put('board', webhook(['call.logged', 'call.cancelled']));
    expect([again.status, again.body.secret]).toEqual([200, undefined]);
    const listed = await get(process(), '/subscriptions');
    subscriptionsSchema.parse(listed.json());
    expect(listed.body).not.toContain(made.body.secret.slice(6));

    const number = await logged(process(), 'LIFT-1');
    await tellAll();
    await tellAll();
    expect(hook.received).toHaveLength(1);
    const [{ headers, body }] = hook.received as [(typeof hook.received)[0]];
    const id = String(headers['webhook-id']);
    const timestamp = Number(headers['webhook-timestamp']);
    expect(headers['webhook-signature']).toBe(signature(made.body.secret, id, timestamp, body));
    expect(signature(made.body.secret, id, timestamp, `${body} `)).not.toBe(headers['webhook-signature']);
    expect(timestamp).toBe(process().now / SECOND);
    expect(JSON.parse(body)).toMatchObject({
      type: 'call.logged',
      data: {
        call: { number, device: 'LIFT-1', status: 'open', respond_by: '2026-08-10T11:00:00Z' },
        who: 'Ann at the desk',
      },
    });
    await act(number, 'cancel', { why: 'free again' });
    await tellAll();
    expect(JSON.parse(hook.received[1]!.body)).toMatchObject({
      type: 'call.cancelled',
      data: { why: 'free again' },
    });
  });

  it('are taken away with what was still to be sent', async () => {
    await put('board', webhook(['call.logged']));
    hook.answer = 500;
    await logged(process(), 'LIFT-4');
    await tellAll();
    const gone = await remove('board');
    expect([gone.statusCode, gone.body]).toEqual([204, '']);
    hook.answer = 200;
    later(BACKOFF[0]!);
    await tellAll();
    expect(hook.received).toHaveLength(1);
    expect((await remove('board')).statusCode).toBe(404);
  });

  it('sign with both secrets for a day after a change', async () => {
    const first = (await put('board', webhook(['call.logged']))).body.secret;
    const second = (await post(process(), '/subscriptions/board/secret', {})).json().secret;
    expect(second).not.toBe(first);
    await act(await logged(process(), 'LIFT-1'), 'cancel', { why: 'x' });
    await tellAll();
    const { headers, body } = hook.received[0]!;
    const sign = (secret: string) =>
      signature(secret, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body);
    expect(headers['webhook-signature']).toBe(`${sign(second)} ${sign(first)}`);
    later(25 * 60 * MINUTE);
    await act(await logged(process(), 'LIFT-1'), 'cancel', { why: 'x' });
    await tellAll();
    expect(String(hook.received[1]!.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('are tried again with growing waits, with one id, then dead until sent again', async () => {
    await put('board', webhook(['call.logged']));
    hook.answer = 500;
    const number = await logged(process(), 'LIFT-1');
    await tellAll();
    for (const wait of BACKOFF) {
      later(wait - 1);
      await tellAll();
      const before = hook.received.length;
      later(1);
      await tellAll();
      expect(hook.received.length).toBe(before + 1);
    }
    later(1_000 * 60 * MINUTE);
    await tellAll();
    expect(hook.received).toHaveLength(BACKOFF.length + 1);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [dead] = await deliveries(`?status=dead&call=${number}`);
    expect(dead).toMatchObject({ attempts: 9, last_error: 'The receiver answered 500.', subscription: 'board' });

    hook.answer = 204;
    expect((await post(process(), `/deliveries/${dead.id}/resend`, {})).json()).toMatchObject({ status: 'pending' });
    await tellAll();
    expect((await deliveries(`?call=${number}`))[0]).toMatchObject({ status: 'sent', last_error: null });
    expect((await post(process(), `/deliveries/${dead.id}/resend`, {})).json().code).toBe('delivery-not-dead');
    expect((await post(process(), '/deliveries/00000000-0000-0000-0000-000000000000/resend', {})).statusCode).toBe(404);
    await act(number, 'cancel', { why: 'x' });
  });

  it('a broken connection or a redirect is no receipt; 410 is the last word', async () => {
    await put('board', webhook(['call.logged']));
    hook.answer = 302;
    const number = await logged(process(), 'LIFT-1');
    await tellAll();
    expect((await deliveries(`?call=${number}`))[0]).toMatchObject({
      status: 'pending',
      last_error: 'The receiver answered 302.',
    });
    hook.answer = 0;
    later(BACKOFF[0]!);
    await tellAll();
    expect((await deliveries(`?call=${number}`))[0].last_error).toMatch(/can’t be reached/);
    hook.answer = 410;
    later(BACKOFF[1]!);
    await tellAll();
    expect((await deliveries(`?call=${number}`))[0]).toMatchObject({ status: 'dead', attempts: 3 });
    expect((await post(process(), '/deliveries/resend', { subscription: 'board' })).json()).toEqual({ resent: 1 });
    hook.answer = 200;
    await tellAll();
    await act(number, 'cancel', { why: 'x' });
  });

  it('one whose receiver answers 410 Gone is switched off, and /health says so until it is set up again', async () => {
    // At the process that has found it, whichever that was.
    const alerts = async () => {
      const told = await Promise.all(processes.map(async (each) => (await get(each, '/health')).json().alerts));
      return told.flat().filter(({ code }: { code: string }) => code === 'webhook-gone');
    };
    const active = async () =>
      (await get(process(), '/subscriptions'))
        .json()
        .subscriptions.find(({ code }: { code: string }) => code === 'board').active;
    await put('board', webhook(['call.logged']));
    hook.answer = 410;
    const number = await logged(process(), 'LIFT-1');
    await tellAll();
    expect(await active()).toBe(false);
    // The other process may tell of it too, where it had found the same earlier.
    const told = await alerts();
    expect(told.length).toBeGreaterThan(0);
    for (const { text } of told) expect(text).toContain('board');
    hook.answer = 200;
    await act(number, 'cancel', { why: 'x' });
    const unheard = await logged(process(), 'LIFT-2');
    await tellAll();
    expect(
      (await deliveries(`?call=${unheard}`)).filter(
        ({ subscription }: { subscription: string }) => subscription === 'board',
      ),
    ).toEqual([]);
    await put('board', webhook(['call.logged']));
    expect([await active(), await alerts()]).toEqual([true, []]);
    await act(unheard, 'cancel', { why: 'x' });
  });

  it('what was still to be sent to a receiver that is gone is not: it is dead, and can be sent again', async () => {
    await put('lobby', webhook(['call.logged']));
    hook.answer = 500;
    const waiting = await logged(process(), 'LIFT-1');
    await tellAll();
    hook.answer = 410;
    const last = await logged(process(), 'LIFT-2');
    await tellAll();
    hook.received.length = 0;
    later(BACKOFF[0]!);
    await tellAll();
    expect(hook.received).toEqual([]);
    const dead = { status: 'dead', last_error: 'The receiver answered 410: it wants no more.' };
    expect(await deliveries(`?call=${waiting}`)).toMatchObject([{ ...dead, attempts: 1 }]);
    expect(await deliveries(`?call=${last}`)).toMatchObject([dead]);
    hook.answer = 200;
    expect((await post(process(), '/deliveries/resend', { subscription: 'lobby' })).json()).toEqual({ resent: 2 });
    await tellAll();
    expect(hook.received).toHaveLength(2);
  });

  it('are told of the calls of their contract, customer or territory alone', async () => {
    await put('north', webhook(['call.logged'], { territory: 'NORTH' }));
    await put('again', webhook(['call.logged'], { contract: 'AGAIN', url: `${hook.url}?again` }));
    const number = await logged(process(), 'LIFT-4');
    await tellAll();
    expect(
      (await deliveries(`?call=${number}`)).map(({ subscription }: { subscription: string }) => subscription),
    ).toEqual(['again']);
    await act(number, 'cancel', { why: 'x' });
    const wrong = await put('x', webhook(['call.logged'], { contract: 'NOPE', customer: 'NOPE', territory: 'NOPE' }));
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'contract',
      'customer',
      'territory',
    ]);
  });

  it('none is lost and none sent twice: many events, two processes that tell, one of them again and again', async () => {
    await put('board', webhook(['call.logged']));
    const numbers = await Promise.all(Array.from({ length: 30 }, () => logged(process(), 'LIFT-4')));
    await Promise.all([tellAll(), tellAll(), tellAll()]);
    await tellAll();
    const told = hook.received.map(({ body }) => JSON.parse(body).data.call.number);
    expect(told.toSorted()).toEqual(numbers.toSorted());
    for (const number of numbers) await act(number, 'cancel', { why: 'x' });
  });

  it('what a process took and did not end is sent by another, a minute later, under the same id', async () => {
    await put('board', webhook(['call.logged']));
    const number = await logged(process(), 'LIFT-4');
    await dispatch(process().running.office);
    const [taken] = await takeDue(process().store.em(), process().now, MINUTE, { channel: 'webhook', most: 10 });
    // The process that took it is gone here.
    later(MINUTE - 1);
    await tellAll();
    expect(hook.received).toEqual([]);
    later(1);
    await tellAll();
    expect(hook.received.map(({ headers }) => headers['webhook-id'])).toEqual([taken?.id]);
    expect((await deliveries(`?call=${number}`))[0]).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('a change that is refused tells nobody', async () => {
    await put('board', webhook(['call.fixed', 'call.closed']));
    const number = await logged(process(), 'LIFT-4');
    expect((await act(number, 'close')).statusCode).toBe(409);
    await act(number, 'cancel', { why: 'x' });
    await tellAll();
    expect(hook.received).toEqual([]);
  });
});

describe('e-mail', () => {
  it('confirms a call with its number to its contact and others, by template', async () => {
    const templates = {
      'call.logged': {
        subject: 'Ihr Auftrag {{ number }}',
        text: 'Störung: {{description}} – {{site}}, bis {{fix_by}}',
      },
    };
    const made = await put('mail', {
      channel: 'email',
      events: ['call.logged', 'call.fixed'],
      addresses: ['desk@example.org'],
      to_contact: true,
      templates,
    });
    expect(made.status).toBe(201);
    const body = {
      device: 'LIFT-1',
      contact: 'Eve Adams <Eve@Example.org>, 555 0100',
      description: '{{number}} stuck',
    };
    const { number } = (await post(process(), '/calls', body)).json();
    await tellAll();
    await tellAll();
    expect(mail.letters.flatMap(({ to }) => to).toSorted()).toEqual(['desk@example.org', 'eve@example.org']);
    const { message, from } = mail.letters[0]!;
    expect(from).toBe('lifts@example.org');
    expect(message).toContain(`Subject: Ihr Auftrag ${number}`);
    // A placeholder that a customer types is text as any other.
    const text = Buffer.from(
      message
        .split('\r\n\r\n')[1]!
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString('utf8');
    expect(text).toContain('Störung: {{number}} stuck – North Station, bis ');
    await planned(process(), 'NORTH', number);
    await act(number, 'arrive');
    await act(number, 'fix', { resolution: 'Fuse replaced' });
    await tellAll();
    expect(mail.letters.at(-1)!.message).toContain('Fuse replaced');
    // The link in the usual text leads to the customer's page.
    expect(mail.letters.at(-1)!.message.replaceAll('=\r\n', '')).toMatch(
      /https:\/\/calls\.example\.org\/my\/[\w-]{43}/,
    );
  });

  it('a server out of order is tried again, an address that it refuses is not', async () => {
    await put('mail', {
      channel: 'email',
      events: ['call.logged'],
      addresses: ['gone@example.org', 'here@example.org'],
    });
    mail.refused.add('gone@example.org');
    mail.busy = true;
    const number = await logged(process(), 'LIFT-4');
    await tellAll();
    mail.busy = false;
    const found = await deliveries(`?call=${number}`);
    const byTarget = Object.fromEntries(found.map((each: { target: string }) => [each.target, each]));
    expect(byTarget['gone@example.org']).toMatchObject({ status: 'dead', last_error: 'The mail server answered 550.' });
    expect(byTarget['here@example.org']).toMatchObject({ status: 'pending' });
    later(BACKOFF[0]!);
    await tellAll();
    expect(mail.letters.map(({ to }) => to)).toEqual([['here@example.org']]);
    await act(number, 'cancel', { why: 'x' });
  });

  it('unknown placeholders, and nobody to write to, are refused', async () => {
    const templates = { 'call.logged': { subject: '{{nubmer}}', text: 'x {{ secret }}' } };
    const wrong = await put('mail', {
      channel: 'email',
      events: ['call.logged'],
      addresses: ['a@example.org'],
      templates,
    });
    expect([
      wrong.status,
      wrong.body.errors.map(({ code, field }: { code: string; field: string }) => [code, field]),
    ]).toEqual([
      422,
      [
        ['unknown-placeholder', 'templates.call.logged.subject'],
        ['unknown-placeholder', 'templates.call.logged.text'],
      ],
    ]);
    expect((await put('mail', { channel: 'email', events: ['call.logged'] })).status).toBe(400);
    const listed = (await get(process(), '/notifications/templates')).json();
    expect(listed.placeholders).toHaveProperty('respond_by');
    expect(listed.templates['call.delayed'].text).toContain('{{start}}');
  });

  it('an escalation writes to whom the contract’s rule names, once, with no subscription at all', async () => {
    const number = await logged(process(), 'LIFT-1');
    later(60 * MINUTE);
    const watches = processes.map(({ running }) => createEscalationWatch(running.office));
    await Promise.all(watches.map((each) => each.look()));
    await tellAll();
    expect(mail.letters.map(({ to }) => to)).toEqual([['boss@example.org']]);
    expect(mail.letters[0]!.message).toContain(`Subject: Call ${number}: 50 % of the respond target is used`);
    await act(number, 'cancel', { why: 'x' });
  });
});

describe('plans', () => {
  it('tell who comes when, then only news: a delay of a quarter of an hour or more, another technician', async () => {
    const afternoon = (hour: number): string => `${new Date(process().now).toISOString().slice(0, 10)}T${hour}:00:00Z`;
    await put('board', webhook(['call.allocated', 'call.delayed']));
    const number = await logged(process(), 'LIFT-4');
    const heard = async (count: number) => {
      for (let attempt = 0; attempt < 200 && hook.received.length < count; attempt += 1) {
        await tellAll();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return hook.received
        .map(({ body }) => JSON.parse(body))
        .map(({ type, data }) => [type, data.call.number, data.details.resource]);
    };
    expect(await heard(1)).toEqual([['call.allocated', number, 'CAT']]);
    const start = JSON.parse(hook.received[0]!.body).data.details.start;

    later(10 * MINUTE);
    await act(number, 'appoint', { earliest: afternoon(13), latest: afternoon(14) });
    expect(await heard(2)).toEqual([
      ['call.allocated', number, 'CAT'],
      ['call.delayed', number, 'CAT'],
    ]);
    const delayed = JSON.parse(hook.received[1]!.body).data.details;
    expect(delayed.former_start).toBe(start);
    expect(Date.parse(delayed.start)).toBeGreaterThanOrEqual(Date.parse(afternoon(13)));
    // Planned again as it was: no news.
    await act(number, 'comments', { text: 'hm' });
    await planned(process(), 'SOUTH', number);
    await tellAll();
    expect(hook.received).toHaveLength(2);
    await act(number, 'cancel', { why: 'x' });
  });
});
