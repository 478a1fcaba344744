import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { askImprovement, improvementOf, stopImprovement } from './improve/ask-improvement.ts';
import {
  differenceQuery,
  differenceSchema,
  improveBody,
  improvementSchema,
  stopBody,
  territoryParams,
} from './improvement-schema.ts';
import { planDifference } from './plan-difference.ts';

const tags = ['plans'];

/** What a dispatcher asks of a plan beyond having one: a better one, and what has changed in it. */
export function improvementRoutes(app: App, office: Office): void {
  app.get(
    '/territories/:code/plan/difference',
    {
      schema: {
        tags,
        summary: 'What changed from one plan to another, and why',
        description:
          'Each changed call once, with the reasons that the facts give: what happened to the call, to whom it was with, to others on the route, and what the change saves or costs.',
        params: territoryParams,
        querystring: differenceQuery,
        response: { 200: differenceSchema, ...refusals(400, 404, 422) },
      },
    },
    async (request, reply) => send(reply, await planDifference(office, request.params.code, request.query)),
  );

  app.get(
    '/territories/:code/plan/improvement',
    {
      schema: {
        tags,
        summary: 'The improvement of a plan that was asked for last',
        description: 'With what it would change now, until it has ended.',
        params: territoryParams,
        querystring: noQuery,
        response: { 200: improvementSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await improvementOf(office, request.params.code)),
  );

  app.post(
    '/territories/:code/plan/improvement',
    {
      schema: {
        tags,
        summary: 'Search longer for a better plan',
        description:
          'A worker searches in the background while the plan stays in force; `planning` events tell how far it is. At its end what it has found is checked and saved, where it costs less than the plan as it stands then. One at a time a territory.',
        params: territoryParams,
        querystring: noQuery,
        body: improveBody,
        response: { 202: improvementSchema, ...refusals(400, 404, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const made = await change(office, keyOf(request), (one) =>
        askImprovement(one, request.params.code, request.body),
      );
      return send(reply, made);
    },
  );

  app.post(
    '/territories/:code/plan/improvement/stop',
    {
      schema: {
        tags,
        summary: 'Stop improving a plan',
        description: 'What it has found so far is taken, or with `keep: false` left.',
        params: territoryParams,
        querystring: noQuery,
        body: stopBody,
        response: { 200: improvementSchema, ...refusals(400, 404, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const made = await change(office, keyOf(request), (one) =>
        stopImprovement(one, request.params.code, request.body.keep),
      );
      return send(reply, made);
    },
  );
}
