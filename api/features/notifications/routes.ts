import { z } from 'zod';
import { change } from '../../platform/change.ts';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, ifMatchOf, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { codeParams } from '../plans/schema.ts';
import { listDeliveryPage, resend, resendAll } from './deliveries.ts';
import {
  deliveriesSchema,
  deliveryParams,
  deliveryQuery,
  deliverySchema,
  resendBody,
  subscriptionBody,
  subscriptionSchema,
  subscriptionsSchema,
  templatesSchema,
  withSecretSchema,
} from './schema.ts';
import {
  listSubscriptions,
  listTemplates,
  putSubscription,
  readSubscription,
  removeSubscription,
  renewSecret,
} from './subscriptions.ts';

const tags = ['notifications'];

/** Who is told of what, and what became of each message. */
export function notificationRoutes(app: App, office: Office): void {
  app.get(
    '/subscriptions',
    {
      schema: {
        tags,
        summary: 'Who is told of what',
        querystring: noQuery,
        response: { 200: subscriptionsSchema, ...refusals(400) },
      },
    },
    async (_request, reply) => send(reply, await listSubscriptions(office)),
  );

  app.get(
    '/subscriptions/:code',
    {
      schema: {
        tags,
        summary: 'One subscription',
        description: 'Its ETag goes into If-Match of a PUT.',
        params: codeParams,
        querystring: noQuery,
        response: { 200: subscriptionSchema, ...refusals(400, 404) },
      },
    },
    async (request, reply) => send(reply, await readSubscription(office, request.params.code)),
  );

  app.put(
    '/subscriptions/:code',
    {
      schema: {
        tags,
        summary: 'Set up a webhook or e-mail, or change it',
        description:
          'A webhook’s messages are signed (Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`), tried again with growing waits for about a day, then dead until they are sent again. The same `webhook-id` may arrive twice where a receiver’s answer was lost.',
        params: codeParams,
        querystring: noQuery,
        body: subscriptionBody,
        response: { 200: withSecretSchema, 201: withSecretSchema, ...refusals(400, 412, 415, 422) },
      },
    },
    async (request, reply) =>
      send(
        reply,
        // Without an idempotency key, whose kept reply would show the secret again: a PUT may come twice anyway.
        await change(office, null, (one) =>
          putSubscription(one, office, request.params.code, request.body, ifMatchOf(request)),
        ),
      ),
  );

  app.post(
    '/subscriptions/:code/secret',
    {
      schema: {
        tags,
        summary: 'Give a webhook another secret',
        description: 'Shown this once. Messages are signed with both for a day.',
        params: codeParams,
        querystring: noQuery,
        body: z.strictObject({}),
        response: { 200: withSecretSchema, ...refusals(400, 404, 415) },
      },
    },
    async (request, reply) =>
      send(reply, await change(office, null, (one) => renewSecret(one, office, request.params.code))),
  );

  app.delete(
    '/subscriptions/:code',
    {
      schema: {
        tags,
        summary: 'Tell them no more',
        description: 'What was still to be sent is not.',
        params: codeParams,
        querystring: noQuery,
        response: { 204: z.null(), ...refusals(400, 404) },
      },
    },
    async (request, reply) =>
      send(reply, await change(office, null, (one) => removeSubscription(one, request.params.code))),
  );

  app.get(
    '/notifications/templates',
    {
      schema: {
        tags,
        summary: 'Usual texts and placeholders',
        querystring: noQuery,
        response: { 200: templatesSchema },
      },
    },
    async (_request, reply) => send(reply, listTemplates()),
  );

  app.get(
    '/deliveries',
    {
      schema: {
        tags,
        summary: 'Messages and what became of them',
        description: 'Newest first. `status=dead` lists those that were given up.',
        querystring: deliveryQuery,
        response: { 200: deliveriesSchema, ...refusals(400) },
      },
    },
    async (request, reply) => send(reply, await listDeliveryPage(office, request.url, request.query)),
  );

  app.post(
    '/deliveries/:id/resend',
    {
      schema: {
        tags,
        summary: 'Send a dead message again',
        params: deliveryParams,
        querystring: noQuery,
        body: z.strictObject({}),
        response: { 200: deliverySchema, ...refusals(400, 404, 409, 415) },
      },
    },
    async (request, reply) =>
      send(reply, await change(office, keyOf(request), (one) => resend(one, request.params.id))),
  );

  app.post(
    '/deliveries/resend',
    {
      schema: {
        tags,
        summary: 'Send all dead messages again',
        querystring: noQuery,
        body: resendBody,
        response: { 200: z.object({ resent: z.int() }), ...refusals(400, 415) },
      },
    },
    async (request, reply) =>
      send(reply, await change(office, keyOf(request), (one) => resendAll(one, request.body.subscription))),
  );
}
