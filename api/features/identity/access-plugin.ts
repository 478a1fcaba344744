import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';
import { type Actor, mayAnywhere, mayEverywhere, mayOn } from './actor.ts';
import type { AuditWriter } from './audit-writer.ts';
import type { Authenticator } from './authenticate.ts';
import { belongingOf, type Subject } from './belonging.ts';
import { accessOf, type PermissionAccess, ROUTE_ACCESS, type RouteAccess } from './route-access.ts';
import { nameFor, takesWho } from './who.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; null on public routes, and where nobody has to log in. */
    actor: Actor | null;
  }
}

export interface AccessOptions {
  readonly office: Office;
  readonly authenticator: Authenticator;
  readonly audit: AuditWriter;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Reads that the audit log keeps: statements, and data about people and customers. */
const AUDITED_READS = /^\/(contracts\/:code\/statements|datasets|tables\/:table|audit|principals|reports\/)/;

/**
 * The one place in which access is enforced before a handler runs. A route without a declaration in route-access.ts
 * stops the start; so does a declaration without a route. Foreign things answer 404, so that nobody learns that they exist.
 */
export function accessControl(app: FastifyInstance, { office, authenticator, audit }: AccessOptions): void {
  const seen = new Set<string>();
  const missing: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) {
      if (each === 'OPTIONS') continue;
      seen.add(`${each} ${url}`);
      if (accessOf(each, url) === undefined) missing.push(`${each} ${url}`);
    }
  });
  app.addHook('onReady', async () => {
    if (missing.length > 0) throw new Error(`Routes without declared access (route-access.ts): ${missing.join(', ')}`);
  });
  app.decorateRequest('actor', null);

  app.addHook('onRequest', async (request) => {
    const access = declaredAccess(request);
    if (access === null || access.needs === 'public') return;
    request.actor = await authenticator.actorOf(request);
    if (request.actor === null) throw new Refusal('login-required', 'Log in, or send an API key.');
    if ('scope' in access) permitted(request.actor, access);
  });

  app.addHook('preValidation', async (request) => {
    const { actor } = request;
    const access = declaredAccess(request);
    if (actor === null || access === null || !('scope' in access)) return;
    const subject = subjectOf(request, access);
    if (subject !== null && !mayEverywhere(actor, access.needs)) {
      const belonging = await belongingOf(office.store.em(), subject);
      if (belonging === null || !mayOn(actor, access.needs, belonging)) throw foreign(access);
    }
    const { body, querystring } = (request.routeOptions.schema ?? {}) as { body?: unknown; querystring?: unknown };
    if (takesWho(body) && request.body !== null && typeof request.body === 'object') setWho(request.body, actor);
    if (takesWho(querystring)) setWho(request.query as object, actor);
  });

  app.addHook('onSend', async (request, reply) => {
    const record = auditRecord(request, reply);
    if (record === null) return;
    audit.add({ at: office.clock(), ...record });
    // A change is answered when its trace is stored.
    if (UNSAFE.has(request.method)) await audit.flush();
  });
}

/** Declarations for which no route exists, to be compared by a test. */
export const declaredRoutes = (): readonly string[] => Object.keys(ROUTE_ACCESS);

function declaredAccess(request: FastifyRequest): RouteAccess | null {
  const { url } = request.routeOptions;
  return url === undefined ? null : (accessOf(request.method, url) ?? null);
}

function permitted(actor: Actor, access: PermissionAccess): void {
  const allowed = access.scope === 'everything' ? mayEverywhere(actor, access.needs) : mayAnywhere(actor, access.needs);
  if (!allowed) throw new Refusal('access-refused', `This takes the permission ${access.needs}.`);
}

const foreign = (access: PermissionAccess): Refusal =>
  access.scope === 'body-device'
    ? new Refusal('access-refused', 'The device is unknown, or not yours to log calls for.')
    : new Refusal('not-found', 'Nothing is here that you may see.');

function subjectOf(request: FastifyRequest, { scope }: PermissionAccess): Subject | null {
  const params = request.params as { readonly number?: string; readonly code?: string };
  switch (scope) {
    case 'everything':
    case 'filtered':
      return null;
    case 'call':
      return { kind: 'call', code: params.number ?? '' };
    case 'body-device': {
      const { device, site } = (request.body ?? {}) as { readonly device?: unknown; readonly site?: unknown };
      return typeof device === 'string'
        ? { kind: 'device', code: device }
        : { kind: 'site-and-model', site: typeof site === 'string' ? site : '' };
    }
    default:
      return { kind: scope, code: params.code ?? '' };
  }
}

function setWho(part: object, actor: Actor): void {
  const fields = part as { who?: unknown };
  fields.who = nameFor(actor, fields.who);
}

function auditRecord(request: FastifyRequest, reply: FastifyReply) {
  const { url: route } = request.routeOptions;
  if (route === undefined) return null;
  const { statusCode: status } = reply;
  const refused = status === 401 || status === 403;
  const changed = UNSAFE.has(request.method) && status < 400 && request.actor !== null;
  const read = request.method === 'GET' && status < 400 && request.actor !== null && AUDITED_READS.test(route);
  if (!refused && !changed && !read) return null;
  const target = Object.values((request.params ?? {}) as Record<string, string>).join(' ');
  return {
    principal: request.actor?.principal ?? null,
    actor: request.actor?.name ?? '',
    action: refused ? 'access-refused' : changed ? 'change' : 'read',
    ...{
      method: request.method,
      route,
      target: target === '' ? null : target.slice(0, 400),
      status,
      address: request.ip,
    },
  };
}
