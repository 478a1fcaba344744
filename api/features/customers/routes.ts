import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { By } from '../../platform/by.ts';
import { change } from '../../platform/change.ts';
import { noQuery, textField } from '../../platform/http/fields.ts';
import { createLimiter } from '../../platform/http/limiter.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import { type App, accepted, keyOf, send } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { Refusal } from '../../problem.ts';
import { changeBody, numberParams } from '../calls/schema.ts';
import { linkSchema } from '../notifications/schema.ts';
import { makeCustomerLink, pathOf, readCustomerLink, revokeCustomerLink } from './customer-links.ts';
import { customerPage, PAGE_HEADERS, refusedPage } from './customer-page.ts';
import { commentByCustomer, customerView, reopenByCustomer, tooMany } from './customer-view.ts';

const tags = ['customers'];
const MINUTE = 60_000;
const linkBody = changeBody.omit({ at: true });
const tokenParams = z.strictObject({ token: z.string().max(200) });
const pageQuery = z.strictObject({ done: z.enum(['comment', 'reopen']).optional() });
const formBody = z.strictObject({
  text: textField(5_000),
  key: z.string().min(8).max(100).optional().meta({ description: 'Sent again with the same key, it counts once.' }),
});

const DONE = { comment: 'Thank you, we have your message.', reopen: 'Your call is open again.' } as const;

/** A customer's link of a call: made and revoked by the office. */
export function linkRoutes(app: App, office: Office): void {
  const schema = (summary: string, ...statuses: (200 | 201)[]) => ({
    tags,
    summary,
    params: numberParams,
    querystring: noQuery,
    response: { ...Object.fromEntries(statuses.map((status) => [status, linkSchema])), ...refusals(400, 404, 415) },
  });
  const byOf = ({ who, why }: z.output<typeof linkBody>): By => ({ who, why: why ?? null, at: null });

  app.post(
    '/calls/:number/link',
    { schema: { ...schema('Make the customer’s link of a call, or give the one it has', 200, 201), body: linkBody } },
    async (request, reply) => {
      // Without an idempotency key, whose kept reply would outlive a revoked link: there is one link a call anyway.
      const { number } = request.params;
      return send(
        reply,
        await change(office, null, (one) => makeCustomerLink(one, office, number, byOf(request.body))),
      );
    },
  );
  app.get('/calls/:number/link', { schema: schema('The customer’s link of a call', 200) }, async (request, reply) =>
    send(reply, await readCustomerLink(office, request.params.number)),
  );
  app.post(
    '/calls/:number/link/revoke',
    { schema: { ...schema('From now on the link shows nothing', 200), body: linkBody } },
    async (request, reply) => {
      const { number } = request.params;
      const made = await change(office, keyOf(request), (one) =>
        revokeCustomerLink(one, office, number, byOf(request.body)),
      );
      return send(reply, made);
    },
  );
}

/** The customer's page. Registered as a plugin of its own: forms are read nowhere else. */
export function customerRoutes(app: App, office: Office): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  const byToken = createLimiter(60, MINUTE);
  const byAddress = createLimiter(300, MINUTE);
  /** Of those who try tokens. */
  const misses = createLimiter(20, MINUTE);
  const limited = (request: FastifyRequest, token: string): void => {
    const now = office.clock();
    const wait = Math.max(byToken.take(token, now), byAddress.take(request.ip, now));
    if (wait > 0) throw tooMany(wait);
  };
  /** Shows a refusal as the caller reads: a page, or problem+json. */
  const shown = async (request: FastifyRequest, reply: FastifyReply, work: () => Promise<FastifyReply>) => {
    const asPage = accepted(request, ['text/html', 'application/json']) === 'text/html';
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const wait = error.code === 'link-not-found' ? misses.take(request.ip, office.clock()) : 0;
      const refused = wait > 0 ? tooMany(wait) : error;
      if (!asPage) throw refused;
      return reply
        .code(refused.statusCode)
        .headers({ ...PAGE_HEADERS, ...refused.headers })
        .serializer(String)
        .send(refusedPage(refused.message));
    }
  };
  const wantsJson = (request: FastifyRequest): boolean =>
    accepted(request, ['text/html', 'application/json']) === 'application/json';

  app.get(
    '/my/:token',
    {
      schema: {
        tags,
        summary: 'The customer’s page of a call',
        description: 'A page, or with `Accept: application/json` what it shows.',
        params: tokenParams,
        querystring: pageQuery,
        response: { ...refusals(400, 404, 406, 429) },
      },
      logLevel: 'error',
    },
    async (request, reply) =>
      shown(request, reply, async () => {
        const { token } = request.params;
        limited(request, token);
        const view = await customerView(office, token);
        if (wantsJson(request)) {
          const { 'content-type': _, ...headers } = PAGE_HEADERS;
          return reply.headers(headers).send(view as never);
        }
        const { done } = request.query;
        const html = customerPage(view, pathOf(token), done === undefined ? null : DONE[done]);
        return reply
          .headers(PAGE_HEADERS)
          .serializer(String)
          .send(html as never);
      }),
  );

  for (const [what, summary] of [
    ['comment', 'A customer’s message'],
    ['reopen', 'A customer reports a fixed call again'],
  ] as const) {
    app.post(
      `/my/:token/${what}`,
      {
        schema: {
          tags,
          summary,
          description: 'A form, which leads back to the page, or JSON.',
          params: tokenParams,
          querystring: noQuery,
          body: formBody,
          consumes: ['application/x-www-form-urlencoded', 'application/json'],
          response: { ...refusals(400, 404, 406, 409, 415, 422, 429) },
        },
        logLevel: 'error',
      },
      async (request, reply) =>
        shown(request, reply, async () => {
          const { token } = request.params;
          const { text, key } = request.body;
          limited(request, token);
          let next = pathOf(token);
          if (what === 'comment') await commentByCustomer(office, token, text.trim(), key);
          else next = await reopenByCustomer(office, token, text.trim().slice(0, 2_000), key);
          if (wantsJson(request)) return reply.code(200 as never).send({ path: next } as never);
          return reply.redirect(`${next}?done=${what}`, 303);
        }),
    );
  }
}
