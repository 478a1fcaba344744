import { z } from 'zod';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, ifMatchOf, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { callSchema, numberParams } from '../calls/schema.ts';
import { splitCall } from '../calls/split-call.ts';
import { splitBody, trialSchema, tryBody } from './dispatch-schema.ts';
import { tryCall } from './try-call.ts';

const tags = ['plans'];

/** What a dispatcher asks before giving a call to somebody, and splitting one. */
export function dispatchRoutes(app: App, office: Office): void {
  app.post(
    '/calls/:number/try',
    {
      schema: {
        tags,
        summary: 'What allocating a call by hand would come to',
        description: 'Money, whom it delays, which hard rules it breaks. Nothing is written.',
        params: numberParams,
        querystring: noQuery,
        body: tryBody,
        response: { 200: trialSchema, ...refusals(400, 404, 409, 415, 422) },
      },
    },
    async (request, reply) => send(reply, await tryCall(office, request.params.number, request.body.resource)),
  );

  app.post(
    '/calls/:number/split',
    {
      schema: {
        tags,
        summary: 'Split the work of a call',
        description: 'The call keeps `first` of its working time; a return visit is logged for the rest (`second`).',
        params: numberParams,
        querystring: noQuery,
        body: splitBody,
        response: {
          200: callSchema.extend({ possible: z.array(z.string()), second: z.string() }),
          ...refusals(400, 404, 409, 412, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const { who, why = null, first } = request.body;
      const by = { who, why, at: null };
      const made = await change(office, keyOf(request), (one) =>
        splitCall(one, request.params.number, ifMatchOf(request), by, first),
      );
      return send(reply, made);
    },
  );
}
