import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../problem.ts';

export interface WebEdgeOptions {
  /** Host names, without port, under which the server may be asked beside loopback names and IP addresses. */
  readonly hosts: readonly string[];
  /** Address that customers know; https: browsers are told to stay with it. */
  readonly publicUrl: string | null;
  /** Map tiles of the board come from there. */
  readonly tiles: string | null;
  /** Requests a minute of one person, key or address. */
  readonly requestsPerMinute: number;
}

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * What a browser may do with us, and who may ask at all. A web page that rebinds its own name to our address still sends
 * that name as Host: it is answered 421. A change asked for by another site is answered 403.
 */
export async function webEdge(app: FastifyInstance, options: WebEdgeOptions): Promise<void> {
  const publicHost = options.publicUrl === null ? [] : [new URL(options.publicUrl).hostname];
  const known = new Set([...LOOPBACK, ...options.hosts.map((host) => host.toLowerCase()), ...publicHost]);
  app.addHook('onRequest', async (request) => {
    const host = hostNameOf(request.headers.host ?? '');
    if (!known.has(host) && isIP(host.replace(/^\[|\]$/g, '')) === 0)
      throw new Refusal('unknown-host', `This server does not answer as ${host.slice(0, 100)}.`);
    if (isCrossSite(request, options.publicUrl))
      throw new Refusal('cross-site-request', 'The request comes from a page of another site.');
  });
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: policyFor(options) },
    strictTransportSecurity: options.publicUrl?.startsWith('https:') === true,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const policy = reply.getHeader('content-security-policy');
    if (request.url.startsWith('/docs') && typeof policy === 'string' && typeof payload === 'string')
      reply.header('content-security-policy', withScripts(policy, payload));
    // What people see of a call, a plan or a statement stays in no cache.
    if (reply.getHeader('cache-control') === undefined && request.method === 'GET')
      reply.header('cache-control', 'no-store');
  });
  await app.register(rateLimit, {
    global: true,
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    enableDraftSpec: true,
    hook: 'preValidation',
    keyGenerator: (request: FastifyRequest) => request.actor?.principal ?? request.ip,
    allowList: (request: FastifyRequest) => /^\/(live|ready)$/.test(request.routeOptions.url ?? ''),
    errorResponseBuilder: (_request: FastifyRequest, { ttl }: { ttl: number }) =>
      new Refusal('too-many-requests', 'Too many requests within a minute.', [], {
        'retry-after': String(Math.ceil(ttl / 1000)),
      }),
  });
}

/** `[::1]:4070` → `[::1]`. */
const hostNameOf = (header: string): string => header.replace(/:\d+$/, '').toLowerCase();

function isCrossSite(request: FastifyRequest, publicUrl: string | null): boolean {
  const { origin, host, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (!UNSAFE.has(request.method)) return site === 'cross-site' && mode !== undefined && mode !== 'navigate';
  // The browser itself says so; pages cannot set this header.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  return new URL(origin).host !== host && origin !== publicUrl?.replace(/\/$/, '');
}

/** The page of the API's reference comes from a library with one script inline: that one alone may run. */
function withScripts(policy: string, html: string): string {
  const hashes = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return policy.replace("script-src 'self'", ["script-src 'self'", ...hashes].join(' '));
}

function policyFor({ tiles }: WebEdgeOptions): Record<string, string[]> {
  const tileOrigin = tiles?.startsWith('http') === true ? [new URL(tiles.replace(/[{}]/g, '')).origin] : [];
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    // The board's component library sets style attributes and writes its variables into a style element.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...tileOrigin],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
}
