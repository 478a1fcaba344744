import { noQuery } from '../../platform/http/fields.ts';
import type { App } from '../../platform/http/route.ts';
import { type BoardSettings, boardSettingsSchema } from './board-schema.ts';

/** What the board has to know of the server before anything else. */
export function boardRoutes(app: App, settings: BoardSettings): void {
  app.get(
    '/board/settings',
    {
      schema: {
        tags: ['system'],
        summary: 'Settings of the board',
        querystring: noQuery,
        response: { 200: boardSettingsSchema },
      },
    },
    async (_request, reply) => reply.send(settings),
  );
}
