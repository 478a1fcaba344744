import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { checkCall } from '../calls/check-call.ts';
import { logCallBody } from '../calls/schema.ts';
import { codeParams } from '../plans/schema.ts';
import { lookup, sitesOf } from './lookup.ts';
import { deviceOverview, siteOverview } from './place-views.ts';
import {
  checkedSchema,
  deviceSchema,
  lookupQuery,
  lookupSchema,
  siteSchema,
  sitesQuery,
  sitesSchema,
} from './schema.ts';

const tags = ['calls'];

/** For whoever is on the phone: find what they name, see how it stands, and whether a call would be accepted. */
export function lookupRoutes(app: App, office: Office): void {
  app.get(
    '/lookup',
    {
      schema: {
        tags,
        summary: 'Find a device, site or customer',
        querystring: lookupQuery,
        response: { 200: lookupSchema, ...refusals(400) },
      },
    },
    async (request, reply) => send(reply, await lookup(office, request.query.text, request.query.limit)),
  );

  app.get(
    '/devices/:code',
    {
      schema: {
        tags,
        summary: 'A device, for whoever takes a call',
        description: 'Contract, open calls, recent failures, and the targets that a fault logged now would get.',
        params: codeParams,
        querystring: noQuery,
        response: { 200: deviceSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await deviceOverview(office, request.params.code)),
  );

  app.get(
    '/sites',
    {
      schema: {
        tags,
        summary: 'Sites of a customer',
        querystring: sitesQuery,
        response: { 200: sitesSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await sitesOf(office, request.query.customer, request.query.limit)),
  );

  app.get(
    '/sites/:code',
    {
      schema: {
        tags,
        summary: 'A site with its devices',
        params: codeParams,
        querystring: noQuery,
        response: { 200: siteSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await siteOverview(office, request.params.code)),
  );

  app.post(
    '/calls/check',
    {
      schema: {
        tags,
        summary: 'What logging a call would come to',
        description: 'Every problem at once, or the targets, class and place that it would get. Nothing is written.',
        querystring: noQuery,
        body: logCallBody,
        response: { 200: checkedSchema, ...refusals(400, 413, 415) },
      },
    },
    async (request, reply) => send(reply, await checkCall(office, request.body)),
  );
}
