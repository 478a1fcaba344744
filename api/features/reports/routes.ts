import { z } from 'zod';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { REPORTS, type ReportQuery, runReport } from './index.ts';
import { reportFilter, reportSchema } from './schema.ts';

const tags = ['reports'];

/** GET /reports: which there are; GET /reports/NAME: one of them. */
export function reportRoutes(app: App, office: Office): void {
  app.get(
    '/reports',
    {
      schema: {
        tags,
        summary: 'Which reports there are',
        querystring: noQuery,
        response: {
          200: z.object({
            reports: z.array(
              z.object({ name: z.string(), title: z.string(), definition: z.string(), columns: z.array(z.string()) }),
            ),
          }),
        },
      },
    },
    async (_request, reply) => {
      const reports = REPORTS.map(({ name, title, definition, row }) => ({
        ...{ name, title, definition },
        columns: Object.keys(row.shape),
      }));
      return send(reply, { status: 200, headers: {}, body: { reports } });
    },
  );

  for (const made of REPORTS) {
    app.get(
      `/reports/${made.name}`,
      {
        schema: {
          tags,
          summary: made.title,
          description: `${made.definition} \`Accept: text/csv\` for a table.`,
          querystring: z.strictObject({ ...reportFilter, ...made.options }),
          response: { 200: reportSchema(made.name, made.row), ...refusals(400, 406) },
        },
      },
      async (request, reply) => {
        const type = accepted(request, ['application/json', 'text/csv']);
        const asCsv = type === 'text/csv';
        const page = await runReport(office, made, request.query as ReportQuery, asCsv, request.url);
        return send(asCsv ? reply.type('text/csv; charset=utf-8') : reply, page);
      },
    );
  }
}
