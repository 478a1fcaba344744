import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { databaseRefusal } from '../../features/resilience/database-faults.ts';
import { characterProblems, problemBody, Refusal, refusal, shown } from '../../problem.ts';
import { invalidRequest } from './validation.ts';

/** Fastify's own errors that are the caller's doing, by their codes. */
const FASTIFY_CODES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
  FST_ERR_BAD_URL: 'malformed-url',
  FST_ERR_NOT_FOUND: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'uri-too-long',
};

/** Every refusal and every fault leaves as problem+json; a fault tells its request id and nothing else. `refused` hears its code. */
export function problems(app: FastifyInstance, refused: (code: string) => void = () => {}): void {
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const found = invalidRequest(error, request) ?? asRefusal(error, request);
    refused(found.code);
    send(found, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(app, request);
    const found =
      allowed.length > 0
        ? new Refusal('method-not-allowed', `${request.method} is not possible here.`, [], {
            allow: allowed.join(', '),
          })
        : new Refusal('not-found', `Nothing is at ${shown(request.url)}.`);
    send(found, request, reply);
  });
  app.addHook('preValidation', async (request) => {
    const wrong = [
      ...characterProblems(request.params, ''),
      ...characterProblems(request.query, ''),
      ...characterProblems(request.body, ''),
    ];
    if (wrong.length > 0) throw refusal('bad-characters', wrong);
  });
}

/** Requests that never reach a route: a path that can't be decoded. */
export const frameworkErrors = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void =>
  send(asRefusal(error, request), request, reply);

const CLIENT_CODES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** What Node could not read as HTTP at all. */
export function clientErrors(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refused = new Refusal(CLIENT_CODES[error.code] ?? 'malformed-http', 'The request could not be read as HTTP.');
  const body = JSON.stringify(problemBody(refused));
  const head = `HTTP/1.1 ${refused.statusCode} ${STATUS_CODES[refused.statusCode]}\r\nConnection: close`;
  socket.end(
    `${head}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function send(refused: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  if (refused.statusCode === 503) reply.header('retry-after', '5');
  reply
    .code(refused.statusCode)
    .headers(refused.headers)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemBody(refused, request.id === undefined ? undefined : `urn:request:${request.id}`));
}

function asRefusal(error: FastifyError | Refusal, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const known = FASTIFY_CODES[error.code];
  if (known !== undefined) return new Refusal(known, error.message);
  // Anything else that a parser refuses (wrong encoding, a forbidden key) is still the caller's doing.
  if (error.statusCode === 400)
    return new Refusal(error instanceof SyntaxError ? 'malformed-json' : 'invalid-request', error.message);
  if (error.statusCode === 413) return new Refusal('body-too-large', error.message);
  if (error.statusCode === 415) return new Refusal('unsupported-media-type', error.message);
  const ofDatabase = refusedWithin(error) ?? databaseRefusal(error);
  if (ofDatabase !== null) {
    request.log.warn({ err: error, code: ofDatabase.code }, 'refused');
    return ofDatabase;
  }
  request.log.error({ err: error }, 'fault');
  return new Refusal('internal-error', 'Something went wrong; it is in the log under the instance of this reply.');
}

/** A refusal that the database's own layer has wrapped in an error of its own. */
function refusedWithin(error: unknown): Refusal | null {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Refusal ? cause : cause === undefined ? null : refusedWithin(cause);
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function methodsAt(app: FastifyInstance, request: FastifyRequest): string[] {
  const url = request.url.split('?')[0] ?? '/';
  // The board's files answer any GET, so a wildcard route does not count as something that exists here.
  return METHODS.filter((method) => {
    const found = app.findRoute({ method, url } as Parameters<typeof app.findRoute>[0]);
    return found !== null;
  });
}
