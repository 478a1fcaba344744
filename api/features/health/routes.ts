import { noQuery } from '../../platform/http/fields.ts';
import { type App, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { health, live, ready } from './health.ts';
import { metrics } from './metrics.ts';

/** Whether the process is well, for people, for whoever starts and stops processes, and for Prometheus. */
export function healthRoutes(app: App, office: Office): void {
  const schema = (summary: string) => ({ tags: ['system'], summary, querystring: noQuery });
  app.get(
    '/health',
    { schema: schema('Whether the process is well, and what is not'), logLevel: 'warn' },
    async (_, reply) => send(reply, await health(office)),
  );
  app.get('/live', { schema: schema('Whether the process answers'), logLevel: 'warn' }, async (_, reply) =>
    send(reply, live(office)),
  );
  app.get(
    '/ready',
    { schema: schema('Whether requests may be sent here (503: not)'), logLevel: 'warn' },
    async (_, reply) => send(reply, await ready(office)),
  );
  app.get('/metrics', { schema: schema('Figures for Prometheus'), logLevel: 'warn' }, async (_, reply) => {
    const text = await metrics(office);
    return reply.type(office.measures.contentType).serializer(String).send(text);
  });
}
