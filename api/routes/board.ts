import { type BoardSettings, boardSettingsSchema } from '../schemas/board.ts';
import { noQuery } from '../schemas/fields.ts';
import type { App } from './route.ts';

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
