import { contractsSchema } from '../schemas/contracts.ts';
import { noQuery } from '../schemas/fields.ts';
import { contracts } from '../services/contracts.ts';
import type { Office } from '../services/office.ts';
import { type App, send } from './route.ts';

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
