import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemBody, Refusal } from '../../problem.ts';
import { type Budget, createBudget, deadlineExceeded, resume, withBudget } from './budget.ts';

/** Milliseconds between two looks at the requests that are being answered. */
const LOOK = 100;
/** Milliseconds that a request waits for a database that does not answer. */
const HANGS = 1500;
const LONG = 20;
/** Room for a reply that says so, after the work itself was refused its time: milliseconds. */
const GRACE = 500;

export interface DeadlineOptions {
  /** Milliseconds that a request may take; `LONG` times as many on routes that declare it (`config.long`). */
  readonly limit: number;
  /** Whether the database has stopped answering. */
  readonly hangs: () => boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Requests of this route work through all there is, and may take `LONG` times as long as others. */
    long?: boolean;
  }
}

/**
 * Gives each request a budget of time, which travels to the database and into long loops, and answers 503 where the work
 * has not ended by itself: `deadline-exceeded`, or `unavailable` within 2 s where the database hangs.
 */
export function deadlines(app: FastifyInstance, { limit, hangs }: DeadlineOptions): void {
  const open = new Map<FastifyRequest, { readonly budget: Budget; readonly reply: FastifyReply }>();
  // After the body has been read: that takes as long as the caller's line does.
  app.addHook('preValidation', (request, reply, done) => {
    const { url, config } = request.routeOptions;
    const budget = createBudget(`${request.method} ${url ?? 'none'}`, config.long === true ? LONG * limit : limit);
    open.set(request, { budget, reply });
    withBudget(budget, () => {
      resume();
      done();
    });
  });
  const end = async (request: FastifyRequest): Promise<void> => {
    open.get(request)?.budget.end();
    open.delete(request);
  };
  app.addHook('onSend', end);
  app.addHook('onResponse', end);
  app.addHook('onRequestAbort', end);

  const look = setInterval(() => {
    const hanging = hangs();
    for (const [request, { budget, reply }] of open) {
      if (reply.sent) void end(request);
      else if (hanging && budget.elapsed() > HANGS) giveUp(request, reply, budget, DATABASE_HANGS);
      else if (budget.elapsed() > budget.limit + GRACE) giveUp(request, reply, budget, deadlineExceeded(budget.limit));
    }
  }, LOOK);
  look.unref();
  app.addHook('onClose', async () => clearInterval(look));

  function giveUp(request: FastifyRequest, reply: FastifyReply, budget: Budget, why: Refusal): void {
    open.delete(request);
    budget.abandon(why);
    request.log.warn({ route: budget.route, ms: Math.round(budget.elapsed()), code: why.code }, 'request given up');
    const body = JSON.stringify(problemBody(why, `urn:request:${request.id}`));
    // Past Fastify: whatever the handler still sends later finds that somebody else has the reply.
    reply.hijack();
    reply.raw.writeHead(why.statusCode, {
      'content-type': 'application/problem+json',
      'content-length': Buffer.byteLength(body),
      'retry-after': '5',
      'x-request-id': request.id,
    });
    reply.raw.end(body);
  }
}

const DATABASE_HANGS = new Refusal('unavailable', 'The database does not answer.');
