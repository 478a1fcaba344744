import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { rowChangeBody, rowChangedSchema, tablePageSchema, tableParams, tableQuery, tablesSchema } from './schema.ts';
import { changeRow, listTables, tablePage } from './tables.ts';

const tags = ['datasets'];

/** The tables of the customer data, row by row. */
export function tableRoutes(app: App, office: Office): void {
  app.get(
    '/tables',
    {
      schema: {
        tags,
        summary: 'Tables and their columns',
        querystring: noQuery,
        response: { 200: tablesSchema, ...refusals(400) },
      },
    },
    async (_request, reply) => send(reply, await listTables(office)),
  );

  app.get(
    '/tables/:table',
    {
      schema: {
        tags,
        summary: 'Rows of a table',
        description: 'As they would stand in the dataset’s file. `Accept: text/csv` for all of them as a table.',
        params: tableParams,
        querystring: tableQuery,
        response: { 200: tablePageSchema, ...refusals(400, 406, 409) },
      },
    },
    async (request, reply) => {
      const type = accepted(request, ['application/json', 'text/csv']);
      const page = await tablePage(office, request.params.table, request.query, type === 'text/csv');
      return type === 'text/csv' ? send(reply.type('text/csv; charset=utf-8'), page) : send(reply, page);
    },
  );

  app.post(
    '/tables/:table',
    {
      schema: {
        tags,
        summary: 'Change a row of a table',
        description:
          'Add, replace or remove it. Checked as a whole dataset is, every error at once; nothing is left half done. The territories concerned are planned again; figures of past calls that it touches are counted anew afterwards (`updating` of a contract’s performance).',
        params: tableParams,
        querystring: noQuery,
        body: rowChangeBody,
        response: {
          200: rowChangedSchema,
          201: rowChangedSchema,
          ...refusals(400, 409, 413, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const made = await change(office, keyOf(request), (one) => changeRow(one, request.params.table, request.body), {
        replacesReference: true,
        figuresLater: true,
      });
      return send(reply, made);
    },
  );
}
