import { noQuery } from '../schemas/fields.ts';
import { health } from '../services/health.ts';
import type { Office } from '../services/office.ts';
import { type App, send } from './route.ts';

/** Whether the process is well. */
export function healthRoutes(app: App, office: Office): void {
  app.get(
    '/health',
    { schema: { tags: ['system'], summary: 'Whether the process is well', querystring: noQuery }, logLevel: 'warn' },
    async (_request, reply) => send(reply, await health(office)),
  );
}
