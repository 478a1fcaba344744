import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, keyOf, send, waitOf } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { similarQuery, similarSchema } from '../notifications/schema.ts';
import { waitForPlan } from '../plans/wait-for-plan.ts';
import { callDetail } from './call-detail.ts';
import { createIntake } from './intake.ts';
import { listCallPage } from './list-calls.ts';
import { pastCallDetail } from './past-call.ts';
import {
  callDetailSchema,
  callPageSchema,
  detailQuery,
  listQuery,
  logCallBody,
  loggedSchema,
  numberParams,
} from './schema.ts';
import { similarTo } from './similar-calls.ts';

const tags = ['calls'];

/** Logging, reading and listing calls; the events of their life are in call-events.ts. */
export function callRoutes(app: App, office: Office): void {
  const intake = createIntake(office);
  app.post(
    '/calls',
    {
      schema: {
        tags,
        summary: 'Log a call',
        description:
          'Checked against the customer data; targets, levels, class and position are worked out. `Prefer: wait=5` waits for its allocation too.',
        body: logCallBody,
        querystring: noQuery,
        response: { 201: loggedSchema, ...refusals(400, 409, 413, 415, 422) },
      },
    },
    async (request, reply) => {
      const logged = await intake.log(keyOf(request), request.body);
      const seconds = waitOf(request);
      if (seconds === 0) return send(reply, logged);
      const { number, territory } = logged.body as { number: string; territory: string };
      const planned = await waitForPlan(office, territory, number, seconds);
      return send(reply, {
        status: logged.status,
        headers: { ...logged.headers, 'preference-applied': `wait=${seconds}` },
        body: { ...(logged.body as object), ...planned },
      });
    },
  );

  app.get(
    '/calls',
    {
      schema: {
        tags,
        summary: 'List calls',
        description: 'Newest first; all filters must hold. `Accept: text/csv` for a table.',
        querystring: listQuery,
        response: { 200: callPageSchema, ...refusals(400, 406) },
      },
    },
    async (request, reply) => {
      const type = accepted(request, ['application/json', 'text/csv']);
      const page = await listCallPage(office, request.url, request.query, type === 'text/csv');
      return type === 'text/csv' ? send(reply.type('text/csv; charset=utf-8'), page) : send(reply, page);
    },
  );

  app.get(
    '/calls/similar',
    {
      schema: {
        tags,
        summary: 'Similar past calls, and what fixed them',
        description: 'On the same device, or with like words on the same model; the likest first.',
        querystring: similarQuery,
        response: { 200: similarSchema, ...refusals(400) },
      },
    },
    async (request, reply) => send(reply, await similarTo(office, request.query)),
  );

  app.get(
    '/calls/:number',
    {
      schema: {
        tags,
        summary: 'Read a call',
        description:
          'With its place in the order and why, allocation and journal. The ETag goes into If-Match of a change.',
        params: numberParams,
        querystring: detailQuery,
        response: { 200: callDetailSchema, ...refusals(400, 404, 422) },
      },
    },
    async (request, reply) => {
      const { at } = request.query;
      if (at !== undefined) return send(reply, await pastCallDetail(office, request.params.number, at));
      const em = office.store.em();
      const made = await callDetail(office, await office.desk.upToDate(em, office.clock()), em, request.params.number);
      // The ETag is the call's own version: its place and who comes change without it, so that nothing may be kept by it.
      reply.header('cache-control', 'no-store');
      return send(reply, made);
    },
  );
}
