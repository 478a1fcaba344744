import { beforeAll, describe, expect, it } from 'vitest';
import { instant } from '#engine';
import { createFirstRun } from '../../api/features/identity/first-run.ts';
import { verifyAudit } from '../../api/features/identity/index.ts';
import { accessOf, ROUTE_ACCESS } from '../../api/features/identity/route-access.ts';
import { nameFor } from '../../api/features/identity/who.ts';
import { ACCESS, keyOf } from '../support/identity.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { importTown, NOW, TOWN } from './town.ts';

const FIRST_RUN = createFirstRun(NOW);
const process = useTestProcesses(1, { now: NOW, workers: 0, access: { ...ACCESS, firstRun: FIRST_RUN } });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PASSWORD = 'correct horse battery';
const cookieOf = (response: { headers: Record<string, unknown> }): string =>
  String([response.headers['set-cookie']].flat()[0]).split(';')[0]!;

beforeAll(async () => {
  await importTown(process(), TOWN, 'replace', await keyOf(process(), 'administrator'));
});

describe('the first administrator', () => {
  it('is named once, by the link that the server printed', async () => {
    const { app } = process();
    const page = await app.inject(`/login?first=${FIRST_RUN.token}`);
    expect(page.body).toContain('First administrator');
    const send = (token: string) =>
      app.inject({
        method: 'POST',
        url: '/login/first',
        headers: FORM,
        payload: new URLSearchParams({ token, name: 'Ada', email: 'ada@example.org', password: PASSWORD }).toString(),
      });
    expect((await send('guessed')).statusCode).toBe(403);
    const made = await send(FIRST_RUN.token);
    expect(made.statusCode).toBe(303);
    const me = await app.inject({ url: '/me', headers: { cookie: cookieOf(made) } });
    expect(me.json()).toMatchObject({ name: 'Ada', grants: [{ role: 'administrator' }] });
    expect((await send(FIRST_RUN.token)).statusCode).toBe(403);
  });
});

describe('logging in', () => {
  it('by password gives a new session, which ends at logout', async () => {
    const { app } = process();
    const login = await app.inject({
      ...{ method: 'POST', url: '/login', headers: FORM },
      payload: new URLSearchParams({ email: 'ADA@example.org', password: PASSWORD }).toString(),
    });
    expect(login.statusCode).toBe(303);
    const cookie = cookieOf(login);
    expect(String(login.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await app.inject({ url: '/queue', headers: { cookie } })).statusCode).toBe(200);
    await app.inject({ method: 'POST', url: '/logout', headers: { cookie } });
    expect((await app.inject({ url: '/queue', headers: { cookie } })).statusCode).toBe(401);
  });

  it('with a wrong password or an unknown address says the same', async () => {
    const { app } = process();
    const attempt = (email: string) =>
      app.inject({
        ...{ method: 'POST', url: '/login', headers: FORM },
        payload: new URLSearchParams({ email, password: 'wrong wrong wrong' }).toString(),
      });
    const [wrong, unknown] = [await attempt('ada@example.org'), await attempt('nobody@example.org')];
    expect(wrong.statusCode).toBe(401);
    expect(wrong.body).toBe(unknown.body);
  });

  it('is throttled for one account', async () => {
    const { app } = process();
    let last = '';
    for (let k = 0; k < 12; k += 1)
      last = (
        await app.inject({
          ...{ method: 'POST', url: '/login', headers: FORM, remoteAddress: `10.0.0.${k}` },
          payload: new URLSearchParams({ email: 'victim@example.org', password: 'guess' }).toString(),
        })
      ).body;
    expect(last).toContain('Too many attempts');
  });
});

describe('access', () => {
  it('is declared for every route, and no row is for a route that does not exist', async () => {
    const { app } = process();
    await app.ready();
    const paths = (app as unknown as { swagger(): { paths: Record<string, object> } }).swagger().paths;
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1')] as const),
    );
    expect(routes.filter(([method, path]) => accessOf(method, path) === undefined)).toEqual([]);
    const existing = Object.keys(ROUTE_ACCESS).filter((row) => {
      const [method, url] = row.split(' ') as ['GET', string];
      return app.hasRoute({ method, url }) || url === '/reports/:report' || /^\/(login\/oidc|board)/.test(url);
    });
    expect(Object.keys(ROUTE_ACCESS).filter((row) => !existing.includes(row))).toEqual([]);
  });

  it('without a login is refused, a planted Host or Origin too', async () => {
    const { app } = process();
    expect((await app.inject('/queue')).json()).toMatchObject({ code: 'login-required' });
    const planted = await app.inject({ url: '/queue', headers: { host: 'evil.example:4070' } });
    expect([planted.statusCode, planted.json().code]).toEqual([421, 'unknown-host']);
    const key = await keyOf(process(), 'dispatcher');
    const posted = await app.inject({
      ...{ method: 'POST', url: '/calls', payload: { device: 'LIFT-1', contact: 'x', description: 'x' } },
      headers: { ...key, origin: 'http://evil.example' },
    });
    expect([posted.statusCode, posted.json().code]).toEqual([403, 'cross-site-request']);
  });

  it('goes by role and scope; foreign things are not found', async () => {
    const { app } = process();
    const north = await keyOf(process(), 'dispatcher', { kind: 'territory', code: 'NORTH' });
    const status = async (url: string, headers: object) =>
      (await app.inject({ url, headers: { ...headers } })).statusCode;
    const finance = await keyOf(process(), 'finance', { kind: 'contract', code: 'MAIN' });
    expect(await status('/contracts/MAIN/statements', finance)).toBe(200);
    expect(await status('/contracts/NEW/statements', finance)).toBe(404);
    expect(await status('/contracts/NONE/statements', finance)).toBe(404);
    expect(await status('/territories/SOUTH/plan', north)).toBe(404);
    expect(await status('/datasets', north)).toBe(403);
    const log = (device: string) =>
      app.inject({
        ...{ method: 'POST', url: '/calls', headers: north },
        payload: { device, contact: 'x', description: 'x' },
      });
    expect((await log('LIFT-1')).statusCode).toBe(201);
    expect((await log('LIFT-4')).statusCode).toBe(403);
  });

  it('records the login as who did it; for somebody else, both', async () => {
    const { app } = process();
    const key = await keyOf(process(), 'dispatcher');
    const logged = await app.inject({
      ...{ method: 'POST', url: '/calls', headers: key },
      payload: { device: 'ESC-1', contact: 'x', description: 'x', who: 'Somebody typed' },
    });
    const read = await app.inject({ url: `/calls/${logged.json().number}`, headers: key });
    expect(read.json().journal[0].who).toBe('dispatcher everything for Somebody typed');
  });

  it('ends with the key, and with the person', async () => {
    const { app, running } = process();
    const admin = await keyOf(process(), 'administrator');
    const made = await app.inject({
      ...{ method: 'POST', url: '/principals', headers: admin },
      payload: { kind: 'machine', name: 'phones', grants: [{ role: 'call-taker', scope: { kind: 'everything' } }] },
    });
    const { id } = made.json();
    const key = await app.inject({
      ...{ method: 'POST', url: '/api-keys', headers: admin, payload: { principal: id, name: 'phones' } },
    });
    const headers = { authorization: `Bearer ${key.json().secret}` };
    expect((await app.inject({ url: '/calls', headers })).statusCode).toBe(200);
    expect((await app.inject({ method: 'DELETE', url: `/api-keys/${key.json().id}`, headers: admin })).statusCode).toBe(
      204,
    );
    expect((await app.inject({ url: '/calls', headers })).statusCode).toBe(401);
    const listed = await app.inject({ url: '/api-keys', headers: admin });
    expect(listed.body).not.toContain(key.json().secret);
    expect(running.office.clock()).toBe(NOW);
  });
});

describe('an expired key', () => {
  it('is no key', async () => {
    const { app } = process();
    const admin = await keyOf(process(), 'administrator');
    const people = await app.inject({ url: '/principals', headers: admin });
    const payload = { principal: people.json()[0].id, name: 'old', expires_at: new Date(NOW).toISOString() };
    const key = await app.inject({ method: 'POST', url: '/api-keys', headers: admin, payload });
    const headers = { authorization: `Bearer ${key.json().secret}` };
    expect((await app.inject({ url: '/me', headers })).statusCode).toBe(401);
  });
});

describe('the audit log', () => {
  it('holds refusals, logins and changes, and its chain shows a planted change', async () => {
    const { app, store } = process();
    const auditor = await keyOf(process(), 'auditor');
    const read = await app.inject({ url: '/audit?limit=500', headers: auditor });
    const actions = new Set(read.json().entries.map(({ action }: { action: string }) => action));
    expect([...actions]).toEqual(
      expect.arrayContaining(['login:password', 'login-refused', 'access-refused', 'change']),
    );
    const whole = await verifyAudit(store.em());
    expect(whole).toMatchObject({ brokenAt: null });
    await expect(store.em().execute("update audit_log set actor = 'nobody' where id = 2")).rejects.toThrow(
      'append-only',
    );
    await store.em().execute('alter table audit_log disable trigger audit_log_append_only');
    await store.em().execute("update audit_log set actor = 'nobody' where id = 2");
    expect(await verifyAudit(store.em())).toEqual({ entries: 1, brokenAt: 2 });
  });
});

describe('replies', () => {
  it('carry a strict content security policy and stay in no cache', async () => {
    const { app } = process();
    const reply = await app.inject({ url: '/queue', headers: await keyOf(process(), 'dispatcher') });
    expect(reply.headers['content-security-policy']).toContain("script-src 'self'");
    expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.headers['ratelimit-limit']).toBeDefined();
  });
});

describe('the name of a change', () => {
  const actor = { principal: 'p', name: 'Anna Berg', kind: 'person', credential: 'c', grants: [] } as const;
  it('is that of the login, with the other where somebody acts for another', () => {
    expect(nameFor(actor, undefined)).toBe('Anna Berg');
    expect(nameFor(actor, 'Anna Berg')).toBe('Anna Berg');
    expect(nameFor(actor, 'Jo')).toBe('Anna Berg for Jo');
    expect(nameFor(actor, 'x'.repeat(300))).toHaveLength(200);
    expect(instant(NOW)).toBe(NOW);
  });
});
