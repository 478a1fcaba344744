import { z } from 'zod';
import {
  callDetailSchema,
  callPageSchema,
  callSchema,
  changeBody,
  holdBody,
  listQuery,
  logCallBody,
  loggedSchema,
  numberParams,
  reasonedBody,
  resumeBody,
  workBody,
} from '../schemas/calls.ts';
import { noQuery } from '../schemas/fields.ts';
import { refusals } from '../schemas/problem.ts';
import type { By } from '../services/by.ts';
import { change } from '../services/change.ts';
import { changeCall, type Wish } from '../services/change-call.ts';
import { callDetail } from '../services/find-call.ts';
import { createIntake } from '../services/intake.ts';
import { listCallPage } from '../services/list-calls.ts';
import type { Office } from '../services/office.ts';
import { waitForPlan } from '../services/wait-for-plan.ts';
import { type App, accepted, ifMatchOf, keyOf, send, waitOf } from './route.ts';

const tags = ['calls'];
const changedSchema = callSchema.extend({ possible: z.array(z.string()) });

/** Logging, reading and listing calls, and the events of their life. */
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
    '/calls/:number',
    {
      schema: {
        tags,
        summary: 'Read a call',
        description:
          'With its place in the order and why, allocation and journal. The ETag goes into If-Match of a change.',
        params: numberParams,
        querystring: noQuery,
        response: { 200: callDetailSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      const em = office.store.em();
      const made = await callDetail(await office.desk.upToDate(em, office.clock()), em, request.params.number);
      if (request.headers['if-none-match'] === made.headers.etag)
        return reply
          .code(304 as never)
          .headers(made.headers)
          .send(undefined as never);
      return send(reply, made);
    },
  );

  const events = [
    ['approve', 'Approve a call that waits for it', changeBody],
    ['accept', 'The technician accepts', workBody],
    ['travel', 'The technician sets off', workBody],
    ['arrive', 'The technician arrives: stops the respond clock', workBody],
    ['hold', 'Put on hold; a reason of the contract stops the clocks', holdBody],
    ['resume', 'End the hold', resumeBody],
    ['fix', 'Fixed: stops the fix clock', changeBody],
    ['close', 'Close a fixed call', changeBody],
    ['cancel', 'Cancel an open call', reasonedBody],
    ['reopen', 'Reopen a fixed or closed call, by the contract’s rule', reasonedBody],
    ['declare-emergency', 'Above all other classes, for a reason', reasonedBody],
    ['pin', 'Keep the call where it is', changeBody],
    ['unpin', 'Let the plan move it again', changeBody],
  ] as const;
  for (const [kind, summary, body] of events) {
    app.post(
      `/calls/:number/${kind}`,
      {
        schema: {
          tags,
          summary,
          params: numberParams,
          body: body as z.ZodType<EventBody>,
          querystring: noQuery,
          response: {
            200: changedSchema,
            ...(kind === 'reopen' ? { 201: loggedSchema } : {}),
            ...refusals(400, 404, 409, 412, 415, 422),
          },
        },
      },
      async (request, reply) => {
        const { who, why = null, at = null } = request.body;
        const by: By = { who, why, at };
        const made = await change(office, keyOf(request), (one) =>
          changeCall(one, request.params.number, ifMatchOf(request), by, wishOf(kind, request.body)),
        );
        return send(reply, made);
      },
    );
  }
}

/** What the bodies of all events may hold; each route's own schema says which. */
interface EventBody {
  readonly who: string;
  readonly why?: string;
  readonly at?: NonNullable<By['at']>;
  readonly resource?: string;
  readonly reason?: string;
  readonly on_site?: boolean;
}

function wishOf(kind: Wish['kind'], body: EventBody): Wish {
  switch (kind) {
    case 'accept':
    case 'travel':
    case 'arrive':
      return { kind, resource: body.resource ?? null };
    case 'hold':
      return { kind, reason: body.reason ?? '' };
    case 'resume':
      return { kind, onSite: body.on_site ?? false };
    case 'declare-emergency':
      return { kind, reason: (body.why ?? '').trim() };
    default:
      return { kind };
  }
}
