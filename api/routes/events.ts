import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codeField } from '../schemas/fields.ts';
import type { Heard, Live, Reset } from '../services/live.ts';

/** Keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT = 15_000;
/** What a listener that does not read may leave unread before it is let go; it reconnects and catches up. */
const UNREAD = 1_000_000;

/** GET /events: server-sent events `call`, `plan`, `dataset`; `reset` says that some were missed: load anew. */
export function eventRoutes(app: FastifyInstance, live: Live): void {
  const open = new Set<PassThrough>();
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });

  app.get(
    '/events',
    {
      schema: {
        tags: ['live'],
        summary: 'Live changes',
        description:
          'Server-sent events: `call` {number, territory, event}, `plan` {territory, changed}, `performance` {contract, territory}, `resource` {resource, territory, event}, `dataset` {}. Reconnecting with Last-Event-ID goes on after it, at any server and after a restart; an event may be told twice then, never not at all. `reset` {reason} where that can’t be: `too-old` (over an hour), `too-many`, `unknown`: load anew.',
        querystring: z.strictObject({ territory: codeField.optional() }),
      },
    },
    (request, reply) => {
      const { territory } = request.query as { territory?: string };
      const stream = new PassThrough();
      open.add(stream);
      const write = (text: string): void => {
        if (stream.writableLength > UNREAD) stream.destroy();
        else if (!stream.writableEnded && !stream.destroyed) stream.write(text);
      };
      const last = request.headers['last-event-id'];
      // An id alone: whoever loses the connection before the first event goes on from here.
      write(`retry: 2000\nid: ${live.place()}\n\n`);
      const leave = live.subscribe(
        (heard) => {
          if (concerns(heard, territory)) write(asText(heard));
        },
        typeof last === 'string' ? last : undefined,
      );
      const beat = setInterval(() => write(': still here\n\n'), HEARTBEAT);
      stream.on('close', () => {
        clearInterval(beat);
        leave();
        open.delete(stream);
      });
      request.raw.on('close', () => stream.destroy());
      return reply
        .header('content-type', 'text/event-stream; charset=utf-8')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(stream);
    },
  );
}

const concerns = (heard: Heard | Reset, territory: string | undefined): boolean =>
  territory === undefined || 'reset' in heard || heard.event.kind === 'dataset' || heard.event.territory === territory;

function asText(heard: Heard | Reset): string {
  if ('reset' in heard) return `id: ${heard.id}\nevent: reset\ndata: ${JSON.stringify({ reason: heard.reset })}\n\n`;
  const { kind, ...data } = heard.event;
  return `id: ${heard.id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
