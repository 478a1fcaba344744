import { z } from 'zod';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, ifMatchOf, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import {
  allocateBody,
  callSchema,
  numberParams,
  queueOrderQuery,
  queueOrderSchema,
  queueQuery,
  queueSchema,
} from '../calls/schema.ts';
import { allocate } from './allocate.ts';
import { candidates } from './candidates.ts';
import { hoursOfWeek } from './fairness.ts';
import { explanation, queue, queueOrder } from './queue.ts';
import { pastPlan, routeOfDay, territories, territoryPlan } from './read-plans.ts';
import {
  candidatesSchema,
  codeParams,
  fairnessSchema,
  hoursQuery,
  planQuery,
  planSchema,
  routeQuery,
  routeSchema,
  territoriesSchema,
} from './schema.ts';

/** The order, the plans, and a dispatcher's own allocations. */
export function planRoutes(app: App, office: Office): void {
  app.get(
    '/queue',
    {
      schema: {
        tags: ['order'],
        summary: 'Open calls in order',
        description: 'Most urgent first. `Accept: text/csv` for a table.',
        querystring: queueQuery,
        response: { 200: queueSchema, ...refusals(400, 404, 406, 422) },
      },
    },
    async (request, reply) => {
      const type = accepted(request, ['application/json', 'text/csv']);
      const page = await queue(office, request.url, request.query, type === 'text/csv');
      return type === 'text/csv' ? send(reply.type('text/csv; charset=utf-8'), page) : send(reply, page);
    },
  );

  app.get(
    '/queue/order',
    {
      schema: {
        tags: ['order'],
        summary: 'The order alone',
        description: 'Numbers of the open calls, most urgent first.',
        querystring: queueOrderQuery,
        response: { 200: queueOrderSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await queueOrder(office, request.query.territory)),
  );

  app.get(
    '/calls/:number/explain',
    {
      schema: {
        tags: ['order'],
        summary: 'Why a call stands where it does',
        params: numberParams,
        querystring: noQuery,
        response: { 200: z.looseObject({ call: z.string(), position: z.int() }), ...refusals(400, 404, 409) },
      },
    },
    async (request, reply) => send(reply, await explanation(office, request.params.number)),
  );

  app.get(
    '/territories',
    { schema: { tags: ['plans'], summary: 'Territories', querystring: noQuery, response: { 200: territoriesSchema } } },
    async (_request, reply) => send(reply, await territories(office)),
  );

  app.get(
    '/territories/:code/hours',
    {
      schema: {
        tags: ['plans'],
        summary: 'Hours of a territory’s people in a week, and how fair they are',
        description: 'What was done, by their visits, and what is planned; far and unpleasant work apart.',
        params: codeParams,
        querystring: hoursQuery,
        response: { 200: fairnessSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await hoursOfWeek(office, request.params.code, request.query.from ?? null)),
  );

  app.get(
    '/territories/:code/plan',
    {
      schema: {
        tags: ['plans'],
        summary: 'The plan of a territory',
        params: codeParams,
        querystring: planQuery,
        response: { 200: planSchema, ...refusals(400, 404, 406, 422) },
      },
    },
    async (request, reply) => {
      const type = accepted(request, ['application/json', 'text/csv']);
      const { code } = request.params;
      const { at, again = false, remedies = false } = request.query;
      const asCsv = type === 'text/csv';
      const page =
        at === undefined
          ? await territoryPlan(office, code, asCsv, remedies)
          : await pastPlan(office, code, at, again, asCsv);
      return type === 'text/csv' ? send(reply.type('text/csv; charset=utf-8'), page) : send(reply, page);
    },
  );

  app.get(
    '/resources/:code/route',
    {
      schema: {
        tags: ['plans'],
        summary: 'A technician’s route of a day',
        description: 'The date is read in the territory’s zone; today where left out.',
        params: codeParams,
        querystring: routeQuery,
        response: { 200: routeSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await routeOfDay(office, request.params.code, request.query.date ?? null)),
  );

  app.get(
    '/calls/:number/candidates',
    {
      schema: {
        tags: ['plans'],
        summary: 'Who could take a call, best first',
        description: 'Each with its cost and times, or the hard rules that bar it.',
        params: numberParams,
        querystring: noQuery,
        response: { 200: candidatesSchema, ...refusals(400, 404, 409) },
      },
    },
    async (request, reply) => send(reply, await candidates(office, request.params.number)),
  );

  app.post(
    '/calls/:number/allocate',
    {
      schema: {
        tags: ['plans'],
        summary: 'Allocate by hand',
        description:
          'The independent checker’s violations are shown; hard rules broken are refused (409) unless forced with a reason.',
        params: numberParams,
        querystring: noQuery,
        body: allocateBody,
        response: {
          200: callSchema.extend({
            possible: z.array(z.string()),
            violations: z.array(z.looseObject({ code: z.string() })),
          }),
          ...refusals(400, 404, 409, 412, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const { who, why = null, at = null, resource, pin, force } = request.body;
      const made = await change(office, keyOf(request), (one) =>
        allocate(one, request.params.number, ifMatchOf(request), { who, why, at }, { resource, pin, force }),
      );
      return send(reply, made);
    },
  );
}
