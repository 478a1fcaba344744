import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codeField } from '../../platform/http/fields.ts';
import type { Live, Told } from './live.ts';

/** Keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT = 15_000;
/** What a listener that does not read may leave unread before it is let go; it reconnects and catches up. */
const UNREAD = 1_000_000;

/** GET /events: server-sent events `call`, `plan`, `dataset` and others; `reset` says that some were missed: load anew. */
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
          'Server-sent events: `call` {number, territory, event}, `plan` {territory, changed: [{call, resource, start}], unallocated: [{call, reasons}]} (who has a place now, and for whom nobody has room; of every call logged one of them tells), `performance` {contract, territory}, `resource` {resource, territory, event}, `improvement` {territory, state}, `dataset` {}, and `planning`: how far a plan is, some times a second while it is made; that one passes, has no id and is never told again. Reconnecting with Last-Event-ID goes on after it, at any server and after a restart; an event may be told twice then, never not at all. `reset` {reason} where that can’t be: `too-old` (over an hour), `too-many`, `unknown`: load anew.',
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
      // An id alone: whoever loses the connection before the first event goes on from here. Who goes on after an event
      // keeps that place until what was missed has been told.
      const goesOn = typeof last === 'string';
      write(goesOn ? 'retry: 2000\n\n' : `retry: 2000\nid: ${live.place()}\n\n`);
      const leave = live.subscribe(
        (told) => {
          if (concerns(told, territory)) write(asText(told));
        },
        goesOn ? last : undefined,
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

const concerns = (told: Told, territory: string | undefined): boolean =>
  territory === undefined || 'reset' in told || told.event.kind === 'dataset' || told.event.territory === territory;

function asText(told: Told): string {
  if ('reset' in told) return `id: ${told.id}\nevent: reset\ndata: ${JSON.stringify({ reason: told.reset })}\n\n`;
  const { kind, ...data } = told.event;
  // Without an id, a browser goes on after the last event that had one.
  const id = told.id === null ? '' : `id: ${told.id}\n`;
  return `${id}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
