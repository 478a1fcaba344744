import cookie from '@fastify/cookie';
import session from '@fastify/session';
import type { FastifyInstance } from 'fastify';
import type { App } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { accessControl } from './access-plugin.ts';
import { type AuditWriter, createAuditWriter } from './audit-writer.ts';
import { createAuthenticator } from './authenticate.ts';
import type { FirstRun } from './first-run.ts';
import { identityRoutes } from './identity-routes.ts';
import { loginRoutes } from './login-routes.ts';
import { createOidc, type OidcSettings } from './oidc.ts';
import { PostgresSessions } from './session-store.ts';
import { type WebEdgeOptions, webEdge } from './web-edge.ts';

export { createApiKey } from './api-keys.ts';
export { verifyAudit } from './audit-log.ts';
export { createDemoPeople } from './demo-people.ts';
export { createFirstRun, type FirstRun } from './first-run.ts';
export { createPrincipal, isWithoutPeople } from './principals.ts';

export interface IdentityOptions extends WebEdgeOptions {
  /** Signs cookies; 32 characters or more, the same for every process. */
  readonly sessionSecret: string;
  readonly oidc: OidcSettings | null;
  readonly firstRun: FirstRun | null;
  /** Whether "enter as" is offered: demo data, on loopback. */
  readonly demo: boolean;
}

/** How long a login lasts, ms. */
const SESSION_MS = 12 * 3_600_000;

/**
 * Who may see and do what: the web edge, sessions, keys, the check before each handler, and the routes of identity.
 * Registered before all other routes, so that none escapes it.
 */
export async function identity(app: App, office: Office, options: IdentityOptions): Promise<AuditWriter> {
  const { store, clock, log } = office;
  const audit = createAuditWriter(store, log);
  const authenticator = createAuthenticator(store, clock);
  const secure = options.publicUrl?.startsWith('https:') === true;
  await app.register(cookie as never, { secret: options.sessionSecret });
  await app.register(session as never, {
    secret: options.sessionSecret,
    cookieName: secure ? '__Host-turnout' : 'turnout_session',
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: SESSION_MS },
    saveUninitialized: false,
    rolling: false,
    store: new PostgresSessions(store, clock, SESSION_MS),
  });
  await webEdge(app as unknown as FastifyInstance, options);
  accessControl(app as unknown as FastifyInstance, { office, authenticator, audit });
  await app.register(async (scope) => {
    const forms = scope as unknown as App;
    forms.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const oidc = options.oidc === null ? null : createOidc(options.oidc);
    loginRoutes(forms, {
      office,
      audit,
      oidc,
      firstRun: options.firstRun,
      demo: options.demo,
      publicUrl: options.publicUrl,
    });
  });
  identityRoutes(app, office, authenticator);
  app.addHook('onClose', async () => audit.flush());
  return audit;
}
