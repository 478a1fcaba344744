import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { lineField } from '../../platform/http/fields.ts';
import { createLimiter } from '../../platform/http/limiter.ts';
import type { App } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';
import type { AuditWriter } from './audit-writer.ts';
import { demoPeople } from './demo-people.ts';
import { type FirstRun, isFirstRunToken } from './first-run.ts';
import { firstRunPage, loginPage } from './login-pages.ts';
import type { Oidc, OidcAttempt } from './oidc.ts';
import { createPrincipal, isWithoutPeople, personByOidc, personByPassword } from './principals.ts';

declare module 'fastify' {
  interface Session {
    principal?: string;
  }
}

/** Holds what a login at the provider began with, signed, until the way back. */
const ATTEMPT_COOKIE = 'turnout_oidc';
const ATTEMPT_SECONDS = 600;

export interface LoginOptions {
  readonly office: Office;
  readonly audit: AuditWriter;
  readonly oidc: Oidc | null;
  readonly firstRun: FirstRun | null;
  /** Whether "enter as" is offered: demo data, on loopback. */
  readonly demo: boolean;
  /** Address of this server as the provider knows it; null: that of the request. */
  readonly publicUrl: string | null;
}

const MINUTE = 60_000;
/** Attempts to log in within a minute, of one account and of one address. */
const ATTEMPTS = 10;

const passwordBody = z.strictObject({ email: z.string().max(300), password: z.string().max(1000) });
const demoBody = z.strictObject({ principal: z.string().max(100) });
const firstBody = z.strictObject({
  token: z.string().max(200),
  name: lineField(200).trim(),
  email: z.email().max(300),
  password: z.string().max(1000),
});
const firstQuery = z.looseObject({ first: z.string().max(200).optional() });

const html = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').serializer(String).send(text);

/** Logging in: by password, by an identity provider, as somebody of the demo, or as the first administrator. */
export function loginRoutes(app: App, options: LoginOptions): void {
  const { office, audit, oidc, firstRun, demo } = options;
  const attempts = createLimiter(ATTEMPTS, MINUTE);
  const hidden = { hide: true } as const;

  const enter = async (request: FastifyRequest, reply: FastifyReply, principal: string, how: string) => {
    // A new id, so that one planted before the login is worth nothing after it.
    await request.session.regenerate();
    request.session.principal = principal;
    await request.session.save();
    record(request, principal, `login:${how}`);
    await audit.flush();
    return reply.redirect('/', 303);
  };
  const record = (request: FastifyRequest, principal: string | null, action: string): void =>
    audit.add({
      ...{ at: office.clock(), principal, actor: principal ?? '', action, method: request.method },
      ...{ route: request.routeOptions.url ?? null, target: null, status: null, address: request.ip },
    });
  const refused = async (request: FastifyRequest, reply: FastifyReply, message: string): Promise<FastifyReply> => {
    record(request, null, 'login-refused');
    return html(reply.code(401), loginPage({ message, oidc: oidc !== null, demo: await peopleOf(options) }));
  };

  app.get('/login', { schema: { ...hidden, querystring: firstQuery } }, async (request, reply) => {
    if (firstRun !== null && (await isWithoutPeople(office.store.em())))
      return html(reply, firstRunPage(null, request.query.first ?? ''));
    return html(reply, loginPage({ message: null, oidc: oidc !== null, demo: await peopleOf(options) }));
  });

  app.post('/login', { schema: { ...hidden, body: passwordBody } }, async (request, reply) => {
    const { email, password } = request.body;
    const now = office.clock();
    const wait = Math.max(
      attempts.take(`account:${email.toLowerCase()}`, now),
      attempts.take(`address:${request.ip}`, now),
    );
    if (wait > 0) return refused(request, reply, `Too many attempts. Try again in ${wait} seconds.`);
    const principal = await personByPassword(office.store.em(), email, password);
    if (principal === null) return refused(request, reply, 'E-mail or password is wrong.');
    return enter(request, reply, principal, 'password');
  });

  app.post('/login/demo', { schema: { ...hidden, body: demoBody } }, async (request, reply) => {
    const people = await peopleOf(options);
    const chosen = people.find(({ id }) => id === request.body.principal);
    if (!demo || chosen === undefined) return refused(request, reply, 'Nobody can be chosen here.');
    return enter(request, reply, chosen.id, 'demo');
  });

  app.post('/login/first', { schema: { ...hidden, body: firstBody } }, async (request, reply) => {
    const { token, name, email, password } = request.body;
    if (firstRun === null || !isFirstRunToken(firstRun, token, office.clock()))
      return html(
        reply.code(403),
        firstRunPage(
          'The link is not the one that the server printed last, or it has expired. Restart the server for another.',
          token,
        ),
      );
    try {
      const principal = await office.store.transaction(async (em) => {
        if (!(await isWithoutPeople(em))) throw new Refusal('access-refused', 'There is an administrator already.');
        const grants = [{ role: 'administrator', scope: { kind: 'everything' } }] as const;
        return createPrincipal(em, { kind: 'person', name, email, password, grants }, office.clock());
      });
      return await enter(request, reply, principal, 'first-run');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return html(reply.code(error.statusCode), firstRunPage(error.message, token));
    }
  });

  app.post('/logout', { schema: hidden }, async (request, reply) => {
    record(request, request.actor?.principal ?? null, 'logout');
    await request.session.destroy();
    return reply.redirect('/login', 303);
  });

  if (oidc !== null) oidcRoutes(app, options, oidc, enter, refused);
}

const peopleOf = async ({ office, demo }: LoginOptions) => (demo ? demoPeople(office.store.em()) : []);

type Enter = (request: FastifyRequest, reply: FastifyReply, principal: string, how: string) => Promise<FastifyReply>;
type Refused = (request: FastifyRequest, reply: FastifyReply, message: string) => Promise<FastifyReply>;

function oidcRoutes(app: App, { office, publicUrl }: LoginOptions, oidc: Oidc, enter: Enter, refused: Refused): void {
  const addressOf = (request: FastifyRequest): string => publicUrl ?? `${request.protocol}://${request.headers.host}`;

  app.get('/login/oidc', { schema: { hide: true } }, async (request, reply) => {
    const { url, attempt } = await oidc.begin(`${addressOf(request)}/login/oidc/callback`);
    reply.setCookie(ATTEMPT_COOKIE, JSON.stringify(attempt), {
      ...{ signed: true, httpOnly: true, sameSite: 'lax', secure: addressOf(request).startsWith('https:') },
      ...{ path: '/login/oidc', maxAge: ATTEMPT_SECONDS },
    });
    return reply.redirect(url, 303);
  });

  app.get('/login/oidc/callback', { schema: { hide: true } }, async (request, reply) => {
    const attempt = attemptOf(request);
    reply.clearCookie(ATTEMPT_COOKIE, { path: '/login/oidc' });
    if (attempt === null) return refused(request, reply, 'The login took too long. Try again.');
    try {
      const person = await oidc.finish(new URL(request.url, addressOf(request)), attempt);
      const principal = await personByOidc(office.store.em(), person);
      if (principal === null)
        return await refused(request, reply, 'Nobody is registered here with this account. Ask an administrator.');
      return await enter(request, reply, principal, 'oidc');
    } catch (error) {
      request.log.warn({ err: error }, 'OpenID Connect login failed');
      return refused(request, reply, 'The identity provider refused the login. Try again.');
    }
  });
}

function attemptOf(request: FastifyRequest): OidcAttempt | null {
  const { valid, value } = request.unsignCookie(request.cookies[ATTEMPT_COOKIE] ?? '');
  return valid && value !== null ? (JSON.parse(value) as OidcAttempt) : null;
}
