import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Measures } from '../../features/health/measures.ts';

/** A caller's or a proxy's own id is kept, where it is one. */
const ID = /^[\w.:-]{1,64}$/;

/** The id of a request: in its logs, in the reply, and in `instance` of a problem. */
export function requestId(request: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && ID.test(given) ? given : randomUUID();
}

/**
 * Tells of each request once it is answered: method, route, status, time. The route as it is declared, not the address:
 * a query may hold names, an address the key of a customer's link.
 */
export function requests(app: FastifyInstance, measures: Measures, stopping: () => boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onSend', async (_request, reply) => {
    // Kept alive, a connection whose request was under way when the process was told to end would hold it for a minute.
    if (stopping()) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    measures.answered({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    // A board reads all the time: what changed nothing and went well is for whoever looks closer.
    const level = request.method === 'GET' && reply.statusCode < 500 ? 'debug' : 'info';
    request.log[level]({ method: request.method, route, status: reply.statusCode, ms: milliseconds }, 'answered');
  });
}
