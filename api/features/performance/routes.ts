import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { clocks, downtime } from './evidence.ts';
import { performance } from './read-performance.ts';
import { recountReply } from './recount.ts';
import {
  clocksQuery,
  clocksSchema,
  contractParams,
  downtimeQuery,
  downtimeSchema,
  performanceQuery,
  performanceSchema,
  recountBody,
  recountSchema,
} from './schema.ts';

const tags = ['performance'];

/** How contracts perform, and the calls and intervals that are the evidence. */
export function performanceRoutes(app: App, office: Office): void {
  app.get(
    '/contracts/:code/performance',
    {
      schema: {
        tags,
        summary: 'Respond %, fix % and availability %',
        description:
          'Of a contract, or of a site, zone, model, group or device in it, over any period, as they stand now; `by` for each part, `step` for a curve. The event `performance` of GET /events says when to ask again; as time goes on, running calls change them too. `Accept: text/csv` for a table.',
        params: contractParams,
        querystring: performanceQuery,
        response: { 200: performanceSchema, ...refusals(400, 404, 406) },
      },
    },
    async (request, reply) => {
      const asCsv = accepted(request, ['application/json', 'text/csv']) === 'text/csv';
      const made = await performance(office, request.params.code, request.query, asCsv);
      return send(asCsv ? reply.type('text/csv; charset=utf-8') : reply, made);
    },
  );

  app.get(
    '/contracts/:code/performance/clocks',
    {
      schema: {
        tags,
        summary: 'The clocks behind respond % and fix %',
        description: 'Those whose deadlines are in the period, in order of deadline. `Accept: text/csv` for a table.',
        params: contractParams,
        querystring: clocksQuery,
        response: { 200: clocksSchema, ...refusals(400, 404, 406) },
      },
    },
    async (request, reply) => {
      const asCsv = accepted(request, ['application/json', 'text/csv']) === 'text/csv';
      const made = await clocks(office, request.params.code, request.url, request.query, asCsv);
      return send(asCsv ? reply.type('text/csv; charset=utf-8') : reply, made);
    },
  );

  app.get(
    '/contracts/:code/performance/downtime',
    {
      schema: {
        tags,
        summary: 'The intervals behind availability %',
        description:
          'Each device that was down in the period, when, and by which calls; of a zone with `required_available` when too few of its devices were up. `Accept: text/csv` for a table.',
        params: contractParams,
        querystring: downtimeQuery,
        response: { 200: downtimeSchema, ...refusals(400, 404, 406) },
      },
    },
    async (request, reply) => {
      const asCsv = accepted(request, ['application/json', 'text/csv']) === 'text/csv';
      const made = await downtime(office, request.params.code, request.url, request.query, asCsv);
      return send(asCsv ? reply.type('text/csv; charset=utf-8') : reply, made);
    },
  );

  app.post(
    '/performance/recount',
    {
      schema: {
        tags,
        summary: 'Recount all figures from the journals',
        description:
          'Compares them with those that are kept up as calls change: none should differ. Changes of calls wait meanwhile.',
        body: recountBody,
        querystring: noQuery,
        response: { 200: recountSchema, ...refusals(400, 413, 415) },
      },
    },
    async (request, reply) => send(reply, await recountReply(office, request.body.repair)),
  );
}
