import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from '@fastify/type-provider-zod';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import { Refusal } from '../../problem.ts';
import type { Reply } from '../change.ts';
import { type IdempotencyKey, idempotencyKey } from '../idempotency.ts';

/** The app with request types that follow from the zod schemas of each route. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export const keyOf = (request: FastifyRequest): IdempotencyKey | null =>
  idempotencyKey(request.headers['idempotency-key'], request, request.actor?.principal ?? null);

export const ifMatchOf = (request: FastifyRequest): string | null => request.headers['if-match'] ?? null;

export function send(reply: FastifyReply, made: Reply): FastifyReply {
  return reply.code(made.status).headers(made.headers).send(made.body);
}

/** Which of the types that a route can give the caller likes best; the first where none is named. */
export function accepted(request: FastifyRequest, types: readonly [string, ...string[]]): string {
  const header = request.headers.accept;
  if (header === undefined || header.trim() === '') return types[0];
  const wanted = header
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
      return { type, weight: Number.isNaN(weight) ? 0 : weight };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { type } of wanted) {
    const found = types.find((own) => type === own || type === '*/*' || type === `${own.split('/')[0]}/*`);
    if (found !== undefined) return found;
  }
  throw new Refusal('not-acceptable', `This address gives ${types.join(' or ')}.`);
}

/** Seconds that the caller is willing to wait (`Prefer: wait=5`, RFC 7240), 30 at most; 0: not at all. */
export function waitOf(request: FastifyRequest): number {
  const header = request.headers.prefer;
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(text)?.[1];
  return Math.min(30, Number(seconds ?? 0));
}
