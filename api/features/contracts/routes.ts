import { noQuery } from '../../platform/http/fields.ts';
import { type App, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { contracts } from './contracts.ts';
import { contractsSchema } from './schema.ts';

export function contractRoutes(app: App, office: Office): void {
  app.get(
    '/contracts',
    {
      schema: {
        tags: ['performance'],
        summary: 'Contracts',
        querystring: noQuery,
        response: { 200: contractsSchema },
      },
    },
    async (_request, reply) => send(reply, await contracts(office)),
  );
}
