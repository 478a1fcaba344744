import { z } from 'zod';
import type { Excuse, Instant, Millis, SkillLevel } from '#engine';
import type { By } from '../../platform/by.ts';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, ifMatchOf, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { changeCall, type Wish } from './change-call.ts';
import { comment } from './comments.ts';
import {
  appointBody,
  callSchema,
  changeBody,
  commentBody,
  estimateBody,
  excuseBody,
  fixBody,
  followUpBody,
  holdBody,
  loggedSchema,
  mergeBody,
  numberParams,
  reasonedBody,
  resumeBody,
  timeSpentBody,
  visitParams,
  workBody,
} from './schema.ts';
import { enterTimeSpent } from './visits.ts';

const tags = ['calls'];
const changedSchema = callSchema.extend({ possible: z.array(z.string()) });

/** What can happen to a call: the route's name, what it means, its body. */
const EVENTS = [
  ['approve', 'Approve a call that waits for it', changeBody],
  ['estimate', 'Change the estimated time; over a higher threshold it waits for approval (again)', estimateBody],
  ['appoint', 'Agree an appointment, or another, or none; it is planned anew', appointBody],
  ['accept', 'The technician accepts', workBody],
  ['travel', 'The technician sets off', workBody],
  ['arrive', 'The technician arrives: stops the respond clock, begins a visit', workBody],
  ['release', 'Whoever has it can’t go on: it is planned anew', reasonedBody],
  ['hold', 'Put on hold; a reason of the contract stops the clocks', holdBody],
  ['resume', 'End the hold', resumeBody],
  ['follow-up', 'The technician leaves; another visit is planned, by other skills if given', followUpBody],
  ['temporary-fix', 'It works again for now; the permanent fix is still to come', changeBody],
  ['fix', 'Fixed: stops the fix clock', fixBody],
  ['close', 'Close a fixed call', changeBody],
  ['cancel', 'Cancel an open call', reasonedBody],
  ['reopen', 'Reopen a fixed or closed call, by the contract’s rule', reasonedBody],
  ['declare-emergency', 'Above all other classes, for a reason', reasonedBody],
  ['excuse', 'Set, or take away, what excuses the failure', excuseBody],
  ['merge', 'Make it the duplicate of another call: one failure, reported twice', mergeBody],
  ['unmerge', 'Let a duplicate stand for itself again', changeBody],
  ['pin', 'Keep the call where it is', changeBody],
  ['unpin', 'Let the plan move it again', changeBody],
] as const;

/** The events of a call's life, comments, and the time spent on its visits. */
export function callEventRoutes(app: App, office: Office): void {
  for (const [kind, summary, body] of EVENTS) {
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

  app.post(
    '/calls/:number/comments',
    {
      schema: {
        tags,
        summary: 'Comment on a call',
        description: 'For the office (`internal`), or for the customer to see.',
        params: numberParams,
        body: commentBody,
        querystring: noQuery,
        response: { 201: changedSchema, ...refusals(400, 404, 415) },
      },
    },
    async (request, reply) => {
      const { who, text, audience } = request.body;
      const by: By = { who, why: null, at: null };
      return send(
        reply,
        await change(office, keyOf(request), (one) => comment(one, request.params.number, by, text, audience)),
      );
    },
  );

  app.post(
    '/calls/:number/visits/:visit/time',
    {
      schema: {
        tags,
        summary: 'Enter the working time of a visit',
        description: 'In place of the time between arrival and leaving.',
        params: visitParams,
        body: timeSpentBody,
        querystring: noQuery,
        response: { 200: changedSchema, ...refusals(400, 404, 409, 412, 415) },
      },
    },
    async (request, reply) => {
      const { who, why = null, time_spent: timeSpent } = request.body;
      const { number, visit } = request.params;
      const made = await change(office, keyOf(request), (one) =>
        enterTimeSpent(one, number, ifMatchOf(request), { who, why, at: null }, { visit, timeSpent }),
      );
      return send(reply, made);
    },
  );
}

/** What the bodies of all events may hold; each route's own schema says which. */
interface EventBody {
  readonly who: string;
  readonly why?: string;
  readonly at?: NonNullable<By['at']>;
  readonly resource?: string;
  readonly reason?: string;
  readonly on_site?: boolean;
  readonly estimated_time?: Millis;
  readonly earliest?: Instant | null;
  readonly latest?: Instant | null;
  readonly skills?: readonly SkillLevel[];
  readonly resolution?: string;
  readonly excuse?: Excuse | null;
  readonly into?: string;
}

function wishOf(kind: Wish['kind'], body: EventBody): Wish {
  const { earliest = null, latest = null, estimated_time: estimatedTime = null } = body;
  switch (kind) {
    case 'accept':
    case 'travel':
    case 'arrive':
      return { kind, resource: body.resource ?? null };
    case 'estimate':
      return { kind, estimatedTime: estimatedTime! };
    case 'appoint':
      return { kind, earliest, latest };
    case 'hold':
      return { kind, reason: body.reason ?? '' };
    case 'resume':
      return { kind, onSite: body.on_site ?? false };
    case 'follow-up':
      return { kind, skills: body.skills ?? null, estimatedTime, earliest, latest };
    case 'fix':
      return { kind, resolution: body.resolution?.trim() ?? null };
    case 'declare-emergency':
      return { kind, reason: (body.why ?? '').trim() };
    case 'excuse':
      return { kind, excuse: body.excuse ?? null };
    case 'merge':
      return { kind, into: body.into ?? '' };
    default:
      return { kind };
  }
}
