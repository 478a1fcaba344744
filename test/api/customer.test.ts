import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instant, MINUTE } from '#engine';
import { linkSchema, similarSchema } from '../../api/features/notifications/schema.ts';
import { createLimiter } from '../../api/platform/http/limiter.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

const HTML = { accept: 'text/html' };
const JSON_ = { accept: 'application/json' };
/** Each test has its own minute of the limits, and no open call. */
let day = 0;
beforeEach(async () => {
  day += 1;
  process().now = instant(NOW + day * 7 * 24 * 60 * MINUTE);
  for (const { number } of (await get(process(), '/calls?status=active&limit=100')).json().calls) {
    await act(number, 'cancel', { why: 'the test is over' });
  }
});
const act = (number: string, kind: string, body: object = {}) =>
  post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body });
const linked = async (number: string): Promise<string> => (await act(number, 'link')).json().path;
const form = (path: string, fields: Record<string, string>) =>
  process().app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...HTML },
  });
async function fixed(device: string, territory: string, resolution: string): Promise<string> {
  const number = await logged(process(), device);
  await planned(process(), territory, number);
  await act(number, 'arrive');
  await act(number, 'fix', { resolution });
  return number;
}

describe('a customer’s link', () => {
  it('is one for each call, unguessable, and revoked for good', async () => {
    const number = await logged(process(), 'LIFT-1');
    expect((await get(process(), `/calls/${number}/link`)).json().code).toBe('link-not-found');
    const made = await act(number, 'link');
    linkSchema.parse(made.json());
    expect([made.statusCode, made.json().path]).toEqual([201, expect.stringMatching(/^\/my\/[\w-]{43}$/)]);
    const again = await act(number, 'link');
    expect([again.statusCode, again.json().path]).toEqual([200, made.json().path]);
    expect((await get(process(), made.json().path, HTML)).statusCode).toBe(200);

    const revoked = await act(number, 'link/revoke', { why: 'sent to the wrong person' });
    expect([revoked.statusCode, revoked.json().path]).toEqual([200, null]);
    expect((await get(process(), made.json().path, JSON_)).statusCode).toBe(404);
    expect((await act(number, 'link/revoke')).statusCode).toBe(404);
    const other = await linked(number);
    expect(other).not.toBe(made.json().path);
    expect((await get(process(), other, JSON_)).json().number).toBe(number);
    // The secret is in no journal.
    const { journal } = (await get(process(), `/calls/${number}`)).json();
    expect(journal.map(({ kind }: { kind: string }) => kind)).toEqual([
      'logged',
      'link-made',
      'link-revoked',
      'link-made',
    ]);
    expect(JSON.stringify(journal)).not.toContain(other.slice(4));
  });

  it('a token that opens nothing is a page of its own, and trying many is stopped', async () => {
    const missed = await get(process(), `/my/${'x'.repeat(43)}`, HTML);
    expect([missed.statusCode, missed.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(missed.body).toContain('opens nothing');
    let status = 404;
    let tries = 0;
    for (; status === 404 && tries < 100; tries += 1) {
      status = (await get(process(), `/my/${tries}`, JSON_)).statusCode;
    }
    expect([status, tries < 30]).toEqual([429, true]);
  });
});

describe('the customer’s page', () => {
  it('shows status, promised times, who comes and when, and comments for the customer; nothing else', async () => {
    const body = {
      device: 'LIFT-1',
      contact: 'Ann, secret phone 555',
      description: 'Stuck <script>alert(1)</script> & dark',
    };
    const { number } = (await post(process(), '/calls', body)).json();
    await planned(process(), 'NORTH', number);
    await act(number, 'comments', { text: 'a difficult customer' });
    await act(number, 'comments', { text: 'We bring a new belt', audience: 'customer' });
    const path = await linked(number);
    const page = await get(process(), path, HTML);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(`Your call ${number}`);
    expect(page.body).toContain('A technician is planned.');
    expect(page.body).toContain('We bring a new belt');
    expect(page.body).toContain('North Station');
    expect(page.body).toMatch(/Promised arrival<\/dt><dd><time datetime="2026-06-\d\dT11:00:00Z">Mon \d+ Jun 11:00/);
    expect(page.body).toMatch(/Who comes<\/dt><dd>(Ann|Bob), planned for/);
    expect(page.body).not.toContain('difficult');
    expect(page.body).not.toContain('secret phone');
    expect(page.body).not.toContain('<script');
    expect(page.body).toContain('&lt;script&gt;');
    // Nothing from elsewhere, no script, and the address is told to nobody.
    expect(page.body).not.toMatch(/(?:src|href)=/);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['cache-control']).toBe('no-store');

    const view = (await get(process(), path, JSON_)).json();
    expect(view).toMatchObject({ number, status: 'allocated', can_reopen: false, fixed_at: null });
    expect(view.comments).toEqual([{ at: expect.any(String), from: 'us', text: 'We bring a new belt' }]);
    expect(Object.keys(view)).not.toContain('contact');
  });

  it('takes a comment by a form, once however often it is sent, and not too many', async () => {
    const number = await logged(process(), 'LIFT-2');
    const path = await linked(number);
    const key = /name="key" value="([^"]+)"/.exec((await get(process(), path, HTML)).body)?.[1] ?? '';
    const sent = await form(`${path}/comment`, { text: ' Please ring twice ', key });
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${path}?done=comment`]);
    await form(`${path}/comment`, { text: ' Please ring twice ', key });
    const after = await get(process(), String(sent.headers.location), HTML);
    expect(after.body).toContain('Thank you');
    const { comments } = (await get(process(), `/calls/${number}`)).json();
    expect(comments).toMatchObject([{ who: 'customer', text: 'Please ring twice', audience: 'customer' }]);

    for (let k = 0; k < 4; k += 1) {
      expect((await post(process(), `${path}/comment`, { text: `more ${k}` }, JSON_)).statusCode).toBe(200);
    }
    const much = await post(process(), `${path}/comment`, { text: 'and more' }, JSON_);
    expect([much.statusCode, much.json().code, Number(much.headers['retry-after'])]).toEqual([
      429,
      'too-many-requests',
      600,
    ]);
    expect((await form(`${path}/comment`, { text: 'and more' })).body).toContain('try again in');
    process().now = instant(process().now + 10 * MINUTE);
    expect((await form(`${path}/comment`, { text: 'still there?' })).statusCode).toBe(303);
    expect((await form(`${path}/comment`, { text: '  ' })).statusCode).toBe(400);
    expect((await form(`${path}/comment`, { text: 'x', who: 'the boss' })).statusCode).toBe(400);
  });

  it('reopens a fixed call, by the contract’s rule: itself, or a new one with a link of its own', async () => {
    const number = await fixed('LIFT-2', 'NORTH', 'Reset');
    const path = await linked(number);
    const page = (await get(process(), path, HTML)).body;
    expect(page).toContain('Not fixed after all?');
    expect(page).toContain('Reset');
    const again = await form(`${path}/reopen`, { text: 'stuck again' });
    expect([again.statusCode, again.headers.location]).toEqual([303, `${path}?done=reopen`]);
    expect((await get(process(), `/calls/${number}`)).json()).toMatchObject({ fixed_at: null });
    expect((await form(`${path}/reopen`, { text: 'stuck again' })).statusCode).toBe(409);

    const other = await fixed('LIFT-3', 'NORTH', 'Reset');
    const otherPath = await linked(other);
    const renewed = await post(process(), `${otherPath}/reopen`, { text: 'stuck again' }, JSON_);
    expect(renewed.json().path).not.toBe(otherPath);
    const view = (await get(process(), renewed.json().path, JSON_)).json();
    expect(view.number).not.toBe(other);
    expect((await post(process(), `${otherPath}/reopen`, { text: 'again' }, JSON_)).json().code).toBe(
      'already-reopened',
    );
  });

  it('of a failure reported twice, says who comes for the first report', async () => {
    const first = await logged(process(), 'LIFT-1');
    const second = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', second);
    const view = (await get(process(), await linked(second), JSON_)).json();
    expect(view).toMatchObject({ number: second, status: 'allocated', comes: { name: expect.any(String) } });
    await act(first, 'cancel', { why: 'x' });
  });
});

describe('similar past calls', () => {
  it('by device and by words, with what fixed them; the likest first', async () => {
    const log = async (device: string, territory: string, description: string, resolution: string): Promise<string> => {
      const { number } = (await post(process(), '/calls', { device, contact: 'Ann', description })).json();
      await planned(process(), territory, number);
      await act(number, 'arrive');
      await act(number, 'fix', { resolution });
      return number;
    };
    const doors = await log('LIFT-2', 'NORTH', 'Doors are closing and opening all the time', 'Light curtain cleaned');
    const noise = await log('LIFT-1', 'NORTH', 'Grinding noise from the motor', 'Bearing greased');
    const moving = await log('ESC-1', 'SOUTH', 'The door of the cupboard at the escalator hangs', 'Hinge tightened');
    await logged(process(), 'LIFT-4');

    const find = async (query: string) => {
      const reply = (await get(process(), `/calls/similar?${query}`)).json();
      similarSchema.parse(reply);
      return reply.calls;
    };
    // The stem of the word counts: a door that will not close.
    const [best, next] = await find('device=LIFT-1&description=door%20will%20not%20close');
    expect(best).toMatchObject({ number: doors, same: 'model', resolution: 'Light curtain cleaned' });
    expect(next).toMatchObject({ number: noise, same: 'device' });
    const anywhere = (await find("description=door's%20%5C%20%7C%20!%26%3A*&limit=10")).map(
      ({ number }: { number: string }) => number,
    );
    expect(anywhere).toEqual(expect.arrayContaining([doors, moving]));
    expect(await find('description=zeppelin')).toEqual([]);
    expect((await get(process(), '/calls/similar')).json().code).toBe('missing-field');
    expect((await get(process(), '/calls/similar?device=LIFT-1&limit=0')).statusCode).toBe(400);
  });
});

it('a server without a mail server, and with webhooks to the internet alone, says so', async () => {
  const put = async (body: object) =>
    (
      await process().app.inject({
        method: 'PUT',
        url: '/subscriptions/x',
        payload: { who: 'Ann', events: ['call.logged'], ...body },
      })
    ).json().code;
  expect(await put({ channel: 'email', addresses: ['a@example.org'] })).toBe('mail-not-set-up');
  expect(await put({ channel: 'webhook', url: 'https://169.254.169.254/latest' })).toBe('webhook-url-refused');
  expect(await put({ channel: 'webhook', url: 'http://example.org/' })).toBe('webhook-url-refused');
  const gone = await process().app.inject({ method: 'DELETE', url: '/subscriptions/x' });
  expect([gone.statusCode, gone.json().code]).toEqual([404, 'subscription-not-found']);
});

describe('the limiter', () => {
  it('lets so many through a window, then says how long to wait; keys do not pile up', () => {
    const limiter = createLimiter(2, 1_000);
    expect([limiter.take('a', 0), limiter.take('a', 10), limiter.take('a', 20), limiter.take('b', 20)]).toEqual([
      0, 0, 1, 0,
    ]);
    expect(limiter.take('a', 1_000)).toBe(0);
  });
});
